/** Tokens of one authorization as they are kept. All are secrets. */
export interface StoredTokens {
  /** `ended`: the bank takes its refresh token no more, or it was revoked; the account holder must authorise anew. */
  readonly state: "active" | "ended";
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** UTC, ISO 8601; undefined where the bank did not say. */
  readonly expiresAt: string | undefined;
  readonly scope: string | undefined;
  /** While somebody refreshes: until when (UTC, ISO 8601) the others leave it to them. */
  readonly refreshingUntil: string | undefined;
}

/** Counts the changes of one key from 1. */
export interface VersionedTokens {
  readonly version: number;
  readonly tokens: StoredTokens;
}

/** Where tokens are kept, by a key that the application chooses: one per bank and consent, for instance. */
export interface TokenStore {
  read(key: string): Promise<VersionedTokens | undefined>;
  /**
   * Keeps `tokens` if the version kept is still `expected` (0: none), and says whether it was. What it has answered true
   * to survives the process where the store is to survive it.
   */
  replace(key: string, expected: number, tokens: StoredTokens): Promise<boolean>;
}

/** For tests, and for processes whose tokens may end with them. */
export function createMemoryTokenStore(): TokenStore {
  const kept = new Map<string, VersionedTokens>();
  return {
    read: async (key) => kept.get(key),
    replace: async (key, expected, tokens) => replaceIn(kept, key, expected, tokens),
  };
}

export function replaceIn(
  kept: Map<string, VersionedTokens>,
  key: string,
  expected: number,
  tokens: StoredTokens,
): boolean {
  if ((kept.get(key)?.version ?? 0) !== expected) return false;
  kept.set(key, { version: expected + 1, tokens });
  return true;
}
