import { createHash } from "node:crypto";

/** How a token or a `jti` stands in its table; tokens are random and long, so that a plain hash cannot be searched. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
