import { handlerOf, type HttpHandler } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { answer, challengeAgain, logIn, pickAccount, pickMethod, refuse } from "./act.ts";
import { createPagesApp, seeOther, sendPage } from "./app.ts";
import { sendBack } from "./ending.ts";
import type { OauthReturn } from "./ports.ts";
import { cookieRules } from "./session/cookie.ts";
import { PageSessions } from "./session/session.ts";
import { showAccounts, showStep } from "./show.ts";
import type { PageTables } from "./tables.ts";
import { unknownPage } from "./views/ending.ts";
import { leaveNotice, openVisit, type FormName, type ScaPagesContext, type Visit } from "./visit.ts";

export interface ScaPagesDeps {
  readonly authorisation: AuthorisationDeps;
  /** "http://127.0.0.1:4080/rzb_ro": where browsers find the bank. */
  readonly pagesUrl: string;
  /** Secrets; the first one signs form tokens. */
  readonly cookieKeys: readonly string[];
  /** The authorization server, when the bank has one. */
  readonly back?: OauthReturn;
}

export interface ScaPages {
  /** Serves `<pagesUrl>/sca/...`. */
  readonly handler: HttpHandler;
  /** Removes sessions that have run out. */
  sweep(): Promise<void>;
}

/** The pages on which a PSU authorises a payment or an access at the bank. Everything works without scripts. */
export async function createScaPages(deps: ScaPagesDeps): Promise<ScaPages> {
  const { profile, log, random, clock, db } = deps.authorisation;
  const [formKey] = deps.cookieKeys;
  if (formKey === undefined) throw new TypeError("cookieKeys must hold at least one key");
  const pagesUrl = deps.pagesUrl.replace(/\/$/, "");
  const cookie = cookieRules(profile.providerId, pagesUrl);
  const sessions = new PageSessions({ db: db.withTables<PageTables>(), clock, random, cookie });
  const context: ScaPagesContext = {
    profile,
    log,
    random,
    pagesUrl,
    authorisation: deps.authorisation,
    sessions,
    formKey,
    back: deps.back,
  };
  const app = createPagesApp(context);
  addRoutes(app, context);
  return { handler: await handlerOf(app), sweep: () => sessions.sweep() };
}

type Act = (context: ScaPagesContext, visit: Visit) => Promise<FastifyReply>;

function addRoutes(app: FastifyInstance, context: ScaPagesContext): void {
  const base = `${new URL(context.pagesUrl).pathname.replace(/\/$/, "")}/sca/:authorisationId`;
  const visiting =
    (act: Act, touch = true) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const visit = await openVisit(context, request, reply, { touch });
      if (visit === undefined) return sendPage(context, reply, { page: unknownPage(), status: 404 });
      return act(context, visit);
    };
  app.get(base, visiting(showStep));
  app.get(`${base}/account`, visiting(showAccounts));
  app.get(`${base}/return`, visiting(goBack));
  // Asking whether something has happened is no activity of the PSU.
  app.get(`${base}/status`, visiting(tellStatus, false));
  const forms: Readonly<Record<FormName, Act>> = {
    login: logIn,
    account: pickAccount,
    method: pickMethod,
    challenge: challengeAgain,
    answer,
    refuse,
  };
  for (const [name, act] of Object.entries(forms)) app.post(`${base}/${name}`, visiting(inTime(act)));
}

/** A form that comes after the session has run out does nothing but lead to the login again. */
function inTime(act: Act): Act {
  return async (context, visit) => {
    if (!visit.browser.timedOut) return act(context, visit);
    await leaveNotice(context, visit, "logged_out");
    return seeOther(visit.reply, visit.url);
  };
}

async function goBack(context: ScaPagesContext, visit: Visit) {
  return visit.view.step === "ended" ? sendBack(context, visit) : seeOther(visit.reply, visit.url);
}

/** Only for the bound PSU's browser; anybody else is told to reload, and then sees what they may. */
async function tellStatus(_context: ScaPagesContext, visit: Visit) {
  const waiting = visit.psuId !== undefined && visit.view.step === "challenge";
  return visit.reply.header("content-type", "application/json").send(JSON.stringify({ waiting }));
}
