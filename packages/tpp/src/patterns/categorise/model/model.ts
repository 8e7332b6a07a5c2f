import { categories, type CategoryId } from "../taxonomy.ts";
import { createFeatures, featureBuckets, readFeatures, type Features } from "./features.ts";

/** Weights of a multinomial logistic regression over hashed features, sparse and in eight bits. */
export interface ModelWeights {
  /** Ids of the classes; `none` is the class of lines that say nothing. */
  readonly classes: readonly (CategoryId | "none")[];
  readonly bias: Float32Array;
  /** Where the entries of each bucket begin; one more than there are buckets. */
  readonly rowStart: Uint32Array;
  readonly columns: Uint8Array;
  readonly weights: Int8Array;
  /** What one step of an eight-bit weight is worth. */
  readonly scale: number;
  /** Divides the scores: fitted on lines that training did not see, so that a probability means what it says. */
  readonly temperature: number;
}

export interface Prediction {
  readonly category: CategoryId | "none";
  /** 0 to 1, calibrated. */
  readonly probability: number;
  /** The words that spoke most for it, at most three; asked before the next prediction, whose buffers are the same. */
  readonly words: () => readonly string[];
}

export type Model = (tokens: readonly string[], isDebit: boolean) => Prediction;

/** A predictor over weights; it keeps buffers of its own, so one predictor serves one thread. */
export function createModel(model: ModelWeights): Model {
  const features = createFeatures();
  const steps = new Int32Array(model.classes.length);
  const scores = new Float64Array(model.classes.length);
  const bias = Float64Array.from(model.bias, (value) => value / model.temperature);
  return (tokens, isDebit) => {
    readFeatures(tokens, isDebit, features);
    scoreAll(model, features.buckets, features.count, steps);
    const step = model.scale / (Math.sqrt(features.count) * model.temperature);
    let best = 0;
    let top = -Infinity;
    for (let index = 0; index < scores.length; index += 1) {
      const score = (steps[index] ?? 0) * step + (bias[index] ?? 0);
      scores[index] = score;
      if (score <= top) continue;
      best = index;
      top = score;
    }
    let sum = 0;
    for (let index = 0; index < scores.length; index += 1) {
      const below = (scores[index] ?? 0) - top;
      // All classes that are further off add less than a thousandth together.
      if (below > -12) sum += Math.exp(below);
    }
    const words = (): readonly string[] => wordsFor(model, tokens, features, best);
    return { category: model.classes[best] ?? "none", probability: 1 / sum, words };
  };
}

/** Adds up the weights of the first `count` buckets into `scores`, in steps of the weights' scale. */
export function scoreAll(
  { rowStart, columns, weights }: ModelWeights,
  buckets: Int32Array,
  count: number,
  scores: Int32Array,
): void {
  scores.fill(0);
  for (let index = 0; index < count; index += 1) {
    const bucket = buckets[index] ?? 0;
    const end = rowStart[bucket + 1] ?? 0;
    for (let at = rowStart[bucket] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      scores[column] = (scores[column] ?? 0) + (weights[at] ?? 0);
    }
  }
}

/** The tokens whose features hold most weight for a class. */
function wordsFor(model: ModelWeights, tokens: readonly string[], features: Features, category: number): string[] {
  const shares: { token: number; share: number }[] = [];
  for (let index = 0; index < features.count; index += 1) {
    const token = features.tokens[index] ?? -1;
    if (token < 0) continue;
    let last = shares.at(-1);
    if (last?.token !== token) shares.push((last = { token, share: 0 }));
    last.share += weightOf(model, features.buckets[index] ?? 0, category);
  }
  // Features of one token stand together, tokens in their order: equal shares stay in that order.
  const spoke = shares.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  return spoke.slice(0, 3).map(({ token }) => tokens[token] ?? "");
}

function weightOf({ rowStart, columns, weights }: ModelWeights, bucket: number, category: number): number {
  const end = rowStart[bucket + 1] ?? 0;
  for (let at = rowStart[bucket] ?? 0; at < end; at += 1) if (columns[at] === category) return weights[at] ?? 0;
  return 0;
}

/** The form in which weights are shipped: see training/write-model.ts. */
export interface PackedModel {
  readonly inputs: string;
  readonly scale: number;
  readonly temperature: number;
  /** A number for each class, with blanks between. */
  readonly bias: string;
  /** Base64 of the number of entries of each bucket (a byte each), then all columns, then all weights. */
  readonly packed: string;
}

/** The classes in the order of their columns. */
export const modelClasses: readonly (CategoryId | "none")[] = [...categories.map(({ id }) => id), "none"];

export function unpackModel({ scale, temperature, bias: written, packed }: PackedModel): ModelWeights {
  const bias = Float32Array.from(written.split(" "), Number);
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const rowStart = new Uint32Array(featureBuckets + 1);
  for (let bucket = 0; bucket < featureBuckets; bucket += 1)
    rowStart[bucket + 1] = (rowStart[bucket] ?? 0) + (bytes[bucket] ?? 0);
  const entries = rowStart[featureBuckets] ?? 0;
  if (bytes.length !== featureBuckets + 2 * entries || bias.length !== modelClasses.length)
    throw new Error("the trained model does not fit the taxonomy: train it again");
  return {
    classes: modelClasses,
    bias,
    rowStart,
    columns: bytes.subarray(featureBuckets, featureBuckets + entries),
    weights: new Int8Array(bytes.buffer, featureBuckets + entries, entries),
    scale,
    temperature,
  };
}
