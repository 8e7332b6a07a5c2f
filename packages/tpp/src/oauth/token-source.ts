import { BankError } from "../client/bank-error.ts";
import { systemClock, systemSleep, type Clock, type Sleep } from "../patterns/time.ts";
import type { OAuthContext, TokenSet } from "./context.ts";
import { revokeToken } from "./revoke.ts";
import { isGood, keptForm, readTokens, refreshStored } from "./stored-refresh.ts";
import type { TokenStore } from "./token-store.ts";

export interface TokenSourceOptions {
  readonly store: TokenStore;
  readonly context: OAuthContext;
  /** Under which `storeTokens` has put the tokens. */
  readonly key: string;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  /** How long before its end an access token is refreshed; default 60,000 ms. */
  readonly refreshBeforeMs?: number;
}

export interface TokenSource {
  /**
   * A token that holds for another 60 s, refreshed first where it does not. Throws OAuthError: `token_missing`,
   * `token_expired`, `token_ended`, `token_failed`.
   */
  accessToken(): Promise<string>;
  /**
   * Calls with a token. When the bank calls it expired (`TOKEN_EXPIRED`, its clock being ahead of ours) it is refreshed and
   * the call repeated, once. Give the call a `requestId` of its own, so that both tries are one intent.
   */
  withToken<T>(call: (accessToken: string) => Promise<T>): Promise<T>;
  /** Ends the authorization at the bank, then here. Throws OAuthError `not_offered` or `revocation_failed`. */
  revoke(): Promise<void>;
}

/** Keeps the tokens of a finished authorization, whatever was kept under that key. */
export async function storeTokens(
  store: TokenStore,
  key: string,
  tokens: TokenSet,
  clock = systemClock,
): Promise<void> {
  const kept = keptForm(tokens, clock.now());
  for (;;) {
    const found = await store.read(key);
    if (await store.replace(key, found?.version ?? 0, kept)) return;
  }
}

/**
 * Hands out the access token of one authorization. However many callers, and processes over one store, there is one
 * refresh in flight; its answer is stored before anybody gets the new access token, since a rotated refresh token that is
 * lost ends the authorization. `invalid_grant` marks the tokens ended and is not tried again.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { store, context, key } = options;
  const at = { clock: systemClock, sleep: systemSleep, refreshBeforeMs: 60_000, ...options };
  let running: Promise<string> | undefined;

  async function good(refused?: string): Promise<string> {
    const { tokens } = await readTokens(at);
    if (isGood(at, tokens, at.refreshBeforeMs, refused)) return tokens.accessToken;
    running ??= refreshStored(at, refused).finally(() => (running = undefined));
    return running;
  }

  return {
    accessToken: () => good(),

    async withToken(call) {
      const first = await good();
      try {
        return await call(first);
      } catch (error) {
        if (!isExpired(error)) throw error;
      }
      return call(await good(first));
    },

    async revoke() {
      const { tokens } = await readTokens(at);
      await revokeToken(context, tokens.refreshToken ?? tokens.accessToken);
      for (;;) {
        const found = await store.read(key);
        if (found === undefined || found.tokens.state === "ended") return;
        if (await store.replace(key, found.version, { ...found.tokens, state: "ended" })) return;
      }
    },
  };
}

/** 401 in the standard, 403 at some banks. */
function isExpired(error: unknown): boolean {
  return error instanceof BankError && error.code === "TOKEN_EXPIRED";
}
