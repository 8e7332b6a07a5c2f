import { createHash } from "node:crypto";
import { handlerOf, type HttpHandler } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html } from "hono/html";
import { createPagesApp, PageFault, seeOther, sendPage, type PagesAppDeps } from "../sca-pages/app.ts";
import { originsOf } from "../sca-pages/headers.ts";
import { isAtField, noticeText } from "../sca-pages/notices.ts";
import { formTokenFits, makeFormToken } from "../sca-pages/session/form-token.ts";
import { isSameOrigin } from "../sca-pages/session/same-origin.ts";
import type { Browser, PageSessions } from "../sca-pages/session/session.ts";
import { consentPage } from "../sca-pages/views/consent.ts";
import { faultPage } from "../sca-pages/views/ending.ts";
import { loginPage } from "../sca-pages/views/login.ts";
import { isolated } from "../sca-pages/views/parts.ts";
import type { Clients } from "./store/clients.ts";
import {
  findInteraction,
  grantInteraction,
  refuseInteraction,
  type InteractionDeps,
  type OpenInteraction,
} from "./interaction.ts";
import { parseScope, readsAccounts, type RequestedScope } from "./scope.ts";
import type { Clock } from "@tallystick/kit";

export interface ConsentPagesDeps extends PagesAppDeps {
  readonly interaction: InteractionDeps;
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

/** Where the PSU decides on the scope `payments`: login, then what is asked for and by whom, as its certificate says. */
export async function createConsentPages(deps: ConsentPagesDeps): Promise<HttpHandler> {
  const app = createPagesApp(deps);
  addRoutes(app, deps);
  return handlerOf(app);
}

export function consentUrl(pagesUrl: string, uid: string): string {
  return `${pagesUrl}/oauth/confirm/${uid}`;
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

function isDecidedHere(scope: RequestedScope): scope is Extract<RequestedScope, { kind: "plain" }> {
  return scope.kind === "plain" && !readsAccounts(scope);
}

async function show(deps: ConsentPagesDeps, visit: ConsentVisit) {
  const { browser, interaction, url } = visit;
  const client = await deps.clients.find(interaction.clientId);
  const scope = parseScope(interaction.scope);
  if (client === undefined || !isDecidedHere(scope)) throw new PageFault(400);
  const target = (form: ConsentForm) => ({
    action: `${url}/${form}`,
    token: makeFormToken(deps.formKey, binding(visit, form)),
  });
  const formOrigins = originsOf(interaction.redirectUri);
  if (browser.psuId !== undefined) {
    const page = consentPage({
      tppName: client.name,
      psuName: browser.psuName ?? browser.psuId,
      scopes: scope.names,
      allow: target("allow"),
      refuse: target("refuse"),
    });
    return sendPage(deps, visit.reply, { page, formOrigins });
  }
  const notice = browser.notice?.about === interaction.uid ? browser.notice : undefined;
  const page = loginPage({
    summary: html`<section class="card">
      <p>${isolated(client.name)} asks for access. Log in to see what for; nothing is allowed yet.</p>
    </section>`,
    bankName: deps.profile.name,
    login: target("login"),
    refuse: { ...target("refuse"), label: "Do not allow" },
    ...(notice === undefined
      ? {}
      : { notice: { text: noticeText(notice, deps.clock.now()), atField: isAtField(notice.code) } }),
    step: "Step 1 of 2",
  });
  return sendPage(deps, visit.reply, { page, formOrigins });
}

async function logIn(deps: ConsentPagesDeps, visit: ConsentVisit) {
  const fields = requireForm(deps, visit, "login");
  const psu = await deps.authenticate((fields["login"] ?? "").trim(), fields["secret"] ?? "");
  if (psu === undefined) {
    await deps.sessions.leaveNotice(visit.browser, { about: visit.interaction.uid, code: "wrong_credentials" });
  } else {
    const { setCookie } = await deps.sessions.login(visit.browser, psu);
    if (setCookie !== undefined) visit.reply.header("set-cookie", setCookie);
  }
  return seeOther(visit.reply, visit.url);
}

async function allow(deps: ConsentPagesDeps, visit: ConsentVisit) {
  requireForm(deps, visit, "allow");
  const { psuId } = visit.browser;
  if (psuId === undefined) return seeOther(visit.reply, visit.url);
  // Whatever reads accounts takes an SCA, and has its consent, elsewhere.
  if (!isDecidedHere(parseScope(visit.interaction.scope))) throw new PageFault(400);
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
