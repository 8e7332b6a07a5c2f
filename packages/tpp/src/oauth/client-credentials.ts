import { clientCredentialsGrantRequest, processClientCredentialsResponse } from "oauth4webapi";
import { systemClock, type Clock } from "../patterns/time.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { tokensOf } from "./authorize.ts";
import { clientOf } from "./client-auth.ts";
import type { OAuthContext, TokenSet } from "./context.ts";

/** The TPP's own token, with which no account holder has to do (RFC 6749, section 4.4). Throws OAuthError. */
export function clientCredentialsTokens(context: OAuthContext, scope?: string): Promise<TokenSet> {
  const { client, auth, options } = clientOf(context);
  const parameters: Record<string, string> = scope === undefined ? {} : { scope };
  return tokensOf(async () => {
    const response = await clientCredentialsGrantRequest(context.server, client, auth, parameters, options);
    return processClientCredentialsResponse(context.server, client, response);
  });
}

export interface ClientTokenOptions {
  readonly context: OAuthContext;
  readonly scope?: string;
  readonly clock?: Clock;
  /** How long before its end a token is no longer handed out; default 60,000 ms. */
  readonly refreshBeforeMs?: number;
}

/** Hands out the TPP's own token, a new one 60 s before it ends; one request in flight, however many callers. */
export function createClientTokenSource(options: ClientTokenOptions): { accessToken(): Promise<string> } {
  const { context, scope, clock = systemClock, refreshBeforeMs = 60_000 } = options;
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asked: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const from = clock.now().getTime();
    const { accessToken, expiresIn } = await clientCredentialsTokens(context, scope);
    // One that does not say when it ends is good for this call alone.
    kept = { token: accessToken, until: from + (expiresIn ?? 0) * 1_000 - refreshBeforeMs };
    return accessToken;
  }

  return {
    async accessToken() {
      if (kept !== undefined && clock.now().getTime() < kept.until) return kept.token;
      asked ??= ask().finally(() => (asked = undefined));
      return asked;
    },
  };
}

/** What token a bank wants before anything can be created there. */
export type TokenFirst =
  | { readonly kind: "none" }
  /** The TPP's own: `createClientTokenSource`. */
  | { readonly kind: "client_credentials" }
  /** The account holder's: `beginAuthorization` with this scope, before the consent or payment. */
  | { readonly kind: "pre_step"; readonly scope: string };

/** Reads it off the dialect, for payments or for consents. Throws a TypeError when a pre-step has no scope. */
export function tokenFirst(
  { clientCredentialsFirst, oauthPreStep, scopeForm }: Dialect,
  what: "payment" | "consent",
): TokenFirst {
  if (oauthPreStep) {
    if (scopeForm.preStep === undefined) throw new TypeError("scopeForm.preStep is missing in the dialect");
    return { kind: "pre_step", scope: scopeForm.preStep };
  }
  return clientCredentialsFirst && what === "consent" ? { kind: "client_credentials" } : { kind: "none" };
}
