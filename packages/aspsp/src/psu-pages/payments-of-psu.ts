import type { Db } from "@tallystick/kit";
import { formatAmount, type Standing, type TransactionStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import type { BankSchema } from "../migrations/schema.ts";

/** A payment that a PSU has authorised or signed, as their list shows it. */
export interface PsuPayment {
  readonly paymentId: string;
  /** Of the certificate with which it was asked for. */
  readonly tppName: string;
  readonly status: TransactionStatus;
  readonly statusReason?: string;
  /** Decimal, with the currency's minor digits; of a bulk the total. */
  readonly amount: string;
  readonly currency: string;
  readonly creditorName: string;
  readonly creditorIban: string;
  readonly debtorIban?: string;
  /** The text for the payee, or the reference. */
  readonly remittance?: string;
  /** How many orders, of a bulk; name and IBAN are then those of the first. */
  readonly orders?: number;
  /** When a standing order is executed. */
  readonly standing?: Standing;
  readonly orderedAt: Date;
  /** The day, or instant, that was asked for. */
  readonly executeOn?: string | Date;
}

/** One page of the list; `before` is the last payment of the page before it. */
export interface PsuPaymentPage {
  readonly psuId: string;
  readonly before?: string;
  readonly limit: number;
}

interface Row {
  readonly payment_id: string;
  readonly tpp_name: string;
  readonly status: TransactionStatus;
  readonly status_reason: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly creditor_name: string;
  readonly creditor_iban: string;
  readonly debtor_iban: string | null;
  readonly remittance: string | null;
  readonly orders: number | null;
  readonly standing: Standing | null;
  readonly created_at: Date;
  readonly requested_execution_date: string | null;
  readonly requested_execution_time: Date | null;
}

/** Of one signature a payment is who authorised it, of several whose signature it carries: never both. */
const own = {
  authorised: "p.psu_id = $1 and p.signatures_needed = 1 and p.authorised_hash is not null",
  signed: "p.payment_id = s.payment_id and s.psu_id = $1",
};

const newestFirst = "order by p.created_at desc, p.payment_id desc limit $4";
const older = "(p.created_at, p.payment_id) < ($2::timestamptz, $3::uuid)";

const page = `select p.payment_id, p.tpp_name, p.status, p.status_reason, p.amount::text as amount, p.currency, p.creditor_name,
    p.creditor_iban, p.debtor_iban, coalesce(p.remittance, p.creditor_reference) as remittance,
    jsonb_array_length(nullif(p.items, 'null')) as orders, nullif(p.standing, 'null') as standing, p.created_at,
    p.requested_execution_date, p.requested_execution_time
  from payment p join (
    (select p.payment_id from payment p where ${own.authorised} and ${older} ${newestFirst})
    union all
    (select p.payment_id from payment_signature s, payment p where ${own.signed} and ${older} ${newestFirst})
  ) own using (payment_id)
  ${newestFirst}`;

const start = `select p.created_at from payment p where p.payment_id = $2 and (${own.authorised}
  or exists (select from payment_signature s where ${own.signed}))`;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const afterAll = { at: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** The payments made through TPPs, the newest first; undefined when `before` is no payment of this PSU's list. */
export async function listPaymentsOfPsu(
  db: Db<BankSchema>,
  { psuId, before, limit }: PsuPaymentPage,
): Promise<readonly PsuPayment[] | undefined> {
  const from = before === undefined ? afterAll : await startOf(db, { psuId, before });
  if (from === undefined) return undefined;
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(page, [psuId, from.at, from.id, limit]));
  return rows.map(paymentOf);
}

async function startOf(db: Db<BankSchema>, { psuId, before }: { psuId: string; before: string }) {
  if (!uuid.test(before)) return undefined;
  const { rows } = await db.executeQuery<{ created_at: Date }>(CompiledQuery.raw(start, [psuId, before]));
  return rows[0] === undefined ? undefined : { at: rows[0].created_at, id: before };
}

function paymentOf(row: Row): PsuPayment {
  const executeOn = row.requested_execution_date ?? row.requested_execution_time;
  return {
    paymentId: row.payment_id,
    tppName: row.tpp_name,
    status: row.status,
    ...(row.status_reason === null ? {} : { statusReason: row.status_reason }),
    amount: formatAmount(BigInt(row.amount), row.currency),
    currency: row.currency,
    creditorName: row.creditor_name,
    creditorIban: row.creditor_iban,
    ...(row.debtor_iban === null ? {} : { debtorIban: row.debtor_iban }),
    ...(row.remittance === null || row.orders !== null ? {} : { remittance: row.remittance }),
    ...(row.orders === null ? {} : { orders: row.orders }),
    ...(row.standing === null ? {} : { standing: row.standing }),
    orderedAt: row.created_at,
    ...(executeOn === null ? {} : { executeOn }),
  };
}
