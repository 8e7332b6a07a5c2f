import { generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock, Db, HttpHandler, Log, Random } from "@tallystick/kit";
import type { JWK } from "oidc-provider";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { checkLogin } from "../authorisation/proof/login.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { renderPage } from "../sca-pages/layout.ts";
import { pageHeaders } from "../sca-pages/headers.ts";
import type { OauthReturn } from "../sca-pages/ports.ts";
import { cookieRules } from "../sca-pages/session/cookie.ts";
import { PageSessions } from "../sca-pages/session/session.ts";
import type { PageTables } from "../sca-pages/tables.ts";
import { faultPage } from "../sca-pages/views/ending.ts";
import type { CoreBanking } from "../spi/spi.ts";
import type { CertificateChecker } from "../tpp/certificate.ts";
import { callerOf } from "../tpp/connection.ts";
import type { Enrol } from "../tpp/enrol.ts";
import type { TppLimits } from "../tpp/limits.ts";
import type { TokenChecker } from "../tpp/token.ts";
import type { Tpp } from "../tpp/tpp.ts";
import { sweepRecords } from "./store/adapter.ts";
import { Clients } from "./store/clients.ts";
import type { RequestRules, ServerContext } from "./configuration.ts";
import { createConsentPages } from "./consent-pages.ts";
import { createOauthReturn, type InteractionDeps } from "./interaction.ts";
import { paths, serverMetadata } from "./metadata.ts";
import { createMount, ignoringRefusal, type Mount } from "./mount.ts";
import { createProvider } from "./provider.ts";
import { createLead } from "./lead.ts";
import type { OfferConsent, OfferDeps } from "./offer.ts";
import type { OauthTables } from "./store/tables.ts";
import { createTokenChecker } from "./tokens.ts";

export interface OauthDeps {
  readonly profile: BankProfile;
  readonly db: Db<BankSchema>;
  readonly spi: Pick<CoreBanking, "authenticatePsu">;
  readonly authorisation: AuthorisationDeps;
  /** Absent where consents are not chosen at the bank. */
  readonly offerConsent?: OfferConsent;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** "https://localhost:4443/rzb_ro" */
  readonly xs2aUrl: string;
  /** "http://127.0.0.1:4080/rzb_ro" */
  readonly pagesUrl: string;
  readonly cookieKeys: readonly string[];
  /**
   * Private keys for ES256. Tokens are opaque and there are no ID tokens, so that nothing is signed, but the library
   * insists on a key: without any, one is made up.
   */
  readonly signingKeys?: readonly JWK[] | undefined;
  /** Exact "host:port" pairs that redirect URIs may name although no certificate does. */
  readonly redirectHosts?: readonly string[];
  readonly checkCertificate: CertificateChecker;
  readonly enrol: Enrol;
  readonly limits: Pick<TppLimits, "enter">;
}

export interface Oauth {
  /** For the mutual-TLS listener: token, pushed requests, revocation, discovery. */
  readonly serveXs2a: Mount;
  /** For the pages' listener: authorize, the confirmation of plain scopes, discovery. */
  readonly servePages: Mount;
  /** For the guard of the XS2A interface. */
  readonly tokens: TokenChecker;
  /** For `createScaPages`. */
  readonly back: OauthReturn;
  /** Removes what has expired. */
  sweep(): Promise<void>;
}

/** The bank's authorization server: OAuth 2.0 for TPPs that are known by their certificate. */
export async function createOauth(deps: OauthDeps): Promise<Oauth> {
  // Each standard has its own resources, its own authorization server and its own tokens.
  const { path: standardPath } = rulesOf(deps.profile);
  const issuer = deps.xs2aUrl.replace(/\/$/, "") + standardPath;
  const pagesUrl = deps.pagesUrl.replace(/\/$/, "");
  const { db, clock } = deps;
  const own = db.withTables<OauthTables>();
  const clients = new Clients(deps);
  const callers = new WeakMap<IncomingMessage, Tpp>();
  const context = contextOf(deps, { clients, callers, issuer, pagesUrl });
  const provider = createProvider(context, deps.redirectHosts ?? []);
  const interaction: InteractionDeps = {
    db: own,
    clock,
    provider,
    issuer,
    timeZone: deps.profile.timeZone ?? "UTC",
    consentLifetimes: rulesOf(deps.profile).lifetimes,
  };
  const consentPages = await createConsentPages({
    ...pagesDeps(deps, pagesUrl),
    interaction,
    offer: offerDeps(deps),
    clients,
    // Counted together with the logins of payments (row S1).
    authenticate: (login, secret) => checkLogin(deps, { login, secret }),
  });
  const identify = ignoringRefusal(async (req, res) => {
    const tpp = await callerOf(deps.checkCertificate, req, res);
    await deps.enrol(tpp);
    await clients.remember(tpp);
    callers.set(req, tpp);
  });
  const admit = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const tpp = callers.get(req);
    if (tpp !== undefined) await deps.limits.enter(tpp.tppId, res);
  };
  const pagesBase = pagesUrl + standardPath;
  const library = provider.callback() as unknown as HttpHandler;
  const shared = { issuer, metadata: serverMetadata({ xs2aBase: issuer, pagesBase }), library, log: deps.log };
  const xs2aRoutes = [paths.token, paths.pushed, paths.revoke].map((path) => ({ method: "POST" as const, path }));
  const authorize = createMount({
    ...shared,
    base: pagesBase,
    routes: [{ method: "GET", path: paths.authorize, below: true }],
  });
  const consentPrefix = `${new URL(pagesUrl).pathname.replace(/\/$/, "")}/oauth/confirm/`;
  return {
    serveXs2a: createMount({ ...shared, base: issuer, routes: xs2aRoutes, identify, admit }),
    servePages: (req, res) => {
      if (authorize(req, res)) return true;
      if (!(req.url ?? "").startsWith(consentPrefix)) return false;
      consentPages(req, res);
      return true;
    },
    tokens: createTokenChecker({ db: own, clock, profile: deps.profile }),
    back: createOauthReturn(interaction),
    sweep: () => sweepRecords(own, clock.now()),
  };
}

function contextOf(
  deps: OauthDeps,
  own: Pick<ServerContext, "clients" | "callers" | "issuer"> & { readonly pagesUrl: string },
): ServerContext {
  const { db, clock, random, log, cookieKeys } = deps;
  const { subjects } = deps.authorisation;
  const { pagesUrl, ...kept } = own;
  return {
    ...kept,
    db,
    clock,
    random,
    log,
    subjects,
    cookieKeys,
    signingKeys: deps.signingKeys?.length ? deps.signingKeys : [madeUpKey()],
    providerId: deps.profile.providerId,
    secure: pagesUrl.startsWith("https:"),
    redirectRules: new WeakMap<object, RequestRules>(),
    grantLives: new WeakMap<object, number>(),
    interactionUrl: createLead({ ...deps, subjects, pagesUrl, offersConsents: deps.offerConsent !== undefined }),
    renderError: (ctx, code) => renderError(deps, ctx, code),
  };
}

function offerDeps({ db, clock, authorisation, offerConsent }: OauthDeps): OfferDeps | undefined {
  if (offerConsent === undefined) return undefined;
  const identify: OfferDeps["identify"] = (input) => identifyPsu(authorisation, input);
  return { db: db.withTables<OauthTables>(), clock, offerConsent, identify };
}

function madeUpKey(): JWK {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" } as JWK;
}

function pagesDeps(deps: OauthDeps, pagesUrl: string) {
  const [formKey] = deps.cookieKeys;
  if (formKey === undefined) throw new TypeError("cookieKeys must hold at least one key");
  const { profile, log, random, clock } = deps;
  const cookie = cookieRules(profile.providerId, pagesUrl);
  const sessions = new PageSessions({ db: deps.db.withTables<PageTables>(), clock, random, cookie });
  return { profile, log, random, clock, pagesUrl, formKey, sessions };
}

/** Shown where no redirect is safe: the client or its redirect URI is not known to be right (row O1). */
function renderError(deps: OauthDeps, ctx: Parameters<ServerContext["renderError"]>[0], code: string): void {
  const nonce = deps.random.token(16);
  ctx.set(pageHeaders({ nonce, https: deps.pagesUrl.startsWith("https:") }));
  const text = `The request of the application that sent you here cannot be answered (${code}). Nothing was done. Go back and start again there.`;
  ctx.body = renderPage(deps.profile, faultPage({ title: "This does not work", text }), nonce);
}
