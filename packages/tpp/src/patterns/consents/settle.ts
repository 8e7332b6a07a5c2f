import { dateOf, isCalendarDate } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import { bankOf, type ConsentContext } from "./context.ts";
import type { ConsentKey, ConsentRecord } from "./record.ts";
import { liveStates, mayMove, stateAtBank, type ConsentState, type MoveReason } from "./states.ts";
import { change, type Changed } from "./store.ts";
import { within } from "./within.ts";
import { ConsentNotAuthorised } from "./work.ts";

interface Move {
  readonly to: ConsentState;
  readonly reason: MoveReason;
  readonly validUntil?: string;
}

/**
 * Looks at one consent: at its date, at the bank, and at its successor, and moves it where they lead. Answers it as it is
 * then; undefined when nothing is known of it. Throws what the bank and the store throw.
 */
export async function settle(context: ConsentContext, key: ConsentKey): Promise<ConsentRecord | undefined> {
  const record = await context.store.find(key);
  if (record === undefined || !liveStates.includes(record.state)) return record;
  const move = isOver(context, record)
    ? ({ to: "expired", reason: "day_over" } as const)
    : await askBank(context, record);
  // Only now: where authorising the successor ends this one at the bank, it is superseded and not revoked.
  if (await hasSuccessor(context, record)) return supersede(context, record);
  return move === undefined ? record : (await moveConsent(context, record, move)).record;
}

/** Its last day is inclusive. */
function isOver({ clock, timeZone }: ConsentContext, { validUntil }: ConsentRecord): boolean {
  return validUntil < dateOf(clock.now(), timeZone);
}

async function askBank(context: ConsentContext, { bank, consentId, state }: ConsentRecord): Promise<Move | undefined> {
  const client = bankOf(context, bank);
  try {
    const { consentStatus } = await within(context, "consent status", (signal) =>
      client.getConsentStatus({ consentId, signal }),
    );
    const to = stateAtBank(state, consentStatus);
    if (to === undefined) return undefined;
    if (to !== "authorised") return { to, reason: "status_at_bank" };
    // The bank may have made it shorter than it was asked for.
    const { validUntil } = await within(context, "consent", (signal) => client.getConsent({ consentId, signal }));
    return { to, reason: "status_at_bank", ...(isCalendarDate(validUntil) && { validUntil }) };
  } catch (error) {
    const move = endToldBy(error);
    if (move === undefined) throw error;
    return move;
  }
}

/** Refusals that say that the consent itself has ended; any other says nothing of it. */
function endToldBy(error: unknown): Move | undefined {
  if (!(error instanceof BankError)) return undefined;
  if (error.code === "CONSENT_EXPIRED") return { to: "expired", reason: "status_at_bank" };
  const unknown = error.code === "CONSENT_UNKNOWN" || error.code === "RESOURCE_UNKNOWN";
  return unknown ? { to: "revoked", reason: "unknown_at_bank" } : undefined;
}

async function hasSuccessor(context: ConsentContext, { bank, state, renewal }: ConsentRecord): Promise<boolean> {
  if (state !== "authorised" || renewal?.successor === undefined) return false;
  return (await settle(context, { bank, consentId: renewal.successor }))?.state === "authorised";
}

/** Moves a consent if it may still move there, whatever has become of it since it was seen, and stops what runs under one that has ended. */
export async function moveConsent(context: ConsentContext, seen: ConsentRecord, move: Move): Promise<Changed> {
  const { store, clock, work } = context;
  const at = clock.now();
  const { to: state, reason, validUntil } = move;
  const done = await change(store, seen, (record) => {
    if (!mayMove(record.state, state)) return undefined;
    const event = { eventId: globalThis.crypto.randomUUID(), at };
    return { record: { state, reason, changedAt: at, ...(validUntil !== undefined && { validUntil }) }, event };
  });
  if (done === undefined) throw new Error(`consent ${seen.consentId} at ${seen.bank} is gone from the store`);
  const { record } = done;
  if (record.state !== "authorised") work.stop(record, new ConsentNotAuthorised(record, record));
  if (record.state === "authorised" && record.renews !== undefined) await supersedePredecessor(context, record);
  return done;
}

async function supersedePredecessor(context: ConsentContext, { bank, renews }: ConsentRecord): Promise<void> {
  const old = renews === undefined ? undefined : await context.store.find({ bank, consentId: renews });
  if (old?.state === "authorised") await supersede(context, old);
}

async function supersede(context: ConsentContext, old: ConsentRecord): Promise<ConsentRecord> {
  const { record, changed } = await moveConsent(context, old, { to: "superseded", reason: "renewed" });
  if (changed && context.endSuperseded) await endAtBank(context, old);
  return record;
}

/** Tried once: where it fails the consent runs out by itself, within days. */
async function endAtBank(context: ConsentContext, { bank, consentId }: ConsentRecord): Promise<void> {
  try {
    await within(context, "end of the consent", (signal) => bankOf(context, bank).deleteConsent({ consentId, signal }));
  } catch (error) {
    // The bank has ended it by itself.
    if (error instanceof BankError && error.outcome === "refused" && !error.retryable) return;
    context.onError({ doing: "ending", bank, consentId, error, final: true });
  }
}
