import { readRows, type DbOrTx } from "@tallystick/kit";
import { Xs2aError, type ConsentStatus } from "@tallystick/xs2a";
import type { BankSchema } from "../../migrations/schema.ts";
import type { Call } from "../../wire/call.ts";
import type { ConsentClockDeps } from "../deps.ts";
import { expireConsent } from "../expire.ts";
import { clocksOf, clockValues, overdue } from "./clocks.ts";
import { isConsentId, loadConsent, type ConsentRow } from "./store.ts";

/** Consents to account information and those to funds confirmation have paths and roles of their own. */
export type ConsentFamily = "accounts" | "funds";

export type ConsentCall = Pick<Call, "tpp"> & { readonly params: { readonly consentId: string } };

/** Where a consent is addressed. */
export function consentUrl(
  { standardUrl }: { readonly standardUrl: string },
  consentId: string,
  family: ConsentFamily = "accounts",
): string {
  return `${standardUrl}${family === "funds" ? "/v2/consents/confirmation-of-funds" : "/v1/consents"}/${consentId}`;
}

/** As much of a consent as most calls need. */
export interface ConsentState {
  readonly consent_id: string;
  readonly status: ConsentStatus;
  readonly status_reason: string | null;
  readonly signatures_needed: number;
}

const ownState = `select c.consent_id, c.status, c.status_reason, c.signatures_needed, ${overdue} as overdue
  from consent c where c.consent_id = $6 and c.tpp_id = $7 and (c.kind = 'funds') = $8`;

/**
 * How the consent of the path stands if it is the caller's, ended first when its time is over. Unknown, foreign and of the
 * other family all answer the same (decision 24).
 */
export async function requireOwnState(
  deps: ConsentClockDeps,
  { tpp, params }: ConsentCall,
  family: ConsentFamily = "accounts",
): Promise<ConsentState> {
  const key = { tppId: tpp.tppId, consentId: params.consentId, family };
  const state = await findState(deps, deps.db, key);
  if (state === undefined) throw unknownConsent();
  if (!state.overdue) return state;
  await expireConsent(deps, state);
  return (await findState(deps, deps.db, key)) ?? state;
}

/** The whole consent, under the same rules. */
export async function requireOwnConsent(
  deps: ConsentClockDeps,
  call: ConsentCall,
  family: ConsentFamily = "accounts",
): Promise<ConsentRow> {
  const { consent_id: consentId } = await requireOwnState(deps, call, family);
  const row = await loadConsent(deps.db, consentId);
  if (row === undefined) throw unknownConsent();
  return row;
}

/** Whether a consent of the TPP to account information is valid now; undefined for an unknown one. */
export async function isConsentValid(
  deps: ConsentClockDeps,
  key: { readonly tppId: string; readonly consentId: string },
): Promise<boolean | undefined> {
  const state = await findState(deps, deps.db, { ...key, family: "accounts" });
  return state === undefined ? undefined : state.status === "valid" && !state.overdue;
}

async function findState(
  { profile, clock }: ConsentClockDeps,
  db: DbOrTx<BankSchema>,
  { tppId, consentId, family }: { tppId: string; consentId: string; family: ConsentFamily },
): Promise<(ConsentState & { readonly overdue: boolean }) | undefined> {
  if (!isConsentId(consentId)) return undefined;
  const values = [...clockValues(clocksOf(profile, clock.now())), consentId, tppId, family === "funds"];
  const [state] = await readRows<ConsentState & { readonly overdue: boolean }>(db, ownState, values);
  return state;
}

function unknownConsent(): Xs2aError {
  return new Xs2aError({ code: "CONSENT_UNKNOWN", place: "path", text: "The consent is unknown." });
}
