import type { Random, Tx } from "@tallystick/kit";
import { sql } from "kysely";
import type { Holdings, Subject, SubjectView } from "../authorisation/subject.ts";
import type { BankSchema, ChosenAccount } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { clocksOf } from "./record/clocks.ts";
import { displayOf, linkHashOf } from "./record/display.ts";
import { insertAccounts, openedAccounts } from "./record/opened.ts";
import { loadConsent, lockConsent, moveConsent, type ConsentRow } from "./record/store.ts";

interface Deps {
  readonly random: Random;
  readonly profile: BankProfile;
  /** Tokens that are of no consent in particular go on under the consent that replaces theirs; in the same transaction. */
  readonly handOnGrants?: (tx: Tx<BankSchema>, of: { from: string; to: string }) => Promise<void>;
}

/** A consent as its authorisation sees it. */
export function createConsentSubject(deps: Deps): Subject {
  return {
    kind: "consent",
    needsHoldings: true,
    load: async (db, subjectId) => {
      const row = await loadConsent(db, subjectId);
      return row === undefined ? undefined : viewOf(row);
    },
    bindPsu: async (tx, { subjectId, psuId }) => {
      const result = await tx
        .updateTable("consent")
        .set({ psu_id: psuId })
        .where("consent_id", "=", subjectId)
        .where("status", "=", "received")
        .where((where) => where.or([where("psu_id", "is", null), where("psu_id", "=", psuId)]))
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    chooseAccounts: async (tx, { subjectId, accounts }) => {
      const chosen = accounts.map(({ accountId, iban, currency }): ChosenAccount => ({ accountId, iban, currency }));
      const result = await tx
        .updateTable("consent")
        .set({ chosen: JSON.stringify(chosen) })
        .where("consent_id", "=", subjectId)
        .where("status", "=", "received")
        .where("kind", "=", "bankOffered")
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    authorised: (tx, change) => authorise(tx, deps, change),
    refused: (tx, { subjectId: consentId, reason, at }) => {
      const to = reason === "expired" ? "expired" : "rejected";
      const { today } = clocksOf(deps.profile, at);
      return moveConsent(tx, { consentId, from: "received", to, reason, at, today });
    },
  };
}

async function authorise(
  tx: Tx<BankSchema>,
  deps: Deps,
  change: { subjectId: string; psuId: string; linkHash: string; at: Date; holdings?: Holdings },
): Promise<boolean> {
  const { subjectId: consentId, psuId, linkHash, at, holdings } = change;
  const known = await loadConsent(tx, consentId);
  const replaces = known !== undefined && replacesOthers(known, deps.profile);
  if (replaces) await takeTurns(tx, { tppId: known.tpp_id, psuId });
  const row = await lockConsent(tx, consentId);
  if (row === undefined || row.status !== "received" || row.expires_at <= at || row.psu_id !== psuId) return false;
  if (linkHashOf(row) !== linkHash || holdings === undefined) return false;
  const accounts = openedAccounts(row, holdings, deps.profile);
  if (accounts === undefined) return false;
  const { today } = clocksOf(deps.profile, at);
  const moved = await moveConsent(tx, {
    consentId,
    from: "received",
    to: "valid",
    at,
    today,
    authorisedHash: linkHash,
  });
  if (!moved) return false;
  await insertAccounts(tx, deps.random, { consentId, accounts });
  if (replaces) await endOthers(tx, deps, row, { psuId, at, today });
  return true;
}

/** Rule 24: a recurring consent ends the recurring one before it, unless the bank takes several at a time. */
function replacesOthers({ recurring, kind }: ConsentRow, profile: BankProfile): boolean {
  return recurring && kind !== "funds" && !rulesOf(profile).multipleConsents;
}

/** Of two that are authorised at the same moment neither would see the other: they take turns, by TPP and PSU. */
async function takeTurns(tx: Tx<BankSchema>, of: { tppId: string; psuId: string }): Promise<void> {
  const name = JSON.stringify(["consent", of.tppId, of.psuId]);
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ${name}, 0))`.execute(tx);
}

async function endOthers(
  tx: Tx<BankSchema>,
  deps: Deps,
  row: ConsentRow,
  { psuId, at, today }: { psuId: string; at: Date; today: string },
): Promise<void> {
  const others = await tx
    .selectFrom("consent")
    .select("consent_id")
    .where("psu_id", "=", psuId)
    .where("tpp_id", "=", row.tpp_id)
    .where("status", "=", "valid")
    .where("recurring", "=", true)
    .where("kind", "<>", "funds")
    .where("consent_id", "<>", row.consent_id)
    .execute();
  for (const { consent_id: consentId } of others) {
    const move = { consentId, from: "valid", to: "terminatedByTpp", reason: "replaced", at, today } as const;
    // One that somebody else ends at this moment takes its tokens with it.
    if (await moveConsent(tx, move)) await deps.handOnGrants?.(tx, { from: consentId, to: row.consent_id });
  }
}

function viewOf(row: ConsentRow): SubjectView {
  const display = displayOf(row);
  const isNamed = row.kind === "dedicated" || row.kind === "funds";
  return {
    kind: "consent",
    subjectId: row.consent_id,
    tppId: row.tpp_id,
    tppName: row.tpp_name,
    ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
    ...(row.kind === "bankOffered" ? { choice: choiceOf(row) } : {}),
    requiredAccounts: isNamed ? display.accounts : [],
    display,
    linkHash: linkHashOf(row),
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
    ...(row.nok_redirect_uri === null ? {} : { nokRedirectUri: row.nok_redirect_uri }),
    expiresAt: row.expires_at,
    open: row.status === "received",
    status: row.status,
  };
}

function choiceOf({ chosen, access }: ConsentRow): SubjectView["choice"] & {} {
  const { restrictedTo: types = [] } = access;
  return { of: "accounts", made: chosen !== null, ...(types.length === 0 ? {} : { types }) };
}
