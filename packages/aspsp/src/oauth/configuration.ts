import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Log } from "@tallystick/kit";
import type { Adapter, AdapterPayload, Configuration, JWK, KoaContextWithOIDC } from "oidc-provider";
import type { Tpp } from "../tpp/tpp.ts";
import { noSession, RecordAdapter } from "./store/adapter.ts";
import { clientMetadata, type Clients } from "./store/clients.ts";
import { lifetimes } from "./lifetimes.ts";
import { errors, interactionPolicy, Provider } from "./load.ts";
import { paths } from "./metadata.ts";
import { requestedParameters } from "./requested.ts";
import { parseScope, rolesOf } from "./scope.ts";
import { secondsLeft } from "./store/grants.ts";
import { findResource, type ResourceDeps } from "./store/resources.ts";
import type { OauthTables } from "./store/tables.ts";

export interface ServerContext extends ResourceDeps {
  readonly log: Log;
  readonly clients: Clients;
  readonly cookieKeys: readonly string[];
  readonly signingKeys: readonly JWK[];
  readonly providerId: string;
  /** The issuer: ".../rzb_ro/xs2a/berlin/1.3". It also names the resource that tokens are for. */
  readonly issuer: string;
  readonly secure: boolean;
  /** Who calls, for requests on the mutual-TLS listener whose certificate has been accepted. */
  readonly callers: WeakMap<IncomingMessage, Tpp>;
  /** What the redirect URI of the request in hand is held against; see `redirectRulesOf`. */
  readonly redirectRules: WeakMap<object, RequestRules>;
  /** The seconds that the grant of the token request in hand has left. */
  readonly grantLives: WeakMap<object, number>;
  /** Where the PSU decides on an authorization request. */
  interactionUrl(interaction: { uid: string; params: Record<string, unknown> }): Promise<string>;
  renderError(ctx: KoaContextWithOIDC, code: string): void;
}

export interface RequestRules {
  readonly certificateHosts: readonly string[];
  readonly ofResource?: string;
}

/** What oidc-provider is told to be: an authorization server for enrolled TPPs and nothing else. */
export function configurationOf(context: ServerContext): Configuration {
  const own = context.db.withTables<OauthTables>();
  const cookie = (name: string) => `${context.secure ? "__Secure-" : ""}${context.providerId}_oauth_${name}`;
  const sharedCookie = { httpOnly: true, sameSite: "lax", signed: true, secure: context.secure } as const;
  return {
    adapter: (kind: string): Adapter => {
      if (kind === "Session") return noSession;
      if (kind === "Client") return clientAdapter(context);
      return new RecordAdapter({ db: own, clock: context.clock }, kind);
    },
    // No page of another site has business here: `mount.ts` sends no header that would let one read an answer (L12).
    clientBasedCORS: () => true,
    clientAuthMethods: ["tls_client_auth"],
    clockTolerance: 0,
    cookies: {
      keys: [...context.cookieKeys],
      names: { session: cookie("session"), interaction: cookie("interaction"), resume: cookie("resume") },
      long: sharedCookie,
      short: sharedCookie,
    },
    jwks: { keys: [...context.signingKeys] },
    features: featuresOf(context),
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: {
      policy: [policyPrompt("login"), policyPrompt("consent")],
      url: (_ctx, interaction) => context.interactionUrl(interaction),
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    expiresWithSession: async () => false,
    // Decision 14, as FAPI 2.0 has it: rotation gains nothing for authenticated clients and loses tokens in races.
    rotateRefreshToken: false,
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    pkce: { required: () => true },
    renderError: (ctx, out) => context.renderError(ctx, out.error),
    responseTypes: ["code"],
    routes: {
      authorization: paths.authorize,
      token: paths.token,
      pushed_authorization_request: paths.pushed,
      revocation: paths.revoke,
    },
    scopes: [],
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.accessToken,
      AuthorizationCode: lifetimes.code,
      Grant: lifetimes.grant,
      Interaction: lifetimes.interaction,
      // It ends with its grant, and that with the consent.
      RefreshToken: (ctx) => context.grantLives.get(ctx) ?? 1,
      Session: lifetimes.interaction,
    },
  };
}

function featuresOf(context: ServerContext): NonNullable<Configuration["features"]> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    dPoP: { enabled: false },
    claimsParameter: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    mTLS: {
      enabled: true,
      certificateBoundAccessTokens: true,
      tlsClientAuth: true,
      getCertificate: (ctx) => {
        const { socket } = ctx.req;
        return socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
      },
      certificateAuthorized: (ctx) => context.callers.has(ctx.req),
      certificateSubjectMatches: (ctx, _property, expected) => context.callers.get(ctx.req)?.tppId === expected,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => context.issuer,
      useGrantedResource: () => true,
      getResourceServerInfo: async (ctx, resource, client) => {
        if (resource !== context.issuer) throw new errors.InvalidTarget();
        const scope = await admittedScope(context, ctx, client.clientId);
        const accessTokenTTL = Math.min(lifetimes.accessToken, await grantLife(context, ctx));
        return { scope, audience: resource, accessTokenFormat: "opaque", accessTokenTTL };
      },
    },
  };
}

/** The PSU is asked at every authorization; the answer to this very request is all that counts. */
function policyPrompt(name: "login" | "consent") {
  const { Prompt, Check } = interactionPolicy;
  return new Prompt(
    { name, requestable: true },
    new Check("psu_decides", "the account holder has to decide", (ctx) => ctx.oidc.result?.[name] === undefined),
  );
}

/**
 * Enrolled TPPs are the clients. Looking one up is also where the rules for the request's redirect URI are fetched
 * (decision 13): the library compares in a synchronous call.
 */
function clientAdapter(context: ServerContext): Adapter {
  const own = context.db.withTables<OauthTables>();
  return {
    ...noSession,
    find: async (tppId: string): Promise<AdapterPayload | undefined> => {
      const client = await context.clients.find(tppId);
      if (client === undefined) return undefined;
      const ctx = Provider.ctx as KoaContextWithOIDC | undefined;
      if (ctx !== undefined) {
        const scope = parseScope((await requestedParameters(ctx, own)).scope);
        const resource = scope.kind === "bound" ? await findResource(context, { tppId, ...scope }) : undefined;
        context.redirectRules.set(ctx, {
          certificateHosts: client.hosts,
          ...(resource?.redirectUri === undefined ? {} : { ofResource: resource.redirectUri }),
        });
      }
      return clientMetadata(client);
    },
  };
}

/** The scope that may be given here and now; anything else is refused, never silently dropped (row O15). */
async function admittedScope(context: ServerContext, ctx: KoaContextWithOIDC, tppId: string): Promise<string> {
  const { entities, params, route } = ctx.oidc;
  const granted = entities.AuthorizationCode?.scope ?? entities.RefreshToken?.scope;
  const text = granted ?? (typeof params?.["scope"] === "string" ? params["scope"] : "");
  const scope = parseScope(text);
  if (scope.kind === "invalid") throw new errors.InvalidScope(scope.reason, text.slice(0, 200));
  const roles = context.callers.get(ctx.req)?.roles ?? (await context.clients.find(tppId))?.roles;
  const missing = rolesOf(scope).find((role) => roles !== undefined && !roles.includes(role));
  if (missing !== undefined) throw new errors.InvalidScope(`the certificate lacks the role ${missing}`, text);
  const isRequest = route === "authorization" || route === "pushed_authorization_request";
  if (scope.kind === "bound" && isRequest && (await findResource(context, { tppId, ...scope })) === undefined) {
    // Another TPP's is as unknown as one that never was.
    throw new errors.InvalidScope("the scope names no resource of this client", text);
  }
  return text;
}

/** At the token endpoint the seconds that the grant has left, kept for the refresh token; elsewhere nothing limits. */
async function grantLife(context: ServerContext, ctx: KoaContextWithOIDC): Promise<number> {
  const grantId = ctx.oidc.entities.Grant?.jti;
  if (ctx.oidc.route !== "token" || grantId === undefined) return lifetimes.accessToken;
  const now = context.clock.now();
  const seconds = await secondsLeft(context.db.withTables<OauthTables>(), { grantId, now });
  if (seconds < 1) throw new errors.InvalidGrant("the grant has ended");
  context.grantLives.set(ctx, seconds);
  return seconds;
}
