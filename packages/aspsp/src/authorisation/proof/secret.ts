import { createHmac, timingSafeEqual } from "node:crypto";

/** Keyed, and bound to the challenge and to what it authorises: the hash fits nowhere else. */
export function hashSecret(key: Uint8Array, of: { challengeId: string; linkHash: string; secret: string }): string {
  return createHmac("sha256", key)
    .update(JSON.stringify([of.challengeId, of.linkHash, of.secret]))
    .digest("hex");
}

export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, "hex"), Buffer.from(other, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}
