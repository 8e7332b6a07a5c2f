import type { Clock, Db } from "@tallystick/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { BankSchema } from "../migrations/schema.ts";
import { PageFault, seeOther, sendPage, type PagesAppDeps } from "../sca-pages/app.ts";
import { formTokenFits, makeFormToken } from "../sca-pages/session/form-token.ts";
import { isSameOrigin } from "../sca-pages/session/same-origin.ts";
import type { Browser, PageSessions } from "../sca-pages/session/session.ts";
import { faultPage } from "../sca-pages/views/ending.ts";
import type { CoreBanking } from "../spi/spi.ts";

/** What the account holder's own pages work with. */
export interface PsuPagesContext extends PagesAppDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly spi: Pick<CoreBanking, "authenticatePsu">;
  readonly sessions: PageSessions;
  readonly formKey: string;
}

/** One request of a browser. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly browser: Browser;
  /** The first page, ".../rzb_ro/access". */
  readonly url: string;
}

/** The same, of somebody who is logged in. */
export interface OwnVisit extends Visit {
  readonly psuId: string;
}

/** Where the notices of these pages belong. */
export const noticesOf = "access";

export async function openVisit(
  context: PsuPagesContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visit> {
  const url = `${context.pagesUrl}/access`;
  // Before the session is looked at: a form of another site is no activity of the PSU, and is given no cookie.
  if (request.method === "POST" && !isSameOrigin(request.headers, new URL(context.pagesUrl).origin)) {
    throw new PageFault(403, url);
  }
  const browser = await context.sessions.open(request.headers.cookie, { touch: true });
  if (browser.setCookie !== undefined) reply.header("set-cookie", browser.setCookie);
  return { request, reply, browser, url };
}

/** What a form does, and to which consent. */
export interface FormOf {
  readonly form: "login" | "logout" | "revoke";
  readonly about?: string;
}

export function formTarget(context: PsuPagesContext, visit: Visit, path: string, of: FormOf) {
  return { action: `${visit.url}/${path}`, token: makeFormToken(context.formKey, bindingOf(visit, of)) };
}

/** Row S4, after the origin: the form was made for this session, and for this consent. */
export function requireForm(context: PsuPagesContext, visit: Visit, of: FormOf): Readonly<Record<string, string>> {
  const fields = (visit.request.body ?? {}) as Readonly<Record<string, string>>;
  if (!formTokenFits(context.formKey, bindingOf(visit, of), fields["form_token"])) throw new PageFault(400, visit.url);
  return fields;
}

function bindingOf(visit: Visit, { form, about = "" }: FormOf) {
  return { sessionKey: visit.browser.key, form: `access/${form}`, about, linkHash: "" };
}

/** How many entries a page of a list has. */
export const pageSize = 20;

/** Where in a list a page begins: behind the entry of that id. Anything but one id is no page of ours. */
export function beforeOf({ request }: Visit): string | undefined {
  const { before } = request.query as { before?: unknown };
  if (before === undefined) return undefined;
  return typeof before === "string" ? before : "";
}

/** What is not there, and what is somebody else's. */
export function sendUnknown(context: PsuPagesContext, visit: Visit): FastifyReply {
  const title = "Not found";
  const text = "There is nothing of yours at this address.";
  return sendPage(context, visit.reply, { page: faultPage({ title, text, againUrl: visit.url }), status: 404 });
}

/** A form that comes after the session has run out does nothing but lead to the login. */
export async function leadToLogin(context: PsuPagesContext, visit: Visit): Promise<FastifyReply> {
  if (visit.browser.timedOut) {
    await context.sessions.leaveNotice(visit.browser, { about: noticesOf, code: "logged_out" });
  }
  return seeOther(visit.reply, visit.url);
}
