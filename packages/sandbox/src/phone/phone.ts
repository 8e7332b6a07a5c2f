import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  createApp,
  handlerOf,
  HttpFault,
  type Clock,
  type Db,
  type HttpHandler,
  type Log,
  type Random,
} from "@tallystick/kit";
import type { SandboxBank, SandboxUser } from "../banks/bank.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { readCookie } from "../pages/cookie.ts";
import { sendPage, setPageHeaders } from "../pages/send.ts";
import { phoneScript, phoneStyles } from "./assets.ts";
import { approvalOf, keepAnswer, readMessages } from "./messages.ts";
import { chooserPage, errorPage, phonePage } from "./pages.ts";

export interface PhoneOptions {
  readonly bank: SandboxBank;
  readonly db: Db<LedgerSchema>;
  /** `Bank.answerPush`; false when the challenge takes no answer any more. */
  readonly answerPush: (a: { challengeId: string; approval: string; approve: boolean }) => Promise<boolean>;
  /** Where the page is served, for example `http://127.0.0.1:4080/rzb_ro`; only its own forms may answer. */
  readonly pagesUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Serves `/<provider_id>/phone`: the phones of the bank's people, with their codes and requests to approve. */
export async function createPhone(options: PhoneOptions): Promise<HttpHandler> {
  const { bank, log } = options;
  const app = createApp({
    log,
    contentTypes: ["form"],
    bodyLimit: 4_096,
    onError: (error, _request, reply) => sendError(bank, log, error, reply),
  });
  app.addHook("onRequest", async (_request, reply) => setPageHeaders(reply));
  addRoutes(app, options);
  return handlerOf(app);
}

function addRoutes(app: FastifyInstance, options: PhoneOptions): void {
  const { bank } = options;
  const base = `/${bank.profile.providerId}/phone`;
  const styles = phoneStyles(bank.profile.brand);
  app.get(`${base}/assets/phone.css`, (_request, reply) => sendAsset(reply, "text/css", styles));
  app.get(`${base}/assets/phone.js`, (_request, reply) => sendAsset(reply, "text/javascript", phoneScript));
  app.get(base, (_request, reply) => sendPage(reply, chooserPage(bank)));
  app.get<{ Params: { login: string } }>(`${base}/:login`, (request, reply) =>
    showPhone(options, userNamed(bank, request.params.login), request, reply),
  );
  app.post<{ Params: { login: string }; Body: Record<string, string> | undefined }>(
    `${base}/:login/answer`,
    async (request, reply) => {
      const user = userNamed(bank, request.params.login);
      const form = request.body ?? {};
      assertOwnForm(options, request, form["csrf"]);
      const taken = await answer(options, user, form["challenge_id"] ?? "", form["answer"]);
      if (!taken) return showPhone(options, user, request, reply.code(409), "That can no longer be answered.");
      return reply.redirect(`${base}/${encodeURIComponent(user.login)}`, 303);
    },
  );
}

async function showPhone(
  { bank, clock, db, pagesUrl, random }: PhoneOptions,
  user: SandboxUser,
  request: FastifyRequest,
  reply: FastifyReply,
  notice?: string,
): Promise<FastifyReply> {
  const { providerId } = bank.profile;
  let csrf = readCookie(request, cookieName(bank));
  if (csrf === undefined) {
    csrf = random.token();
    const secure = pagesUrl.startsWith("https:") ? "; Secure" : "";
    const cookie = `${cookieName(bank)}=${csrf}; Path=/${providerId}/phone; HttpOnly; SameSite=Strict${secure}`;
    reply.header("set-cookie", cookie);
  }
  const messages = await readMessages(db, providerId, user.login);
  const view = { bank, user, messages, csrf, now: clock.now(), ...(notice === undefined ? {} : { notice }) };
  return sendPage(reply, phonePage(view));
}

async function answer(
  { answerPush, bank, db }: PhoneOptions,
  user: SandboxUser,
  challengeId: string,
  given: string | undefined,
): Promise<boolean> {
  if (given !== "approve" && given !== "refuse") throw new HttpFault(400, "invalid_form", { path: "answer" });
  const { providerId } = bank.profile;
  const approval = await approvalOf(db, { bank: providerId, psuId: user.login, challengeId });
  if (approval === undefined) return false;
  const approve = given === "approve";
  if (!(await answerPush({ challengeId, approval, approve }))) return false;
  await keepAnswer(db, providerId, challengeId, approve ? "approved" : "refused");
  return true;
}

class ForeignForm extends Error {}

/** Row S4: the form's token is the cookie's, and the browser says that the request comes from this very site. */
function assertOwnForm({ bank, pagesUrl }: PhoneOptions, request: FastifyRequest, given: string | undefined): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  const cookie = readCookie(request, cookieName(bank));
  const own =
    (origin === undefined || origin === new URL(pagesUrl).origin) &&
    (site === undefined || site === "same-origin" || site === "none") &&
    cookie !== undefined &&
    given !== undefined &&
    sameText(cookie, given);
  if (!own) throw new ForeignForm("the form is not this page's own");
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieName({ profile }: SandboxBank): string {
  return `${profile.providerId}_phone`;
}

function userNamed(bank: SandboxBank, login: string): SandboxUser {
  const user = bank.users.find((one) => one.login === login);
  if (user === undefined) throw new HttpFault(404, "not_found");
  return user;
}

function sendAsset(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.header("cache-control", "public, max-age=300").type(`${type}; charset=utf-8`).send(text);
}

function sendError(bank: SandboxBank, log: Log, error: unknown, reply: FastifyReply): Promise<FastifyReply> {
  setPageHeaders(reply);
  if (error instanceof ForeignForm) {
    return sendPage(
      reply.code(403),
      errorPage(bank, "Please try again", "This form came from another page or browser."),
    );
  }
  if (error instanceof HttpFault) {
    const found = error.status === 404 ? "There is no such phone." : "This request makes no sense here.";
    return sendPage(reply.code(error.status), errorPage(bank, "Nothing here", found));
  }
  log.error("phone.failed", { providerId: bank.profile.providerId, error });
  return sendPage(reply.code(500), errorPage(bank, "Something broke", "The phone is out of order. Please try again."));
}
