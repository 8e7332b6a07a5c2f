/** A source of numbers that gives the same ones for the same seed. */
export interface Chance {
  /** A whole number from 0 to below `below`. */
  (below: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** Between `least` and `most` thousandths of the amount. */
  part(amount: bigint, least: number, most: number): bigint;
}

/** An xorshift that starts at a hash of the text (FNV-1a). */
export function chanceOf(seed: string): Chance {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 0x01000193);
  state ||= 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return Object.assign(next, {
    pick: <Value>(values: readonly Value[]): Value => values[next(values.length)]!,
    part: (amount: bigint, least: number, most: number): bigint => {
      const millionths = BigInt(least * 1_000 + next((most - least) * 1_000));
      return (amount * millionths) / 1_000_000n;
    },
  });
}
