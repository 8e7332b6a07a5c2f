import { enqueue, type DbOrTx, type Random, type Tx } from "@tallystick/kit";
import { formatAmount } from "@tallystick/xs2a";
import type { Subject, SubjectView } from "../authorisation/subject.ts";
import type { BankSchema } from "../migrations/schema.ts";
import { linkHashOf } from "./record/link-hash.ts";
import { loadPayment, lockPayment, movePayment, type PaymentRow } from "./record/store.ts";

export const executeTopic = "payment.execute";

/** A payment as its authorisation sees it. */
export function createPaymentSubject({ random }: { random: Random }): Subject {
  return {
    kind: "payment",
    load: async (db: DbOrTx<BankSchema>, subjectId) => {
      const row = await loadPayment(db, subjectId);
      return row === undefined ? undefined : viewOf(row);
    },
    bindPsu: async (tx, { subjectId, psuId }) => {
      const result = await tx
        .updateTable("payment")
        .set({ psu_id: psuId })
        .where("payment_id", "=", subjectId)
        .where("status", "=", "RCVD")
        .where((where) => where.or([where("psu_id", "is", null), where("psu_id", "=", psuId)]))
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    chooseAccounts: async (tx, { subjectId, accounts }) => {
      const [account] = accounts;
      if (account === undefined) return false;
      const result = await tx
        .updateTable("payment")
        .set({ debtor_iban: account.iban })
        .where("payment_id", "=", subjectId)
        .where("status", "=", "RCVD")
        .where("debtor_chosen", "=", true)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    authorised: (tx, change) => authorise(tx, random, change),
    refused: (tx, { subjectId, reason, at }) =>
      movePayment(tx, { paymentId: subjectId, from: "RCVD", to: "RJCT", reason, at }),
  };
}

async function authorise(
  tx: Tx<BankSchema>,
  random: Random,
  change: { subjectId: string; linkHash: string; at: Date },
): Promise<boolean> {
  const { subjectId: paymentId, linkHash, at } = change;
  const row = await lockPayment(tx, paymentId);
  if (row === undefined || row.status !== "RCVD" || row.expires_at <= at) return false;
  if (row.debtor_iban === null || row.psu_id === null || linkHashOf(row) !== linkHash) return false;
  const moved = await movePayment(tx, { paymentId, from: "RCVD", to: "ACTC", at, authorisedHash: linkHash });
  if (!moved) return false;
  const executionId = random.uuid();
  await tx
    .insertInto("payment_execution")
    .values({ execution_id: executionId, payment_id: paymentId, created_at: at, finished_at: null, outcome: null })
    .execute();
  const dueAt = executionTime(row, at);
  await enqueue(tx, { topic: executeTopic, key: paymentId, payload: { paymentId, executionId }, dueAt });
  return true;
}

/** At once, or when the requested day begins. */
function executionTime(row: PaymentRow, now: Date): Date {
  if (row.requested_execution_date === null) return now;
  const day = new Date(`${row.requested_execution_date}T00:00:00Z`);
  return day > now ? day : now;
}

function viewOf(row: PaymentRow): SubjectView {
  return {
    kind: "payment",
    subjectId: row.payment_id,
    tppId: row.tpp_id,
    tppName: row.tpp_name,
    ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
    ...(row.debtor_chosen
      ? { choice: { of: "debtor", currency: row.currency, made: row.debtor_iban !== null } as const }
      : {}),
    requiredAccounts: row.debtor_iban === null ? [] : [{ iban: row.debtor_iban, currency: row.currency }],
    display: {
      shows: "payment",
      isCancellation: false,
      amount: formatAmount(BigInt(row.amount), row.currency),
      currency: row.currency,
      creditorName: row.creditor_name,
      creditorIban: row.creditor_iban,
      ...(row.debtor_iban === null ? {} : { debtorIban: row.debtor_iban }),
      ...(row.remittance === null ? {} : { remittance: row.remittance }),
      ...(row.end_to_end_id === null ? {} : { endToEndId: row.end_to_end_id }),
      ...(row.requested_execution_date === null ? {} : { requestedExecutionDate: row.requested_execution_date }),
    },
    linkHash: linkHashOf(row),
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
    ...(row.nok_redirect_uri === null ? {} : { nokRedirectUri: row.nok_redirect_uri }),
    expiresAt: row.expires_at,
    open: row.status === "RCVD",
    status: row.status,
  };
}
