import type { Tx } from "@tallystick/kit";
import { addDays, startOfDay } from "@tallystick/xs2a";
import { startAuthorisation } from "../../authorisation/start.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import type { Tpp } from "../../tpp/tpp.ts";
import { clocksOf } from "./clocks.ts";
import type { ConsentDraft } from "./request.ts";
import { insertConsent } from "./store.ts";

export interface NewConsent {
  readonly consentId: string;
  readonly draft: ConsentDraft;
  /** How many PSUs have to authorise it, as far as that is known before one of them has come; default 1. */
  readonly signatures?: number;
  readonly tpp: Pick<Tpp, "tppId" | "name">;
  readonly at: Date;
  /** Absent where the TPP starts the authorisation by a call of its own. */
  readonly authorisationId?: string;
  readonly redirectUri?: string | undefined;
  readonly nokRedirectUri?: string | undefined;
  /** The PSU-ID that the TPP named. */
  readonly psuHint?: string | undefined;
}

/** Stores a consent as received, with the authorisation that its PSU is to complete. */
export async function openConsent(tx: Tx<BankSchema>, profile: BankProfile, consent: NewConsent): Promise<void> {
  const { consentId, draft, tpp, at, authorisationId } = consent;
  const { consentAuthorisationHours: hours } = rulesOf(profile).lifetimes;
  await insertConsent(tx, {
    consent_id: consentId,
    tpp_id: tpp.tppId,
    tpp_name: tpp.name,
    kind: draft.kind,
    status: "received",
    status_reason: null,
    recurring: draft.recurring,
    valid_until: draft.validUntil,
    frequency_per_day: draft.frequencyPerDay,
    combined_service: draft.combinedService,
    access: JSON.stringify(draft.access),
    owner_name: draft.ownerName,
    balances: draft.balances,
    transactions: draft.transactions,
    signatures_needed: consent.signatures ?? 1,
    chosen: null,
    psu_id: null,
    sca_at: null,
    first_used_at: null,
    authorised_hash: null,
    redirect_uri: consent.redirectUri ?? null,
    nok_redirect_uri: consent.nokRedirectUri ?? null,
    last_action_date: clocksOf(profile, at).today,
    created_at: at,
    expires_at: authoriseBy(profile, { hours, validUntil: draft.validUntil, at }),
    changed_at: at,
  });
  if (authorisationId === undefined) return;
  const { psuHint } = consent;
  await startAuthorisation(tx, {
    authorisationId,
    kind: "consent",
    subjectId: consentId,
    tppId: tpp.tppId,
    at,
    psuHint,
  });
}

/** Within so many hours, and not after the last day of validity. */
export function authoriseBy(
  { timeZone }: BankProfile,
  { hours, validUntil, at }: { hours: number; validUntil: string; at: Date },
): Date {
  const inTime = new Date(at.getTime() + hours * 3_600_000);
  const after = addDays(validUntil, 1);
  const isOver = after === undefined ? inTime : startOfDay(after, timeZone);
  return isOver < inTime ? isOver : inTime;
}
