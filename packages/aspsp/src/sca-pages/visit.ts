import type { FastifyReply, FastifyRequest } from "fastify";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { viewAuthorisation, type AuthorisationView } from "../authorisation/view.ts";
import { PageFault, type PagesAppDeps } from "./app.ts";
import type { OauthReturn } from "./ports.ts";
import { formTokenFits, makeFormToken } from "./session/form-token.ts";
import { isSameOrigin } from "./session/same-origin.ts";
import type { Browser, PageSessions } from "./session/session.ts";
import type { NoticeCode, StoredNotice } from "./tables.ts";

export interface ScaPagesContext extends PagesAppDeps {
  readonly authorisation: AuthorisationDeps;
  readonly sessions: PageSessions;
  readonly formKey: string;
  readonly back: OauthReturn | undefined;
}

export type FormName = "login" | "account" | "method" | "challenge" | "answer" | "refuse";

/** One request of a browser for one authorisation. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly view: AuthorisationView;
  readonly browser: Browser;
  /** The session's PSU, when they are the one whom this authorisation is bound to. */
  readonly psuId?: string;
  readonly url: string;
}

/** Opens session and authorisation; undefined when there is no such authorisation. */
export async function openVisit(
  context: ScaPagesContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { touch }: { touch: boolean },
): Promise<Visit | undefined> {
  const { authorisationId } = request.params as { authorisationId: string };
  const view = await viewAuthorisation(context.authorisation, { authorisationId });
  if (view === undefined) return undefined;
  const browser = await context.sessions.open(request.headers.cookie, { touch });
  // A form of another site comes without the cookie; a new one in the answer would log out the PSU whose browser sent it.
  const foreign = request.method === "POST" && !isSameOrigin(request.headers, new URL(context.pagesUrl).origin);
  if (browser.setCookie !== undefined && !foreign) reply.header("set-cookie", browser.setCookie);
  const isBound = view.psuId !== undefined && view.psuId === browser.psuId;
  const url = `${context.pagesUrl}/sca/${authorisationId}`;
  return { request, reply, view, browser, url, ...(isBound && view.psuId !== undefined ? { psuId: view.psuId } : {}) };
}

/** Where a form of this visit goes, and its token. */
export function formTarget(context: ScaPagesContext, visit: Visit, form: FormName, challengeId?: string) {
  return {
    action: `${visit.url}/${form}`,
    token: makeFormToken(context.formKey, binding(visit, form, challengeId)),
  };
}

/** Row S4: the origin first, then the token; row P7: a form of another payment, or of other content, fits nowhere. */
export function requireForm(context: ScaPagesContext, visit: Visit, form: FormName): Readonly<Record<string, string>> {
  requireSameOrigin(context, visit.request, visit.url);
  const fields = (visit.request.body ?? {}) as Readonly<Record<string, string>>;
  const of = binding(visit, form, form === "answer" ? fields["challenge_id"] : undefined);
  if (!formTokenFits(context.formKey, of, fields["form_token"])) throw new PageFault(400, visit.url);
  return fields;
}

function requireSameOrigin(deps: PagesAppDeps, request: FastifyRequest, againUrl: string): void {
  if (!isSameOrigin(request.headers, new URL(deps.pagesUrl).origin)) throw new PageFault(403, againUrl);
}

function binding(visit: Visit, form: FormName, challengeId: string | undefined) {
  return {
    sessionKey: visit.browser.key,
    form,
    about: visit.view.authorisationId,
    linkHash: visit.view.subject.linkHash,
    ...(challengeId === undefined ? {} : { challengeId }),
  };
}

/** Leaves what the next page has to say, or clears what the last one said. */
export async function leaveNotice(
  context: ScaPagesContext,
  visit: Visit,
  code?: NoticeCode,
  detail: Pick<StoredNotice, "attemptsLeft" | "until"> = {},
): Promise<void> {
  const notice = code === undefined ? undefined : { about: visit.view.authorisationId, code, ...detail };
  await context.sessions.leaveNotice(visit.browser, notice);
}
