import { after, type DbOrTx, type Tx } from "@tallystick/kit";
import type { Subject } from "../authorisation/subject.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { cancelUnderway, isCancellable } from "./execution/cancellable.ts";
import { cancellationHashOf } from "./record/link-hash.ts";
import { signaturesOf } from "./record/signatures.ts";
import { loadPayment, lockPayment, type PaymentRow } from "./record/store.ts";
import { displayOf, viewOfPayment } from "./record/view.ts";
import { isUnderway } from "./rules.ts";

/**
 * The cancellation of an authorised payment as its authorisation sees it. It has a time of its own from its start on, and
 * when it fails the payment stays what it is.
 */
export function createCancellationSubject({ profile }: { readonly profile: BankProfile }): Subject {
  return {
    kind: "cancellation",
    failsAlone: true,
    load: async (db: DbOrTx<BankSchema>, subjectId, startedAt) => {
      const row = await loadPayment(db, subjectId);
      if (row === undefined) return undefined;
      return {
        ...viewOfPayment(row),
        kind: "cancellation",
        display: displayOf(row, { isCancellation: true }),
        linkHash: cancellationHashOf(row),
        expiresAt: after(startedAt, rulesOf(profile).lifetimes.paymentAuthorisationMinutes * 60_000),
        open: isUnderway(row.status),
      };
    },
    bindPsu: async (tx, { subjectId, psuId }) => {
      const row = await lockPayment(tx, subjectId);
      return row !== undefined && isUnderway(row.status) && isOf(tx, row, psuId);
    },
    chooseAccounts: async () => false,
    authorised: async (tx, { subjectId, psuId, linkHash, at }) => {
      const row = await lockPayment(tx, subjectId);
      if (row === undefined || cancellationHashOf(row) !== linkHash || !(await isOf(tx, row, psuId))) return false;
      return (await isCancellable(tx, row)) && cancelUnderway(tx, row, at);
    },
    refused: async () => true,
  };
}

/**
 * Whoever has authorised the payment may authorise its cancellation, and nobody else (BG-3). Of several who sign, the
 * first to log in need not be one who signed.
 */
async function isOf(tx: Tx<BankSchema>, row: PaymentRow, psuId: string): Promise<boolean> {
  if (row.signatures_needed === 1) return row.psu_id === psuId;
  return (await signaturesOf(tx, row.payment_id)).some((one) => one.psu_id === psuId);
}
