import type { Clock, Sleep } from "../patterns/time.ts";
import type { OAuthContext, TokenSet } from "./context.ts";
import { OAuthError } from "./oauth-error.ts";
import { refreshTokens } from "./refresh.ts";
import type { StoredTokens, TokenStore, VersionedTokens } from "./token-store.ts";

export interface StoredRefresh {
  readonly store: TokenStore;
  readonly context: OAuthContext;
  readonly key: string;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly refreshBeforeMs: number;
}

/** How long one process may take to refresh before another one tries; longer than the transport waits. */
const leaseMs = 30_000;
const lookAgainMs = 200;

/** Throws OAuthError `token_missing` or `token_ended`. */
export async function readTokens({ store, key }: Pick<StoredRefresh, "store" | "key">): Promise<VersionedTokens> {
  const found = await store.read(key);
  if (found === undefined) throw new OAuthError("token_missing", "no tokens are stored under this key");
  if (found.tokens.state === "ended") throw ended();
  return found;
}

/** `refused`: the access token that the bank has called expired, whatever its date. */
export function isGood(at: Pick<StoredRefresh, "clock">, tokens: StoredTokens, ms: number, refused?: string): boolean {
  const { accessToken, expiresAt } = tokens;
  if (accessToken === refused) return false;
  return expiresAt === undefined || at.clock.now().getTime() + ms < Date.parse(expiresAt);
}

/** An access token that holds, refreshed under a claim in the store, so that of several processes one asks the bank. */
export async function refreshStored(at: StoredRefresh, refused: string | undefined): Promise<string> {
  for (;;) {
    const found = await readTokens(at);
    const { tokens } = found;
    if (isGood(at, tokens, at.refreshBeforeMs, refused)) return tokens.accessToken;
    const { refreshToken, refreshingUntil } = tokens;
    if (refreshToken === undefined) {
      if (isGood(at, tokens, 0, refused)) return tokens.accessToken;
      throw new OAuthError("token_expired", "the access token has expired and there is no refresh token");
    }
    const now = at.clock.now().getTime();
    if (refreshingUntil !== undefined && now < Date.parse(refreshingUntil)) {
      await at.sleep(lookAgainMs);
      continue;
    }
    const claim = new Date(now + leaseMs).toISOString();
    const isOurs = await at.store.replace(at.key, found.version, { ...tokens, refreshingUntil: claim });
    const fresh = isOurs ? await exchanged(at, tokens, refreshToken, refused) : undefined;
    if (fresh !== undefined) return fresh;
  }
}

/** Stored before it is answered; undefined when another process has got there first: look again. */
async function exchanged(
  at: StoredRefresh,
  tokens: StoredTokens,
  refreshToken: string,
  refused: string | undefined,
): Promise<string | undefined> {
  const from = at.clock.now();
  try {
    const fresh = await refreshTokens(at.context, refreshToken);
    const kept = keptForm({ ...fresh, scope: fresh.scope ?? tokens.scope }, from);
    return (await settle(at, refreshToken, kept)) ? fresh.accessToken : undefined;
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    const isEnd = cause.code === "invalid_grant";
    const left: StoredTokens = { ...tokens, refreshingUntil: undefined, state: isEnd ? "ended" : "active" };
    const isLeft = await settle(at, refreshToken, left);
    if (isEnd && !isLeft) return undefined;
    if (isEnd) throw ended(cause);
    if (isGood(at, tokens, 0, refused)) return tokens.accessToken;
    throw cause;
  }
}

/** Stores what came of an exchange, unless tokens of another exchange have taken their place. */
async function settle({ store, key }: StoredRefresh, exchangedToken: string, next: StoredTokens): Promise<boolean> {
  for (;;) {
    const found = await store.read(key);
    const isSame = found?.tokens.state === "active" && found.tokens.refreshToken === exchangedToken;
    if (found === undefined || !isSame) return false;
    if (await store.replace(key, found.version, next)) return true;
  }
}

function ended(cause?: unknown): OAuthError {
  return new OAuthError("token_ended", "the bank has ended this authorization", cause === undefined ? {} : { cause });
}

export function keptForm({ accessToken, refreshToken, expiresIn, scope }: TokenSet, from: Date): StoredTokens {
  const expiresAt = expiresIn === undefined ? undefined : new Date(from.getTime() + expiresIn * 1_000).toISOString();
  return { state: "active", accessToken, refreshToken, expiresAt, scope, refreshingUntil: undefined };
}
