// Fits the weights: multinomial logistic regression by stochastic gradient descent with a rate of its own for each
// weight (AdaGrad), then keeps the largest weights and fits those again, so that the model stays small.
import { createFeatures, featureBuckets, readFeatures } from "../src/patterns/categorise/model/features.ts";
import { modelClasses, scoreAll, type ModelWeights } from "../src/patterns/categorise/model/model.ts";
import { tokensOf } from "../src/patterns/categorise/normalise.ts";
import type { TrainingLine } from "./generator.ts";
import type { Random } from "./random.ts";

/** A line as the trainer sees it. */
interface Example {
  readonly buckets: Int32Array;
  readonly label: number;
}

const classCount = modelClasses.length;
const rate = 1.2;
/** Gradients below this change nothing that eight bits could hold. */
const negligible = 0.002;

export function readExamples(lines: Iterable<TrainingLine>): Example[] {
  const features = createFeatures();
  const indexOf = new Map(modelClasses.map((id, index) => [id, index]));
  return Array.from(lines, ({ category, text, isDebit }) => {
    readFeatures(tokensOf(text), isDebit, features);
    return { buckets: features.buckets.slice(0, features.count), label: indexOf.get(category) ?? 0 };
  });
}

export interface FitOptions {
  readonly random: Random;
  readonly epochs: number;
  /** Weights that are kept. */
  readonly keep: number;
}

/** Weights for the examples; the temperature is 1 until it is fitted on other lines. */
export function fit(examples: readonly Example[], { random, epochs, keep }: FitOptions): ModelWeights {
  const dense = new Float32Array(featureBuckets * classCount);
  const bias = new Float32Array(classCount);
  const state = {
    dense,
    bias,
    seen: new Float32Array(dense.length).fill(0.05),
    seenBias: new Float32Array(classCount).fill(1),
  };
  for (let epoch = 0; epoch < epochs; epoch += 1) runEpoch(state, examples, random, undefined);
  const threshold = largest(dense, keep);
  const kept = Uint8Array.from(dense, (weight) => (Math.abs(weight) >= threshold ? 1 : 0));
  for (let at = 0; at < dense.length; at += 1) if (kept[at] === 0) dense[at] = 0;
  for (let epoch = 0; epoch < 2; epoch += 1) runEpoch(state, examples, random, kept);
  return quantise(dense, bias, kept);
}

interface State {
  readonly dense: Float32Array;
  readonly bias: Float32Array;
  readonly seen: Float32Array;
  readonly seenBias: Float32Array;
}

function runEpoch(state: State, examples: readonly Example[], random: Random, kept: Uint8Array | undefined): void {
  const order = Uint32Array.from(examples.keys());
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const held = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = held;
  }
  const scores = new Float64Array(classCount);
  for (const index of order) {
    const example = examples[index];
    if (example !== undefined) learn(state, example, scores, kept);
  }
}

function learn(state: State, { buckets, label }: Example, scores: Float64Array, kept: Uint8Array | undefined): void {
  const { dense, bias, seen, seenBias } = state;
  const value = 1 / Math.sqrt(buckets.length);
  scores.set(bias);
  for (const bucket of buckets) {
    const row = bucket * classCount;
    for (let column = 0; column < classCount; column += 1)
      scores[column] = (scores[column] ?? 0) + (dense[row + column] ?? 0) * value;
  }
  const top = scores.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let column = 0; column < classCount; column += 1) sum += scores[column] = Math.exp((scores[column] ?? 0) - top);
  for (let column = 0; column < classCount; column += 1) {
    const gradient = (scores[column] ?? 0) / sum - (column === label ? 1 : 0);
    if (Math.abs(gradient) < negligible) continue;
    seenBias[column] = (seenBias[column] ?? 0) + gradient * gradient;
    bias[column] = (bias[column] ?? 0) - (0.1 * gradient) / Math.sqrt(seenBias[column] ?? 1);
    const step = gradient * value;
    for (const bucket of buckets) {
      const at = bucket * classCount + column;
      if (kept !== undefined && kept[at] === 0) continue;
      seen[at] = (seen[at] ?? 0) + step * step;
      dense[at] = (dense[at] ?? 0) - (rate * step) / Math.sqrt(seen[at] ?? 1);
    }
  }
}

/** The size from which on `count` weights are kept. */
function largest(dense: Float32Array, count: number): number {
  const sizes = dense
    .filter((weight) => weight !== 0)
    .map(Math.abs)
    .sort();
  return sizes[Math.max(0, sizes.length - count)] ?? 0;
}

function quantise(dense: Float32Array, bias: Float32Array, kept: Uint8Array): ModelWeights {
  const sizes = dense
    .filter((weight) => weight !== 0)
    .map(Math.abs)
    .sort();
  const scale = (sizes[Math.floor(sizes.length * 0.999)] ?? 1) / 127;
  const rowStart = new Uint32Array(featureBuckets + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  for (let bucket = 0; bucket < featureBuckets; bucket += 1) {
    for (let column = 0; column < classCount; column += 1) {
      const at = bucket * classCount + column;
      const step = Math.max(-127, Math.min(127, Math.round((dense[at] ?? 0) / scale)));
      if (kept[at] === 0 || step === 0) continue;
      columns.push(column);
      weights.push(step);
    }
    rowStart[bucket + 1] = columns.length;
  }
  return {
    classes: modelClasses,
    bias,
    rowStart,
    columns: Uint8Array.from(columns),
    weights: Int8Array.from(weights),
    scale,
    temperature: 1,
  };
}

/** The temperature at which the probability of what is right is highest over lines that training did not see. */
export function fitTemperature(weights: ModelWeights, examples: readonly Example[]): number {
  const scored = examples.map(({ buckets, label }) => ({ scores: scoresOf(weights, buckets), label }));
  let best = { temperature: 1, loss: Infinity };
  for (let temperature = 0.4; temperature < 6; temperature += 0.05) {
    let loss = 0;
    for (const { scores, label } of scored) {
      const top = scores.reduce((a, b) => Math.max(a, b));
      const sum = scores.reduce((total, score) => total + Math.exp((score - top) / temperature), 0);
      loss += Math.log(sum) - ((scores[label] ?? 0) - top) / temperature;
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return Math.round(best.temperature * 100) / 100;
}

function scoresOf(weights: ModelWeights, buckets: Int32Array): Float64Array {
  const steps = new Int32Array(classCount);
  scoreAll(weights, buckets, buckets.length, steps);
  const step = weights.scale / Math.sqrt(buckets.length);
  return Float64Array.from(steps, (sum, column) => sum * step + (weights.bias[column] ?? 0));
}
