import { after, type DbOrTx, type Tx } from "@tallystick/kit";
import type { Subject, SubjectView } from "../authorisation/subject.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { scheduleExecutions, type ScheduleDeps } from "./execution/schedule.ts";
import { linkHashOf } from "./record/link-hash.ts";
import { sign, signaturesOf } from "./record/signatures.ts";
import { loadPayment, lockPayment, movePayment, type PaymentRow } from "./record/store.ts";
import { displayOf, viewOfPayment } from "./record/view.ts";
import { awaitsAuthorisation } from "./rules.ts";

type Deps = Pick<ScheduleDeps, "random"> & { readonly profile: BankProfile };

/** A payment as its authorisation sees it. */
export function createPaymentSubject(deps: Deps): Subject {
  return {
    kind: "payment",
    load: async (db: DbOrTx<BankSchema>, subjectId) => {
      const row = await loadPayment(db, subjectId);
      return row === undefined ? undefined : viewOf(db, row);
    },
    bindPsu,
    chooseAccounts: async (tx, { subjectId, accounts }) => {
      const [account] = accounts;
      if (account === undefined) return false;
      const result = await tx
        .updateTable("payment")
        .set({ debtor_iban: account.iban, signatures_needed: account.signatures ?? 1 })
        .where("payment_id", "=", subjectId)
        .where("status", "=", "RCVD")
        .where("debtor_chosen", "=", true)
        // An account that others share is theirs to sign for as well from then on.
        .where((where) => where.or([where("debtor_iban", "is", null), where("signatures_needed", "=", 1)]))
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    authorised: (tx, change) => authorise(tx, deps, change),
    refused: async (tx, { subjectId, reason, at, anonymous = false }) => {
      const row = await lockPayment(tx, subjectId);
      if (row === undefined || !awaitsAuthorisation(row.status)) return false;
      // What one holder has signed, only another holder may refuse.
      if (anonymous && row.status === "PATC") return false;
      // The first signature may have given it more time since it was looked at.
      if (reason === "expired" && row.expires_at > at) return false;
      return movePayment(tx, { paymentId: subjectId, from: row.status, to: "RJCT", reason, at });
    },
  };
}

/** A payment of one signature belongs to the first PSU; of several each PSU is welcome who has not signed yet. */
async function bindPsu(tx: Tx<BankSchema>, of: { subjectId: string; psuId: string }): Promise<boolean> {
  const { subjectId, psuId } = of;
  const row = await lockPayment(tx, subjectId);
  if (row === undefined || !awaitsAuthorisation(row.status)) return false;
  if (row.psu_id === null) {
    await tx.updateTable("payment").set({ psu_id: psuId }).where("payment_id", "=", subjectId).execute();
    return true;
  }
  if (row.signatures_needed === 1) return row.psu_id === psuId;
  const signed = await signaturesOf(tx, subjectId);
  return signed.every((one) => one.psu_id !== psuId);
}

type Authorised = { subjectId: string; psuId: string; linkHash: string; at: Date };

/** A signature, and with the last one the payment's executions, all in the transaction of the authorisation. */
async function authorise(tx: Tx<BankSchema>, deps: Deps, change: Authorised): Promise<boolean> {
  const { subjectId: paymentId, psuId, linkHash, at } = change;
  const row = await lockPayment(tx, paymentId);
  if (row === undefined || !awaitsAuthorisation(row.status) || row.expires_at <= at) return false;
  if (row.debtor_iban === null || row.psu_id === null || linkHashOf(row) !== linkHash) return false;
  const { status: from } = row;
  if (row.signatures_needed > 1) {
    if (!(await sign(tx, { paymentId, psuId, linkHash, at }))) return false;
    const signed = await signaturesOf(tx, paymentId);
    // Whoever signed before signed the same (row P6).
    if (signed.some((one) => one.link_hash !== linkHash)) return false;
    if (signed.length < row.signatures_needed) {
      const expiresAt = after(at, rulesOf(deps.profile).lifetimes.partialAuthorisationHours * 3_600_000);
      return from === "PATC" || movePayment(tx, { paymentId, from, to: "PATC", at, expiresAt });
    }
  } else if (row.psu_id !== psuId) return false;
  const moved = await movePayment(tx, { paymentId, from, to: "ACTC", at, authorised: { linkHash, psuId } });
  if (moved) await scheduleExecutions(tx, deps, row, at);
  return moved;
}

async function viewOf(db: DbOrTx<BankSchema>, row: PaymentRow): Promise<SubjectView> {
  const needed = row.signatures_needed;
  const signatures = needed === 1 ? undefined : { needed, given: (await signaturesOf(db, row.payment_id)).length };
  return {
    ...viewOfPayment(row),
    kind: "payment",
    ...choiceOf(row),
    display: displayOf(row, { isCancellation: false, ...(signatures === undefined ? {} : { signatures }) }),
    linkHash: linkHashOf(row),
    expiresAt: row.expires_at,
    open: awaitsAuthorisation(row.status),
  };
}

function choiceOf(row: PaymentRow): Pick<SubjectView, "choice"> {
  const made = row.debtor_iban !== null;
  if (!row.debtor_chosen || (made && row.signatures_needed > 1)) return {};
  const payees = (row.items ?? [row]).map((order) => order.creditor_iban);
  return { choice: { of: "debtor", currency: row.currency, payees, made } };
}
