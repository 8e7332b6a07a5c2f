import { setTimeout as delay } from "node:timers/promises";
import { confirmAuthorisation, issueConfirmationCode } from "../authorisation/confirm.ts";
import type { SubjectView } from "../authorisation/subject.ts";
import { viewAuthorisation } from "../authorisation/view.ts";
import { seeOther } from "./app.ts";
import { originsOf } from "./headers.ts";
import type { ScaEnding } from "./ports.ts";
import type { ScaPagesContext, Visit } from "./visit.ts";

/** How long a browser is kept for the execution to be seen, in milliseconds; nothing depends on it. */
const patienceMs = 1_500;

export function outcomeOf({ view }: Visit): ScaEnding["outcome"] {
  return view.scaStatus === "finalised" || view.step === "confirm" ? "authorised" : (view.failure ?? "expired");
}

/** Sends the browser back where it came from: the authorization server, or the TPP's address exactly as it was stored. */
export async function sendBack(context: ScaPagesContext, visit: Visit) {
  return seeOther(visit.reply, (await onwardAddress(context, visit)) ?? visit.url);
}

async function onwardAddress(context: ScaPagesContext, visit: Visit): Promise<string | undefined> {
  const outcome = outcomeOf(visit);
  const { subject } = visit.view;
  const code = visit.view.step === "confirm" ? await confirmationOf(context, visit) : undefined;
  const fromOauth = await context.back?.conclude(visit.request.raw, visit.reply.raw, {
    kind: subject.kind,
    subjectId: subject.subjectId,
    outcome,
    ...(visit.psuId === undefined ? {} : { psuId: visit.psuId }),
  });
  const address = fromOauth ?? tppAddress(visit);
  return code === undefined || address === undefined ? address : withCode(address, code);
}

/** Only for the PSU's own browser. Who came through the authorization server proves by the code exchange who began. */
async function confirmationOf(context: ScaPagesContext, visit: Visit): Promise<string | undefined> {
  if (visit.psuId === undefined) return undefined;
  const { authorisationId, subject } = visit.view;
  const code = await issueConfirmationCode(context.authorisation, authorisationId);
  const oauth = await context.back?.redirectUriOf(visit.request.raw, visit.reply.raw, subject);
  if (code === undefined || oauth === undefined) return code;
  await confirmAuthorisation(context.authorisation, { authorisationId, code });
  return undefined;
}

/** The TPP's address as it is, query and all, and the code behind it. */
function withCode(address: string, code: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}confirmationCode=${encodeURIComponent(code)}`;
}

/** TPP-Nok-Redirect-URI after a failure, when the TPP gave one. */
export function tppAddress(visit: Visit): string | undefined {
  const { redirectUri, nokRedirectUri } = visit.view.subject;
  return outcomeOf(visit) === "authorised" ? redirectUri : (nokRedirectUri ?? redirectUri);
}

/** The origins to which forms of this authorisation may lead (decision 10). */
export async function formOriginsOf(context: ScaPagesContext, visit: Visit): Promise<string[]> {
  const { subject } = visit.view;
  const oauth = await context.back?.redirectUriOf(visit.request.raw, visit.reply.raw, subject);
  if (oauth !== undefined) return originsOf(oauth);
  return originsOf(subject.redirectUri, subject.nokRedirectUri);
}

/** Waits shortly for the execution, so that who comes back usually finds it done. */
export async function awaitExecution(context: ScaPagesContext, authorisationId: string): Promise<void> {
  const ends = performance.now() + patienceMs;
  while (performance.now() < ends) {
    const view = await viewAuthorisation(context.authorisation, { authorisationId });
    if (view === undefined || !isBeingExecuted(view.subject)) return;
    await delay(40);
  }
}

/** A bulk of more orders takes longer than a browser is kept. */
const shortBulk = 50;

/** What waits for its day is not worth waiting for; a short bulk is while its orders are booked. */
function isBeingExecuted({ status, display }: SubjectView): boolean {
  if (display.shows !== "payment" || display.isCancellation) return false;
  const { items, requestedExecutionDate, requestedExecutionTime, standing } = display;
  if (items !== undefined && items.length > shortBulk) return false;
  if (status === "ACSP") return items !== undefined;
  const isPutOff = requestedExecutionDate !== undefined || requestedExecutionTime !== undefined;
  return status === "ACTC" && !isPutOff && standing === undefined;
}
