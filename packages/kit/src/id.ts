import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** Where ids and secrets come from, so that a test can fix them. */
export interface Random {
  /** An identifier, never a secret. */
  uuid(): string;
  /** A secret of that many random bytes (default 32), as base64url. */
  token(bytes?: number): string;
  /** A whole number from 0 to `below` - 1, uniformly. */
  int(below: number): number;
}

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  token: (bytes = 32) => randomBytes(bytes).toString("base64url"),
  int: (below) => randomInt(below),
};
