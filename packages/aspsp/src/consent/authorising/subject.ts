import type { DbOrTx, Tx } from "@tallystick/kit";
import type { Subject, SubjectView } from "../../authorisation/subject.ts";
import type { BankSchema, ChosenAccount } from "../../migrations/schema.ts";
import { authorise, type AuthoriseDeps } from "./authorise.ts";
import { clocksOf } from "../record/clocks.ts";
import { displayOf, linkHashOf } from "../record/display.ts";
import { hasSigned, signaturesOf } from "../record/signatures.ts";
import { loadConsent, lockConsent, moveConsent, type ConsentRow } from "../record/store.ts";
import { awaitsAuthorisation } from "../rules.ts";

/** A consent as its authorisation sees it. */
export function createConsentSubject(deps: AuthoriseDeps): Subject {
  return {
    kind: "consent",
    needsHoldings: true,
    load: async (db: DbOrTx<BankSchema>, subjectId) => {
      const row = await loadConsent(db, subjectId);
      return row === undefined ? undefined : viewOf(db, row);
    },
    bindPsu,
    chooseAccounts: async (tx, { subjectId, accounts }) => {
      const chosen = accounts.map(({ accountId, iban, currency }): ChosenAccount => ({ accountId, iban, currency }));
      const signatures = Math.max(1, ...accounts.map((account) => account.signatures ?? 1));
      const result = await tx
        .updateTable("consent")
        .set({ chosen: JSON.stringify(chosen), signatures_needed: signatures })
        .where("consent_id", "=", subjectId)
        .where("status", "=", "received")
        .where("kind", "=", "bankOffered")
        // Accounts that others share are theirs to open as well from then on.
        .where((where) => where.or([where("chosen", "is", null), where("signatures_needed", "=", 1)]))
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    authorised: (tx, change) => authorise(tx, deps, change),
    refused: async (tx, { subjectId: consentId, reason, at, anonymous = false }) => {
      const row = await lockConsent(tx, consentId);
      if (row === undefined || !awaitsAuthorisation(row.status)) return false;
      // What one holder has signed, only another holder may refuse.
      if (anonymous && row.status === "partiallyAuthorised") return false;
      // The first signature may have given it more time since it was looked at.
      if (reason === "expired" && row.expires_at > at) return false;
      const to = reason === "expired" ? "expired" : "rejected";
      const { today } = clocksOf(deps.profile, at);
      return moveConsent(tx, { consentId, from: row.status, to, reason, at, today });
    },
  };
}

/** A consent of one signature belongs to the first PSU; of several each PSU is welcome who has not signed yet. */
async function bindPsu(tx: Tx<BankSchema>, of: { subjectId: string; psuId: string }): Promise<boolean> {
  const { subjectId: consentId, psuId } = of;
  const row = await lockConsent(tx, consentId);
  if (row === undefined || !awaitsAuthorisation(row.status)) return false;
  if (row.psu_id === null) {
    await tx.updateTable("consent").set({ psu_id: psuId }).where("consent_id", "=", consentId).execute();
    return true;
  }
  if (row.signatures_needed === 1) return row.psu_id === psuId;
  return !(await hasSigned(tx, { consentId, psuId }));
}

async function viewOf(db: DbOrTx<BankSchema>, row: ConsentRow): Promise<SubjectView> {
  const needed = row.signatures_needed;
  const signatures =
    needed === 1 ? {} : { signatures: { needed, given: (await signaturesOf(db, row.consent_id)).length } };
  const display = { ...displayOf(row), ...signatures };
  return {
    kind: "consent",
    subjectId: row.consent_id,
    tppId: row.tpp_id,
    tppName: row.tpp_name,
    ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
    ...choiceOf(row),
    requiredAccounts: isNamed(row) ? display.accounts : [],
    display,
    linkHash: linkHashOf(row),
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
    ...(row.nok_redirect_uri === null ? {} : { nokRedirectUri: row.nok_redirect_uri }),
    expiresAt: row.expires_at,
    open: awaitsAuthorisation(row.status),
    status: row.status,
  };
}

/** Whether it is settled which accounts it is about: by the TPP, or for the others who sign by the first of them. */
function isNamed(row: ConsentRow): boolean {
  return row.kind === "dedicated" || row.kind === "funds" || isChosenForAll(row);
}

function isChosenForAll({ kind, chosen, signatures_needed: needed }: ConsentRow): boolean {
  return kind === "bankOffered" && chosen !== null && needed > 1;
}

function choiceOf(row: ConsentRow): Pick<SubjectView, "choice"> {
  if (row.kind !== "bankOffered" || isChosenForAll(row)) return {};
  const { restrictedTo: types = [] } = row.access;
  return { choice: { of: "accounts", made: row.chosen !== null, ...(types.length === 0 ? {} : { types }) } };
}
