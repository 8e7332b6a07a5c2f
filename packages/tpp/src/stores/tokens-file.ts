import { replaceIn, type StoredTokens, type TokenStore, type VersionedTokens } from "../oauth/token-store.ts";
import { createQueue, readIfThere, replaceFile } from "./whole-file.ts";

/**
 * Tokens in one JSON file that its owner alone can read, for one process at a time: each change writes the file anew and
 * flushes it before it takes the old one's place, so that a kill leaves the one or the other. Methods throw when the file
 * is none of these, naming it, and when its folder is missing.
 */
export function createFileTokenStore(path: string): TokenStore {
  const inOrder = createQueue();
  return {
    read: (key) => inOrder(async () => (await read(path)).get(key)),
    replace: (key, expected, tokens) =>
      inOrder(async () => {
        const kept = await read(path);
        if (!replaceIn(kept, key, expected, tokens)) return false;
        await replaceFile(path, JSON.stringify(Object.fromEntries(kept)));
        return true;
      }),
  };
}

async function read(path: string): Promise<Map<string, VersionedTokens>> {
  const text = await readIfThere(path);
  if (text === undefined) return new Map();
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return new Map(entries.map(([key, entry]) => [key, entryOf(entry as VersionedTokens)]));
  } catch (cause) {
    throw new Error(`${path} is no file of tokens`, { cause });
  }
}

/** What JSON leaves out is undefined again. */
function entryOf({ version, tokens }: VersionedTokens): VersionedTokens {
  const { state, accessToken, refreshToken, expiresAt, scope, refreshingUntil } = tokens;
  const isEntry = Number.isInteger(version) && (state === "active" || state === "ended");
  if (!isEntry || typeof accessToken !== "string") throw new TypeError("an entry is not one of tokens");
  const whole: StoredTokens = { state, accessToken, refreshToken, expiresAt, scope, refreshingUntil };
  return { version, tokens: whole };
}
