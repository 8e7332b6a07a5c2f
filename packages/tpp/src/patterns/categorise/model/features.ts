// What the model sees of a line: hashed words, word beginnings, runs of four letters and pairs of words. Training and
// prediction share this file; a change of it needs a new training.

/** Buckets that features are hashed into; a power of two. */
export const featureBuckets = 65_536;

/** Most features of one line: what is further on says little. */
const maxFeatures = 240;

/** A line's features, in a buffer that is filled again for each line. */
export interface Features {
  count: number;
  readonly buckets: Int32Array;
  /** Which token each feature is of. */
  readonly tokens: Int16Array;
}

export function createFeatures(): Features {
  return { count: 0, buckets: new Int32Array(maxFeatures), tokens: new Int16Array(maxFeatures) };
}

const prime = 0x01000193;
const letterA = 97;
const edge = 95;

/** Fills `features` from tokens. Numbers count for nothing, nor do single letters. */
export function readFeatures(tokens: readonly string[], isDebit: boolean, features: Features): void {
  features.count = 0;
  add(features, isDebit ? 11 : 13, -1);
  let before = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? "";
    if (token.length < 2 || token.charCodeAt(0) < letterA) continue;
    const word = hash(token, 0, token.length, 0x811c9dc5);
    add(features, word, index);
    if (before !== 0) add(features, Math.imul(before ^ word, prime) ^ 0x5bd1, index);
    before = Math.imul(word, 31) | 1;
    if (token.length >= 5) addParts(token, features, index);
  }
}

function addParts(token: string, features: Features, index: number): void {
  // The beginning stands for the word whatever its ending: languages here inflect.
  add(features, hash(token, 0, token.length >= 7 ? 6 : 4, 0x2c1b3c6d), index);
  for (let at = -1; at + 4 <= token.length + 1; at += 1) {
    let gram = 0x297a2d39;
    for (let offset = at; offset < at + 4; offset += 1) {
      const code = offset < 0 || offset >= token.length ? edge : token.charCodeAt(offset);
      gram = Math.imul(gram ^ code, prime);
    }
    add(features, gram, index);
  }
}

function hash(text: string, from: number, to: number, seed: number): number {
  let result = seed;
  for (let at = from; at < to; at += 1) result = Math.imul(result ^ text.charCodeAt(at), prime);
  return result;
}

function add(features: Features, value: number, token: number): void {
  if (features.count === maxFeatures) return;
  let mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  mixed ^= mixed >>> 12;
  features.buckets[features.count] = mixed & (featureBuckets - 1);
  features.tokens[features.count] = token;
  features.count += 1;
}
