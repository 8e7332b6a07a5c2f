import { categories, type CategoryId } from "../taxonomy.ts";
import { createFeatures, featureBuckets, readFeatures } from "./features.ts";

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
  /** The words that spoke most for it, at most three. */
  readonly words: () => readonly string[];
}

export type Model = (tokens: readonly string[], isDebit: boolean) => Prediction;

/** A predictor over weights; it keeps buffers of its own, so one predictor serves one thread. */
export function createModel(model: ModelWeights): Model {
  const features = createFeatures();
  const scores = new Float64Array(model.classes.length);
  return (tokens, isDebit) => {
    readFeatures(tokens, isDebit, features);
    const step = model.scale / (Math.sqrt(features.count) * model.temperature);
    scoreAll(model, features.buckets, features.count, scores);
    let best = 0;
    for (let index = 0; index < scores.length; index += 1) {
      scores[index] = (scores[index] ?? 0) * step + (model.bias[index] ?? 0) / model.temperature;
      if ((scores[index] ?? 0) > (scores[best] ?? 0)) best = index;
    }
    const top = scores[best] ?? 0;
    let sum = 0;
    for (let index = 0; index < scores.length; index += 1) {
      const below = (scores[index] ?? 0) - top;
      if (below > -16) sum += Math.exp(below);
    }
    return {
      category: model.classes[best] ?? "none",
      probability: 1 / sum,
      words: () => wordsFor(model, tokens, isDebit, best),
    };
  };
}

function scoreAll(model: ModelWeights, buckets: Int32Array, count: number, scores: Float64Array): void {
  const { rowStart, columns, weights } = model;
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

function wordsFor(model: ModelWeights, tokens: readonly string[], isDebit: boolean, category: number): string[] {
  const features = createFeatures();
  readFeatures(tokens, isDebit, features);
  const shares = new Map<number, number>();
  for (let index = 0; index < features.count; index += 1) {
    const bucket = features.buckets[index] ?? 0;
    const token = features.tokens[index] ?? -1;
    for (let at = model.rowStart[bucket] ?? 0; at < (model.rowStart[bucket + 1] ?? 0); at += 1) {
      if (token >= 0 && model.columns[at] === category)
        shares.set(token, (shares.get(token) ?? 0) + (model.weights[at] ?? 0));
    }
  }
  const spoke = [...shares].filter(([, share]) => share > 0).toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return spoke.slice(0, 3).map(([token]) => tokens[token] ?? "");
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
