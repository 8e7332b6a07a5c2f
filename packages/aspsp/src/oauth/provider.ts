import type { KoaContextWithOIDC, Provider as ProviderType } from "oidc-provider";
import { configurationOf, type ServerContext } from "./configuration.ts";
import { Provider } from "./load.ts";
import { paths } from "./metadata.ts";
import { isOdd, refuseOddForm } from "./odd-parameters.ts";
import { redirectUriAllowed } from "./redirect-uri.ts";

/** Answers come in the query, as the metadata says: the library's page for form_post repeats a POST, with a script of its own. */
class QueryOnlyProvider extends Provider {
  override registerResponseMode(...mode: Parameters<ProviderType["registerResponseMode"]>): void {
    if (mode[0] === "query") super.registerResponseMode(...mode);
  }
}

/** The library's server with the five rules of ours that its configuration has no place for. */
export function createProvider(context: ServerContext, redirectHosts: readonly string[]): ProviderType {
  const provider = new QueryOnlyProvider(context.issuer, configurationOf(context));
  // Addresses are taken from X-Forwarded-*, which the mount overwrites with the configured ones: never from Host.
  provider.proxy = true;
  const client = provider.Client.prototype as { redirectUriAllowed: (uri: string) => boolean };
  client.redirectUriAllowed = (uri) => {
    const ctx = Provider.ctx as KoaContextWithOIDC | undefined;
    const rules = ctx === undefined ? undefined : context.redirectRules.get(ctx);
    if (rules === undefined || typeof uri !== "string") return false;
    return redirectUriAllowed(uri, { ...rules, allowedHosts: redirectHosts });
  };
  provider.use(async (ctx, next) => {
    if (isOdd(ctx.querystring)) {
      ctx.status = 400;
      if (ctx.method === "POST") ctx.body = { error: "invalid_request" };
      else context.renderError(ctx as KoaContextWithOIDC, "invalid_request");
      return;
    }
    if (ctx.method === "POST") refuseOddForm(ctx.req);
    // The library would refuse a type with `token` in its name by a fragment, which is no mode here; `none` it just refuses.
    const type = ctx.query["response_type"];
    if (ctx.path === paths.authorize && type !== undefined && type !== "code") {
      ctx.query = { ...ctx.query, response_type: "none", response_mode: "query" };
    }
    await next();
  });
  provider.on("server_error", (_ctx, error) => context.log.error("oauth_failed", { error }));
  // Koa's own event, which the library's types leave out.
  (provider as NodeJS.EventEmitter).on("error", (error: unknown) => context.log.error("oauth_failed", { error }));
  return provider;
}
