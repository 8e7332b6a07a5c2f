import type { KoaContextWithOIDC } from "oidc-provider";
import { hashId } from "./store/hash.ts";
import type { Db } from "@tallystick/kit";
import type { OauthTables } from "./store/tables.ts";

/** The parameters of an authorization request that redirect-URI rules need, before the library has read them. */
export interface RequestedParameters {
  readonly scope?: string;
}

const urn = "urn:ietf:params:oauth:request_uri:";

/**
 * Reads the scope of the request in hand: from the query, the form body of a pushed request, or the stored pushed
 * request that the query refers to. The library asks whether a redirect URI is allowed in a synchronous call, so that
 * what the answer depends on has to be looked up while it looks up the client.
 */
export async function requestedParameters(ctx: KoaContextWithOIDC, db: Db<OauthTables>): Promise<RequestedParameters> {
  const body = (ctx.oidc as { body?: Record<string, unknown> }).body ?? {};
  const source = ctx.method === "POST" ? body : (ctx.query as Record<string, unknown>);
  const requestUri = source["request_uri"];
  if (typeof requestUri === "string" && requestUri.startsWith(urn)) {
    return pushedParameters(db, requestUri.slice(urn.length));
  }
  return pick(source);
}

async function pushedParameters(db: Db<OauthTables>, id: string): Promise<RequestedParameters> {
  const kind = "PushedAuthorizationRequest";
  const row = await db
    .selectFrom("oauth_record")
    .select("payload")
    .where("kind", "=", kind)
    .where("id_hash", "=", hashId(kind, id))
    .executeTakeFirst();
  const request = row?.payload["request"];
  if (typeof request !== "string") return {};
  // The library's own unsigned wrapping of what the authenticated client pushed.
  const claims = request.split(".")[1] ?? "";
  return pick(JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as Record<string, unknown>);
}

function pick(source: Record<string, unknown>): RequestedParameters {
  return typeof source["scope"] === "string" ? { scope: source["scope"] } : {};
}
