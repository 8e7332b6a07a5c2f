import { addDays, dateOf } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import { bankOf, type ConsentContext } from "./context.ts";
import { addConsent } from "./lifecycle.ts";
import type { ConsentKey, ConsentRecord, Renewal, RenewalRequest, ScaLinks } from "./record.ts";
import { change } from "./store.ts";
import { within } from "./within.ts";

/** What the PSU is to be told: that their consent ends, and where they give the next one. */
export interface RenewalNotice extends ScaLinks {
  /** The same at each repetition of this notice. */
  readonly noticeId: string;
  readonly consent: ConsentRecord;
  readonly successor: ConsentRecord;
}

export interface RenewalContext extends ConsentContext {
  readonly spanDays: number;
  readonly request: (consent: ConsentRecord) => Omit<RenewalRequest, "validUntil">;
  readonly notify: (notice: RenewalNotice) => Promise<void> | void;
}

/**
 * `renewed`: the successor is there and the PSU has been told, by this call. `waiting`: not before that instant, as somebody
 * else is at it or the last try failed. `refused`: the bank wants no successor. `none`: there is nothing to do.
 */
export type RenewalOutcome =
  | { readonly kind: "renewed" | "refused" | "none" }
  | { readonly kind: "waiting"; readonly at: Date };

/**
 * Renews one consent, from wherever an earlier try got to: first the intent with its request id, then the call, then the
 * successor and its link to the old one, then the notice. Each step is stored before the next, so that whoever takes over
 * repeats at most one of them, under the same id. Throws what the store throws; failures of others are told to `onError`.
 */
export async function renew(
  context: RenewalContext,
  key: ConsentKey,
  { again = false }: { readonly again?: boolean } = {},
): Promise<RenewalOutcome> {
  const owner = globalThis.crypto.randomUUID();
  const over = again ? await renewalThatCameToNothing(context, key) : undefined;
  let turn: Turn = { kind: "none" };
  const taken = await change(context.store, key, (record) => {
    turn = judge(context, record, { owner, over });
    return turn.kind === "mine" ? { record: { renewal: turn.renewal } } : undefined;
  });
  turn = turn as Turn;
  if (taken === undefined || turn.kind !== "mine") return turn.kind === "waiting" ? turn : { kind: "none" };
  try {
    const mine = await withSuccessor(context, taken.record, turn.renewal);
    return mine === undefined ? { kind: "none" } : await tellPsu(context, mine);
  } catch (error) {
    return fail(context, taken.record, { owner, error });
  }
}

type Turn =
  | { readonly kind: "mine"; readonly renewal: Renewal }
  | { readonly kind: "waiting"; readonly at: Date }
  | { readonly kind: "none" };

/** One-off consents, and those that have ended, are not renewed. */
function judge(
  context: RenewalContext,
  record: ConsentRecord,
  { owner, over }: { readonly owner: string; readonly over: string | undefined },
): Turn {
  const { state, scope, renewal } = record;
  if (state !== "authorised" || !scope.recurringIndicator) return { kind: "none" };
  const now = context.clock.now();
  const lease = { owner, until: new Date(now.getTime() + context.leaseMs) };
  if (renewal === undefined || renewal.requestId === over)
    return { kind: "mine", renewal: { ...intent(context, record), lease } };
  if (renewal.step === "notified" || renewal.step === "refused") return { kind: "none" };
  if (renewal.lease !== undefined && renewal.lease.until > now) return { kind: "waiting", at: renewal.lease.until };
  if (renewal.nextAt > now) return { kind: "waiting", at: renewal.nextAt };
  return { kind: "mine", renewal: { ...renewal, lease } };
}

function intent({ clock, timeZone, spanDays, request }: RenewalContext, record: ConsentRecord): Renewal {
  const now = clock.now();
  const validUntil = addDays(dateOf(now, timeZone), spanDays) ?? "9999-12-31";
  return {
    requestId: globalThis.crypto.randomUUID(),
    step: "intended",
    request: { ...request(record), validUntil },
    successor: undefined,
    failures: 0,
    nextAt: now,
    lease: undefined,
    refusal: undefined,
  };
}

/** The request id of a renewal that led nowhere: the bank refused, or the successor ended before it was authorised. */
async function renewalThatCameToNothing({ store }: RenewalContext, key: ConsentKey): Promise<string | undefined> {
  const renewal = (await store.find(key))?.renewal;
  if (renewal?.step === "refused") return renewal.requestId;
  if (renewal?.step !== "notified" || renewal.successor === undefined) return undefined;
  const successor = await store.find({ bank: key.bank, consentId: renewal.successor });
  return successor?.state === "created" || successor?.state === "authorised" ? undefined : renewal.requestId;
}

/** A consent whose renewal is this call's, and its successor. */
interface Pair {
  readonly consent: ConsentRecord;
  readonly renewal: Renewal;
  readonly successor: ConsentRecord;
}

/** Undefined when another one has taken over. */
async function withSuccessor(
  context: RenewalContext,
  consent: ConsentRecord,
  renewal: Renewal,
): Promise<Pair | undefined> {
  const { bank, consentId } = consent;
  if (renewal.successor !== undefined) {
    const known = await context.store.find({ bank, consentId: renewal.successor });
    if (known !== undefined) return { consent, renewal, successor: known };
  }
  const created = await askBank(context, consent, renewal);
  const at = context.clock.now();
  const successor = await addConsent(context.store, {
    bank,
    consentId: created.consentId,
    user: consent.user,
    state: "created",
    reason: undefined,
    scope: consent.scope,
    validUntil: renewal.request.validUntil,
    links: { scaRedirect: created.scaRedirect, scaOAuth: created.scaOAuth, oauthScope: created.oauthScope },
    renews: consentId,
    renewal: undefined,
    createdAt: at,
    changedAt: at,
    version: 1,
  });
  if (successor.renews !== consentId) {
    throw new Error(`the bank answered with consent ${created.consentId}, which is no new one`);
  }
  const linked: Partial<Renewal> = { step: "created", successor: successor.consentId, failures: 0 };
  const next = await step(context, consent, { renewal, next: linked });
  return next === undefined ? undefined : { consent, renewal: next, successor };
}

/** No longer than the lease lasts: afterwards somebody else asks, with the same request id. */
async function askBank(context: RenewalContext, consent: ConsentRecord, { requestId, request }: Renewal) {
  const { access, recurringIndicator, frequencyPerDay, combinedServiceIndicator } = consent.scope;
  const { validUntil, ipAddress, redirectUri, nokRedirectUri } = request;
  return within(context, "successor", (signal) =>
    bankOf(context, consent.bank).createConsent({
      requestId,
      access,
      recurringIndicator,
      validUntil,
      frequencyPerDay,
      ...(combinedServiceIndicator === undefined ? {} : { combinedServiceIndicator }),
      psu: { ipAddress },
      redirectUri,
      signal,
      ...(nokRedirectUri === undefined ? {} : { nokRedirectUri }),
    }),
  );
}

async function tellPsu(context: RenewalContext, { consent, renewal, successor }: Pair): Promise<RenewalOutcome> {
  const { links } = successor;
  const notice = { noticeId: renewal.requestId, consent, successor, ...links };
  await within(context, "end of notify", () => context.notify(notice));
  const told: Partial<Renewal> = { step: "notified", failures: 0, lease: undefined };
  return { kind: (await step(context, consent, { renewal, next: told })) === undefined ? "none" : "renewed" };
}

/** Stores what one step came to; undefined when another one has taken the renewal over. */
async function step(
  { store }: RenewalContext,
  key: ConsentKey,
  { renewal: mine, next }: { readonly renewal: Renewal; readonly next: Partial<Renewal> },
): Promise<Renewal | undefined> {
  const owner = mine.lease?.owner;
  const done = await change(store, key, ({ renewal }) => {
    if (renewal?.requestId !== mine.requestId || renewal.lease?.owner !== owner) return undefined;
    return { record: { renewal: { ...renewal, ...next } } };
  });
  return done?.changed === true ? done.record.renewal : undefined;
}

async function fail(
  context: RenewalContext,
  { bank, consentId, renewal }: ConsentRecord,
  { owner, error }: { readonly owner: string; readonly error: unknown },
): Promise<RenewalOutcome> {
  const key = { bank, consentId };
  const kept = (await context.store.find(key))?.renewal;
  const final = kept?.step === "intended" && isRefusal(error);
  context.onError({ doing: "renewal", ...key, error, final });
  if (renewal === undefined || kept?.lease?.owner !== owner) return { kind: "none" };
  const failures = kept.failures + 1;
  const at = new Date(context.clock.now().getTime() + waitMs(failures, error));
  const refusal: Partial<Renewal> = final ? { step: "refused", refusal: (error as BankError).code } : {};
  await step(context, key, { renewal: kept, next: { failures, nextAt: at, lease: undefined, ...refusal } });
  return final ? { kind: "refused" } : { kind: "waiting", at };
}

/** A minute, and twice as long after each failure, up to an hour; longer where the bank says so. */
function waitMs(failures: number, error: unknown): number {
  const asked = error instanceof BankError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.max(asked, Math.min(60_000 * 2 ** (failures - 1), 3_600_000));
}

/** Statuses that say no to this successor; others say no to the caller, or not now. */
const refusals: ReadonlySet<number | undefined> = new Set([400, 403, 404, 405, 422]);
/** The TPP's own trouble at this bank, which ends without the consent being asked for otherwise. */
const ofTheTpp = /^(?:CERTIFICATE|TOKEN|SIGNATURE)_|^SERVICE_BLOCKED$/;
/** The client has not sent it, and never will. */
const unsendable: ReadonlySet<string> = new Set(["bad_input", "not_offered"]);

function isRefusal(error: unknown): boolean {
  if (!(error instanceof BankError)) return false;
  const { code, outcome, status } = error;
  return unsendable.has(code) || (outcome === "refused" && refusals.has(status) && !ofTheTpp.test(code));
}
