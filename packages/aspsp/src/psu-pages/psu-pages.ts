import { handlerOf, type Clock, type Db, type HttpHandler, type Log, type Random } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { createPagesApp } from "../sca-pages/app.ts";
import { cookieRules } from "../sca-pages/session/cookie.ts";
import { PageSessions } from "../sca-pages/session/session.ts";
import type { PageTables } from "../sca-pages/tables.ts";
import type { CoreBanking } from "../spi/spi.ts";
import { revoke, showConsent, showEnded, showOpen } from "./consents.ts";
import { logIn, logOut, showLogin } from "./login.ts";
import { showPayments } from "./payments.ts";
import { leadToLogin, openVisit, type OwnVisit, type PsuPagesContext, type Visit } from "./visit.ts";

export interface PsuPagesDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly profile: BankProfile;
  readonly spi: Pick<CoreBanking, "authenticatePsu">;
  /** "http://127.0.0.1:4080/rzb_ro": where browsers find the bank. */
  readonly pagesUrl: string;
  /** Secrets; the first one signs form tokens. */
  readonly cookieKeys: readonly string[];
}

/** Takes the request and returns true when its path is `<pagesUrl>/access` or below it. */
export type PsuPages = (...exchange: Parameters<HttpHandler>) => boolean;

/** Where account holders see what they have allowed and what was paid through TPPs. Everything works without scripts. */
export async function createPsuPages(deps: PsuPagesDeps): Promise<PsuPages> {
  const { db, clock, random, log, profile, spi } = deps;
  const [formKey] = deps.cookieKeys;
  if (formKey === undefined) throw new TypeError("cookieKeys must hold at least one key");
  const pagesUrl = deps.pagesUrl.replace(/\/$/, "");
  const cookie = cookieRules(profile.providerId, pagesUrl);
  const sessions = new PageSessions({ db: db.withTables<PageTables>(), clock, random, cookie });
  const context: PsuPagesContext = { db, clock, random, log, profile, spi, pagesUrl, formKey, sessions };
  const app = createPagesApp(context);
  const base = `${new URL(pagesUrl).pathname.replace(/\/$/, "")}/access`;
  addRoutes(app, context, base);
  const handler = await handlerOf(app);
  return (req, res) => {
    const [path = ""] = (req.url ?? "").split("?", 1);
    if (path !== base && !path.startsWith(`${base}/`)) return false;
    handler(req, res);
    return true;
  };
}

type Act<Of extends Visit> = (context: PsuPagesContext, visit: Of) => Promise<FastifyReply>;

function addRoutes(app: FastifyInstance, context: PsuPagesContext, base: string): void {
  const visiting = (act: Act<Visit>) => async (request: FastifyRequest, reply: FastifyReply) =>
    act(context, await openVisit(context, request, reply));
  const looking = (act: Act<OwnVisit>) => visiting(asPsu(act, showLogin));
  app.get(base, looking(showOpen));
  app.get(`${base}/ended`, looking(showEnded));
  app.get(`${base}/consents/:consentId`, looking(showConsent));
  app.post(`${base}/consents/:consentId/revoke`, visiting(asPsu(revoke, leadToLogin)));
  app.get(`${base}/payments`, looking(showPayments));
  app.post(`${base}/login`, visiting(logIn));
  app.post(`${base}/logout`, visiting(logOut));
}

function asPsu(act: Act<OwnVisit>, otherwise: Act<Visit>): Act<Visit> {
  return async (context, visit) => {
    const { psuId } = visit.browser;
    return psuId === undefined ? otherwise(context, visit) : act(context, { ...visit, psuId });
  };
}
