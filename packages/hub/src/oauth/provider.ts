import type { KoaContextWithOIDC, Provider as ProviderType } from "oidc-provider";
import { matchesSecret } from "../client/secret.ts";
import { addressOf, configurationOf, visitOf, type ServerContext } from "./configuration.ts";
import { Provider } from "./load.ts";

interface OauthError {
  error: string;
  error_description?: string;
}

/** How the library words what is a failure to prove who one is, and answers as a malformed request (row O11). */
const failedProofs: ReadonlySet<string | undefined> = new Set([
  "client_id mismatch",
  "invalid client_assertion format",
]);

/** The library's server with the rules of ours that its configuration has no place for. */
export function createProvider(context: ServerContext): ProviderType {
  const provider = new Provider(context.addresses.issuer, configurationOf(context));
  // Addresses are taken from X-Forwarded-*, which the mount overwrites with the configured ones: never from Host.
  provider.proxy = true;
  const client = provider.Client.prototype as {
    clientSecret?: string;
    compareClientSecret: (given: string) => boolean;
  };
  client.compareClientSecret = function compare(this: typeof client, given: string): boolean {
    return matchesSecret(given, this.clientSecret);
  };
  provider.use(async (ctx, next) => {
    await next();
    countProof(context, ctx as KoaContextWithOIDC);
  });
  provider.on("server_error", (_ctx, error) => context.log.error("oauth_failed", { error }));
  // Koa's own event, which the library's types leave out.
  (provider as NodeJS.EventEmitter).on("error", (error: unknown) => context.log.error("oauth_failed", { error }));
  return provider;
}

/**
 * Counts what did not prove its client (row O19). It runs once the answer is made and awaits nothing: of guesses at the
 * same time each meets those before it, and from the limit on right and wrong ones get the same answer.
 */
function countProof(context: ServerContext, ctx: KoaContextWithOIDC): void {
  const answer = ctx.body as Partial<OauthError> | undefined;
  if (answer?.error === "invalid_request" && failedProofs.has(answer.error_description)) {
    ctx.status = 401;
    ctx.body = { error: "invalid_client", error_description: "client authentication failed" };
  }
  const { clientId } = visitOf(context, ctx);
  if (clientId === undefined || ctx.status === 429 || ctx.status >= 500) return;
  const pause = context.limits.pauseAfterWrongSecrets(clientId, addressOf(ctx));
  if (pause !== undefined) {
    ctx.status = 429;
    ctx.set("retry-after", String(pause));
    ctx.body = { error: "temporarily_unavailable", error_description: "too many wrong credentials: wait" };
  } else if (ctx.status === 401) {
    context.limits.noteWrongSecret(clientId, addressOf(ctx));
  }
}
