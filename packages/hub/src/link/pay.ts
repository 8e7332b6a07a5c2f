import type { DbOrTx, Tx } from "@tallystick/kit";
import { parseIban } from "@tallystick/xs2a";
import type { PaymentMethod } from "../connector/connector.ts";
import type { HubDeps } from "../deps.ts";
import type { LinkStatus } from "../events.ts";
import type { Failure, HubSchema } from "../migrations/schema.ts";
import { beginAttempt } from "./attempt/begin.ts";
import { leaveBank } from "./attempt/leave.ts";
import { bindBrowser, browserHash, endedStatusOf, hurry, openAttemptOf, type AttemptRow } from "./attempt/store.ts";
import { recoveryDelayMs, submitAttempt } from "./attempt/submit.ts";
import { chooseBank } from "./choose.ts";
import { moveLink } from "./move.ts";
import { askIfBack, sendToBank } from "./resume.ts";
import { isAtBank, isExpired, mayBegin, moveKindOf } from "./rules.ts";
import { linkOfPayer, lockLink, type LinkRow } from "./store.ts";

export interface PayInput {
  readonly webId: string;
  readonly providerId: string;
  readonly paymentMethodId?: string;
  /** As typed; blanks and small letters are taken as typing. */
  readonly debtorIban?: string;
  readonly psuIp: string;
  readonly userAgent?: string;
  /** Value of this browser's cookie, the one that `returnFromBank` will get. */
  readonly browserId: string;
  /** The payer was told that it was begun on another device and wants to go on here. */
  readonly takeOver?: boolean;
}

export interface InputError {
  readonly path: "debtor.iban";
  readonly code: "required" | "invalid";
}

export type PayOutcome =
  /** Send the browser there with a 303. */
  | { readonly kind: "redirect"; readonly url: string }
  /** The bank has not answered, or the answer was lost; the page follows the link's status. */
  | { readonly kind: "pending" }
  /** The bank wanted no authorisation: the link is `submitted` or `completed`. */
  | { readonly kind: "settled"; readonly status: LinkStatus }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "invalid_input"; readonly errors: readonly InputError[] }
  | { readonly kind: "not_offered" }
  /** Another browser has a payment of this link at a bank. */
  | { readonly kind: "elsewhere" }
  /** The bank that was chosen before keeps its payment. */
  | { readonly kind: "cannot_leave"; readonly status: LinkStatus }
  /** Paid, being executed, or revoked. */
  | { readonly kind: "ended"; readonly status: LinkStatus }
  | { readonly kind: "expired" }
  | { readonly kind: "unknown" };

/**
 * The payer pressed Pay. The intent is committed before the bank hears of it; of any number of calls at a time, one
 * begins a payment and the others are sent to it or told of it (rows P3, P4, P10).
 */
export async function payLink(deps: HubDeps, input: PayInput): Promise<PayOutcome> {
  const chosen = await chooseBank(deps, input);
  if (chosen.kind !== "chosen") return chosen;
  const debtor = debtorOf(input, chosen.method);
  if (debtor.errors.length > 0) return { kind: "invalid_input", errors: debtor.errors };
  await askIfBack(deps, input.webId);
  const wanted: Wanted = { ...input, method: chosen.method, debtorIban: debtor.iban };
  for (let round = 0; round < 3; round += 1) {
    const begun = await begin(deps, wanted);
    if (begun.kind === "begun") return hand(deps, begun.attemptId);
    if (begun.kind !== "leave_first") return begun;
    const left = await leaveBank(deps, begun.linkId);
    if (left.kind !== "left") return left;
  }
  return { kind: "pending" };
}

interface Wanted extends Omit<PayInput, "debtorIban"> {
  readonly method: PaymentMethod;
  readonly debtorIban: string | undefined;
}

function debtorOf(input: PayInput, method: PaymentMethod): { iban: string | undefined; errors: InputError[] } {
  const wanted = method.inputs.find(({ path }) => path === "debtor.iban");
  const text = input.debtorIban?.trim() ?? "";
  if (text === "")
    return { iban: undefined, errors: wanted?.required ? [{ path: "debtor.iban", code: "required" }] : [] };
  const parsed = parseIban(text);
  return parsed.ok
    ? { iban: parsed.iban, errors: [] }
    : { iban: undefined, errors: [{ path: "debtor.iban", code: "invalid" }] };
}

type Begun =
  | { readonly kind: "begun"; readonly attemptId: string }
  | { readonly kind: "leave_first"; readonly linkId: string }
  | PayOutcome;

async function begin(deps: HubDeps, wanted: Wanted): Promise<Begun> {
  const found = await linkOfPayer(deps.db, wanted.webId);
  if (found === undefined) return { kind: "unknown" };
  const begun = await deps.db.transaction().execute(async (tx): Promise<Begun> => {
    const link = await lockLink(tx, found.link_id);
    if (isExpired(link, deps.clock.now())) return { kind: "expired" };
    const open = await openAttemptOf(tx, link.link_id);
    if (open !== undefined) return standing(tx, deps, link, open, wanted);
    return mayBegin(link) ? beginHere(tx, deps, link, wanted) : { kind: "ended", status: link.status };
  });
  if (begun.kind === "begun") deps.checkpoint("after_intent_commit");
  deps.wake();
  return begun;
}

/** What a press of Pay means while a payment of the link is open. */
async function standing(tx: Tx<HubSchema>, deps: HubDeps, link: LinkRow, open: AttemptRow, wanted: Wanted) {
  if (link.status !== "requested" && !isAtBank(link.status)) return { kind: "ended", status: link.status } as const;
  // The bank and the payment stand; whichever device the payer has at hand goes on with it.
  if (link.type === "wrapped_sca") await bindBrowser(tx, open, wanted.browserId);
  const sameBrowser = link.type === "wrapped_sca" || open.browser_hash === browserHash(wanted.browserId);
  // Of a link for several payers, the payment of another one is not theirs to give up.
  const mayTakeOver = wanted.takeOver === true && moveKindOf(link) === "once";
  if (!sameBrowser && !mayTakeOver) return { kind: "elsewhere" } as const;
  if (link.status === "requested") return { kind: "pending" } as const;
  const stays = moveKindOf(link) === "at_once" || isSame(open, link, wanted);
  if (!sameBrowser || !stays) return { kind: "leave_first", linkId: link.link_id } as const;
  const url = await sendToBank(tx, deps, link, open);
  return url === undefined ? ({ kind: "pending" } as const) : ({ kind: "redirect", url } as const);
}

function isSame(open: AttemptRow, link: LinkRow, wanted: Wanted): boolean {
  return (
    open.provider_id === wanted.providerId &&
    open.payment_method_id === wanted.method.paymentMethodId &&
    open.debtor_iban === debtorIbanOf(link, wanted)
  );
}

function debtorIbanOf(link: LinkRow, wanted: Wanted): string | null {
  // What the merchant fixed stands, whatever the form says.
  return link.intent.debtor?.iban ?? wanted.debtorIban ?? null;
}

async function beginHere(tx: Tx<HubSchema>, deps: HubDeps, link: LinkRow, wanted: Wanted): Promise<Begun> {
  const started = link.status === "started" ? link : await moveLink(tx, deps, link, { to: "started" });
  const { providerId, method, browserId, psuIp, userAgent } = wanted;
  const attemptId = await beginAttempt(tx, deps, started, {
    providerId,
    method,
    debtorIban: debtorIbanOf(link, wanted),
    browserId,
    psuIp,
    ...(userAgent === undefined ? {} : { userAgent }),
    submitAfterMs: recoveryDelayMs,
  });
  return { kind: "begun", attemptId };
}

/** Calls the bank; when the answer was lost quickly, asks once more at once, with the same X-Request-ID. */
async function hand(deps: HubDeps, attemptId: string): Promise<PayOutcome> {
  const begunAt = performance.now();
  let outcome = await submitAttempt(deps, attemptId);
  if (outcome.kind === "pending" && performance.now() - begunAt < 5_000) outcome = await submitAttempt(deps, attemptId);
  if (outcome.kind === "failed") return outcome;
  if (outcome.kind === "pending") {
    await hurry(deps, "submit", attemptId);
    return { kind: "pending" };
  }
  return leaveForBank(deps, attemptId, outcome.continueUrl);
}

async function attemptOf(db: DbOrTx<HubSchema>, attemptId: string): Promise<AttemptRow> {
  return db.selectFrom("attempt").selectAll().where("attempt_id", "=", attemptId).executeTakeFirstOrThrow();
}

/** intent_accepted → awaiting_authz: the browser is about to be sent to the bank. */
async function leaveForBank(deps: HubDeps, attemptId: string, continueUrl: string | null): Promise<PayOutcome> {
  const { link_id: linkId } = await attemptOf(deps.db, attemptId);
  const status = await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, linkId);
    const attempt = await attemptOf(tx, attemptId);
    // The link may already show the next payer's payment.
    if (attempt.state === "closed") return endedStatusOf(attempt);
    if (link.status !== "intent_accepted" || continueUrl === null) return link.status;
    return (await moveLink(tx, deps, link, { to: "awaiting_authz" })).status;
  });
  deps.checkpoint(`after_status_commit:${status}`);
  deps.wake();
  if (isAtBank(status)) return continueUrl === null ? { kind: "pending" } : { kind: "redirect", url: continueUrl };
  if (status === "submitted" || status === "completed") return { kind: "settled", status };
  return { kind: "ended", status };
}
