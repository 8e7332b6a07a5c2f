import { createHash, timingSafeEqual } from "node:crypto";

const scheme = "sha256:";

/**
 * A client's secret as it is stored. The secrets are random and long, so that a plain hash cannot be searched; short ones
 * are refused where clients are added.
 */
export function hashSecret(secret: string): string {
  return scheme + createHash("sha256").update(secret).digest("base64url");
}

const nobody = hashSecret("");

/** Compares in constant time. Without a stored hash the same work is done and the answer is no (row O19). */
export function matchesSecret(secret: string, stored: string | undefined): boolean {
  const equal = timingSafeEqual(bytesOf(hashSecret(secret)), bytesOf(stored ?? nobody));
  return equal && stored !== undefined;
}

function bytesOf(hash: string): Buffer {
  return createHash("sha256").update(hash).digest();
}
