import type { IncomingMessage } from "node:http";
import type { Clock, Db, Log } from "@tallystick/kit";
import type { Adapter, AdapterPayload, Configuration, KoaContextWithOIDC } from "oidc-provider";
import type { Clients } from "../client/clients.ts";
import type { ClientLimits } from "../client/limits.ts";
import { rulesOf, signatureAlgorithms } from "../client/profile.ts";
import { scopes } from "../client/scope.ts";
import { matchesSecret } from "../client/secret.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { tokenPath, type OauthAddresses } from "./addresses.ts";
import { assertionFault, clockSkew } from "./assertion.ts";
import { errors, Provider } from "./load.ts";
import { limited, refusal } from "./refusal.ts";
import { assertionAdapter, nothingKept, tokenAdapter } from "./store/adapters.ts";

export interface ServerContext {
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
  readonly log: Log;
  readonly clients: Clients;
  readonly limits: ClientLimits;
  readonly addresses: OauthAddresses;
  readonly signingKey: Record<string, unknown>;
  /** What others date their assertions by; unlike `clock`, nobody moves it. */
  readonly machineClock: Clock;
  /** What is known of the request in hand. */
  readonly visits: WeakMap<IncomingMessage, Visit>;
}

export interface Visit {
  /** Whom the request says it comes from. */
  clientId?: string;
  /** The key of its assertion, once that was found right. */
  kid?: string;
}

/** How long an access token lives, in seconds. */
const tokenSeconds = 900;

/** What oidc-provider is told to be: a token endpoint for the client credentials grant, and nothing else. */
export function configurationOf(context: ServerContext): Configuration {
  return {
    adapter: (kind: string): Adapter => {
      if (kind === "Client") return clientAdapter(context);
      if (kind === "ClientCredentials") return limitedTokens(context);
      if (kind === "ReplayDetection") return assertionAdapter(context, context.machineClock);
      return nothingKept;
    },
    clientBasedCORS: () => false,
    clientAuthMethods: ["private_key_jwt", "client_secret_post", "client_secret_basic"],
    enabledJWA: { clientAuthSigningAlgValues: [...signatureAlgorithms] },
    clockTolerance: clockSkew,
    cookies: { keys: ["no cookie is ever set"] },
    jwks: { keys: [context.signingKey as never] },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      claimsParameter: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
    },
    assertJwtClientAuthClaimsAndHeader: async (ctx, claims, header, client) => {
      const known = await context.clients.find(client.clientId);
      if (known === undefined) throw new errors.InvalidClientAuth("the client is gone");
      const { issuer, tokenEndpoint } = context.addresses;
      const now = context.machineClock.now();
      const rules = { clientId: client.clientId, profile: known.profile, issuer, tokenEndpoint, now };
      const fault = assertionFault(claims, header, rules);
      // Only who has the key learns what is wrong.
      if (fault !== undefined) throw refusal("invalid_client", `client assertion: ${fault}`, 401);
      visitOf(context, ctx).kid = header["kid"] as string;
    },
    renderError: (ctx, out) => {
      ctx.body = out;
    },
    responseTypes: [],
    routes: { token: tokenPath },
    scopes: [...scopes],
    ttl: { ClientCredentials: tokenSeconds },
  };
}

export function visitOf({ visits }: ServerContext, { req }: Pick<KoaContextWithOIDC, "req">): Visit {
  const known = visits.get(req);
  if (known !== undefined) return known;
  const visit: Visit = {};
  visits.set(req, visit);
  return visit;
}

function current(): KoaContextWithOIDC {
  const ctx = Provider.ctx as KoaContextWithOIDC | undefined;
  if (ctx === undefined) throw new TypeError("there is no request in hand");
  return ctx;
}

/** Looks a client up as what the request in hand wants to prove itself by: its keys, or its secret where the profile takes one. */
function clientAdapter(context: ServerContext): Adapter {
  return {
    ...nothingKept,
    find: async (clientId: string): Promise<AdapterPayload | undefined> => {
      // Longer than any id: it is nobody's, and is not remembered either.
      if (clientId.length > 128) return undefined;
      const ctx = current();
      visitOf(context, ctx).clientId = clientId;
      const pause = context.limits.pauseAfterWrongSecrets(clientId, addressOf(ctx));
      if (pause !== undefined) throw limited(ctx, pause);
      const found = await context.clients.credentialsOf(clientId);
      if (found === undefined) {
        // An unknown client costs what a wrong secret costs (row O19).
        matchesSecret("", undefined);
        return undefined;
      }
      const { client, secretHash } = found;
      const shared = {
        client_id: clientId,
        client_name: client.name,
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        scope: client.scopes.join(" "),
        // The library's default would ask for a key that it does not have.
        id_token_signed_response_alg: "ES256",
      };
      if (ctx.oidc.params?.["client_assertion"] !== undefined) {
        const keys = await context.clients.keys.list(clientId);
        if (keys.length === 0) return undefined;
        return {
          ...shared,
          token_endpoint_auth_method: "private_key_jwt",
          jwks: { keys: [...keys] },
        } as AdapterPayload;
      }
      if (!rulesOf(client.profile).secret || secretHash === undefined) return undefined;
      return {
        ...shared,
        token_endpoint_auth_method: "client_secret_post",
        client_secret: secretHash,
      } as AdapterPayload;
    },
  };
}

export function addressOf({ req }: Pick<KoaContextWithOIDC, "req">): string {
  return req.socket.remoteAddress ?? "";
}

/** Tokens count as calls of their client (hub-api section 1). */
function limitedTokens(context: ServerContext): Adapter {
  const tokens = tokenAdapter(context, () => visitOf(context, current()).kid);
  return {
    ...tokens,
    upsert: async (id, payload, expiresIn) => {
      const admission = context.limits.enter(payload.clientId ?? "");
      if (admission.kind === "refused") throw limited(current(), admission.retryAfter);
      try {
        await tokens.upsert(id, payload, expiresIn);
      } finally {
        admission.leave();
      }
    },
  };
}
