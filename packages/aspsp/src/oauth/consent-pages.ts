import { createHash } from "node:crypto";
import { handlerOf, type HttpHandler } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html } from "hono/html";
import { createPagesApp, PageFault, seeOther, sendPage, type PagesAppDeps } from "../sca-pages/app.ts";
import { originsOf } from "../sca-pages/headers.ts";
import { isAtField, noticeText } from "../sca-pages/notices.ts";
import { readCookie, serialiseCookie } from "../sca-pages/session/cookie.ts";
import { formTokenFits, makeFormToken } from "../sca-pages/session/form-token.ts";
import { isSameOrigin } from "../sca-pages/session/same-origin.ts";
import type { Browser, PageSessions } from "../sca-pages/session/session.ts";
import { consentPage } from "../sca-pages/views/consent.ts";
import { faultPage } from "../sca-pages/views/ending.ts";
import { loginPage } from "../sca-pages/views/login.ts";
import { isolated } from "../sca-pages/views/parts.ts";
import type { Client, Clients } from "./store/clients.ts";
import {
  findInteraction,
  grantInteraction,
  refuseInteraction,
  type InteractionDeps,
  type OpenInteraction,
} from "./interaction.ts";
import { consentUrl, scaUrl } from "./lead.ts";
import { offerTo, type OfferDeps } from "./offer.ts";
import { parseScope, readsAccounts, type RequestedScope } from "./scope.ts";
import type { Clock } from "@tallystick/kit";

export interface ConsentPagesDeps extends PagesAppDeps {
  readonly interaction: InteractionDeps;
  /** Absent where no consent is made here. */
  readonly offer: OfferDeps | undefined;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly sessions: PageSessions;
  readonly formKey: string;
  /** Core banking's check behind the bank's counter of wrong logins. */
  authenticate(login: string, secret: string): Promise<{ psuId: string; name: string } | undefined>;
}

interface ConsentVisit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly interaction: OpenInteraction;
  readonly browser: Browser;
  readonly url: string;
}

type ConsentForm = "login" | "allow" | "refuse";

/** Where plain scopes begin: login; for the scope `payments` alone then also the decision, what is asked for and by whom, as its certificate says. */
export async function createConsentPages(deps: ConsentPagesDeps): Promise<HttpHandler> {
  const app = createPagesApp(deps);
  addRoutes(app, deps);
  return handlerOf(app);
}

function addRoutes(app: FastifyInstance, deps: ConsentPagesDeps): void {
  const base = consentUrl(new URL(deps.pagesUrl).pathname.replace(/\/$/, ""), ":uid");
  const visiting =
    (act: (deps: ConsentPagesDeps, visit: ConsentVisit) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const visit = await openVisit(deps, request, reply);
      if (visit !== undefined) return act(deps, visit);
      const title = "This request is over";
      const text = "It took too long, or it is already answered. Go back to where you came from and start again there.";
      return sendPage(deps, reply, { page: faultPage({ title, text }), status: 404 });
    };
  app.get(base, visiting(show));
  app.post(`${base}/login`, visiting(logIn));
  app.post(`${base}/allow`, visiting(allow));
  app.post(`${base}/refuse`, visiting(refuse));
}

async function openVisit(deps: ConsentPagesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { uid } = request.params as { uid: string };
  const interaction = await findInteraction(deps.interaction.provider, request.raw, reply.raw);
  if (interaction === undefined || interaction.uid !== uid) return undefined;
  const browser = await deps.sessions.open(request.headers.cookie, { touch: true });
  if (browser.setCookie !== undefined) reply.header("set-cookie", browser.setCookie);
  return { request, reply, interaction, browser, url: consentUrl(deps.pagesUrl, uid) };
}

function plainScope(visit: ConsentVisit): Extract<RequestedScope, { kind: "plain" }> {
  const scope = parseScope(visit.interaction.scope);
  if (scope.kind !== "plain") throw new PageFault(400);
  return scope;
}

async function clientOf(deps: ConsentPagesDeps, { interaction }: ConsentVisit): Promise<Client> {
  const client = await deps.clients.find(interaction.clientId);
  if (client === undefined) throw new PageFault(400);
  return client;
}

async function show(deps: ConsentPagesDeps, visit: ConsentVisit) {
  const { browser, interaction } = visit;
  const client = await clientOf(deps, visit);
  const takesSca = readsAccounts(plainScope(visit));
  const formOrigins = originsOf(interaction.redirectUri);
  if (browser.psuId !== undefined && !takesSca) {
    const page = consentPage({
      tppName: client.name,
      psuName: browser.psuName ?? browser.psuId,
      allow: target(deps, visit, "allow"),
      refuse: target(deps, visit, "refuse"),
    });
    return sendPage(deps, visit.reply, { page, formOrigins });
  }
  const notice = browser.notice?.about === interaction.uid ? browser.notice : undefined;
  const page = loginPage({
    summary: html`<section class="card">
      <p>${isolated(client.name)} asks for access. Log in to see what for; nothing is allowed yet.</p>
    </section>`,
    bankName: deps.profile.name,
    login: target(deps, visit, "login"),
    refuse: { ...target(deps, visit, "refuse"), label: "Do not allow" },
    ...(notice === undefined
      ? {}
      : { notice: { text: noticeText(notice, deps.clock.now()), atField: isAtField(notice.code) } }),
    step: takesSca ? "Step 1 of 4" : "Step 1 of 2",
  });
  return sendPage(deps, visit.reply, { page, formOrigins });
}

function target(deps: ConsentPagesDeps, visit: ConsentVisit, form: ConsentForm) {
  return { action: `${visit.url}/${form}`, token: makeFormToken(deps.formKey, binding(visit, form)) };
}

async function logIn(deps: ConsentPagesDeps, visit: ConsentVisit) {
  const fields = requireForm(deps, visit, "login");
  const given = { login: (fields["login"] ?? "").trim(), secret: fields["secret"] ?? "" };
  const psu = await deps.authenticate(given.login, given.secret);
  if (psu === undefined) {
    await deps.sessions.leaveNotice(visit.browser, { about: visit.interaction.uid, code: "wrong_credentials" });
    return seeOther(visit.reply, visit.url);
  }
  const { setCookie } = await deps.sessions.login(visit.browser, psu);
  if (setCookie !== undefined) visit.reply.header("set-cookie", setCookie);
  return readsAccounts(plainScope(visit)) ? leadToAccounts(deps, visit, given) : seeOther(visit.reply, visit.url);
}

/** On to the pages of the SCA, to which the browser has to bring what names its authorization request. */
async function leadToAccounts(deps: ConsentPagesDeps, visit: ConsentVisit, psu: { login: string; secret: string }) {
  const { interaction } = visit;
  const { tppId, name: tppName } = await clientOf(deps, visit);
  const { names: scopes } = plainScope(visit);
  if (deps.offer === undefined) throw new PageFault(400);
  const { uid, redirectUri } = interaction;
  const url = scaUrl(deps.pagesUrl, await offerTo(deps.offer, psu, { uid, tppId, tppName, scopes, redirectUri }));
  const name = deps.interaction.provider.cookieName("interaction");
  const secure = deps.pagesUrl.startsWith("https:");
  for (const cookie of [name, `${name}.sig`]) {
    const value = readCookie(visit.request.headers.cookie, cookie);
    if (value === undefined) continue;
    visit.reply.header("set-cookie", serialiseCookie({ name: cookie, path: new URL(url).pathname, secure }, value));
  }
  return seeOther(visit.reply, url);
}

async function allow(deps: ConsentPagesDeps, visit: ConsentVisit) {
  requireForm(deps, visit, "allow");
  const { psuId } = visit.browser;
  if (psuId === undefined) return seeOther(visit.reply, visit.url);
  // Whatever reads accounts takes an SCA, and has its consent, elsewhere.
  if (readsAccounts(plainScope(visit))) throw new PageFault(400);
  const { request, reply, interaction } = visit;
  const on = { req: request.raw, res: reply.raw, interaction, psuId };
  return seeOther(reply, await grantInteraction(deps.interaction, on));
}

async function refuse(deps: ConsentPagesDeps, visit: ConsentVisit) {
  requireForm(deps, visit, "refuse");
  const { request, reply } = visit;
  const on = { req: request.raw, res: reply.raw, description: "the account holder refused" };
  return seeOther(reply, await refuseInteraction(deps.interaction.provider, on));
}

function requireForm(deps: ConsentPagesDeps, visit: ConsentVisit, form: ConsentForm): Readonly<Record<string, string>> {
  if (!isSameOrigin(visit.request.headers, new URL(deps.pagesUrl).origin)) throw new PageFault(403, visit.url);
  const fields = (visit.request.body ?? {}) as Readonly<Record<string, string>>;
  if (!formTokenFits(deps.formKey, binding(visit, form), fields["form_token"])) throw new PageFault(400, visit.url);
  return fields;
}

function binding({ browser, interaction }: ConsentVisit, form: ConsentForm) {
  const { uid, clientId, scope, redirectUri } = interaction;
  const linkHash = createHash("sha256")
    .update(JSON.stringify([clientId, scope, redirectUri]))
    .digest("hex");
  return { sessionKey: browser.key, form, about: uid, linkHash };
}
