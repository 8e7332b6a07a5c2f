import { createHash } from "node:crypto";

/** How an id stands in the table: of full entropy before, so that a plain hash cannot be reversed by guessing. */
export function hashId(kind: string, id: string): string {
  return createHash("sha256").update(`${kind}\n${id}`).digest("base64url");
}
