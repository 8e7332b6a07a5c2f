const minuteMs = 60_000;

/** No payment is followed for longer. */
export const longestMs = 24 * 60 * minuteMs;

/** Milliseconds from one poll to the next, by how long the payment has been followed. */
export function intervalMs(ageMs: number): number {
  if (ageMs < minuteMs) return 5_000;
  if (ageMs < 5 * minuteMs) return 30_000;
  return 5 * minuteMs;
}

/** Milliseconds to wait after so many failed polls in a row: a second for each, a minute at most. */
export function waitAfterFailuresMs(failures: number): number {
  return Math.min(failures * 1_000, minuteMs);
}
