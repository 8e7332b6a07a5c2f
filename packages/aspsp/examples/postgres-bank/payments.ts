import { sql } from "kysely";
import type { CoreBanking, ExecutableOrder, ExecutionOutcome, PaymentCheck, PaymentOrder } from "@tallystick/aspsp";
import type { Clock, Db, Tx } from "@tallystick/kit";
import { dateOf } from "@tallystick/xs2a";

/** What the bank offers, as in its profile: each product with the currency that it moves. */
const currencies: Readonly<Record<string, string>> = { "sepa-credit-transfers": "EUR" };

export interface PaymentParts {
  readonly db: Db<unknown>;
  readonly clock: Clock;
  readonly timeZone: string;
  /** What all IBANs of the bank contain behind country and check digits. */
  readonly bankCode: string;
}

export function payments(parts: PaymentParts): Pick<CoreBanking, "accounts" | "checkPayment" | "execute"> {
  const { bankCode, db } = parts;
  return {
    accounts: async (psuId) => {
      const { rows } = await sql<AccountRow>`
        select account_no, iban, currency, title, customers.name,
          ((balance + overdraft) * 100)::bigint as available
        from accounts join customers using (customer_no)
        where customer_no = ${psuId} order by account_no`.execute(db);
      return rows.map((row) => ({
        accountId: row.account_no,
        iban: row.iban,
        currency: row.currency,
        name: row.title,
        ownerName: row.name,
        available: BigInt(row.available),
      }));
    },
    checkPayment: async ({ creditor, currency, debtorIban, product }: PaymentOrder): Promise<PaymentCheck> => {
      if (currencies[product] === undefined) return { ok: false, code: "PRODUCT_NOT_SUPPORTED" };
      if (currencies[product] !== currency) return { ok: false, code: "CURRENCY_NOT_SUPPORTED" };
      const keeps = async (iban: string): Promise<boolean> =>
        (await sql`select from accounts where iban = ${iban} and currency = ${currency}`.execute(db)).rows.length > 0;
      if (debtorIban !== undefined && !(await keeps(debtorIban))) return { ok: false, code: "DEBTOR_UNKNOWN" };
      const isOurs = creditor.iban.slice(4).startsWith(bankCode);
      return isOurs && !(await keeps(creditor.iban)) ? { ok: false, code: "CREDITOR_UNKNOWN" } : { ok: true };
    },
    execute: (order) => db.transaction().execute((tx) => execute(tx, parts, order)),
  };
}

interface AccountRow {
  readonly account_no: string;
  readonly iban: string;
  readonly currency: string;
  readonly title: string;
  readonly name: string;
  readonly available: string;
}

/** The order's row comes first: a repeat waits for it and gives its answer. */
async function execute(tx: Tx<unknown>, parts: PaymentParts, order: ExecutableOrder): Promise<ExecutionOutcome> {
  const { executionId } = order;
  const taken = await sql`
    insert into payment_orders (execution_id, status) values (${executionId}, 'new')
    on conflict do nothing returning execution_id`.execute(tx);
  if (taken.rows.length === 0) {
    const { rows } = await sql<{ status: "ACSC" | "RJCT"; reason: string | null }>`
      select status, reason from payment_orders where execution_id = ${executionId}`.execute(tx);
    const { reason = null, status = "RJCT" } = rows[0] ?? {};
    return reason === null ? { status } : { status, reason };
  }
  const outcome = await book(tx, parts, order);
  await sql`
    update payment_orders set status = ${outcome.status}, reason = ${outcome.reason ?? null}
    where execution_id = ${executionId}`.execute(tx);
  return outcome;
}

interface Side {
  readonly account_no: string;
  readonly name: string | null;
  readonly has_enough: boolean;
  readonly role: "debtor" | "creditor" | "outside";
}

async function book(tx: Tx<unknown>, parts: PaymentParts, order: ExecutableOrder): Promise<ExecutionOutcome> {
  const { amount, creditor, currency, debtorIban, psuId } = order;
  // All rows that may be touched, always in the same order, so that no two payments wait for each other for ever.
  const { rows } = await sql<Side>`
    select account_no, (select name from customers where customers.customer_no = accounts.customer_no) as name,
      balance + overdraft >= ${amount}::numeric / 100 as has_enough,
      case when iban is null then 'outside' when iban = ${creditor.iban} then 'creditor' else 'debtor' end as role
    from accounts
    where currency = ${currency} and (iban is null or iban = ${creditor.iban}
      or (iban = ${debtorIban} and customer_no = ${psuId}))
    order by account_no for update`.execute(tx);
  const side = (role: Side["role"]): Side | undefined => rows.find((row) => row.role === role);
  const [from, inside] = [side("debtor"), side("creditor")];
  if (from === undefined) return { status: "RJCT", reason: "The account cannot be used for this payment." };
  const isOurs = creditor.iban.slice(4).startsWith(parts.bankCode);
  const to = isOurs ? inside : side("outside");
  if (to === undefined) return { status: "RJCT", reason: "The creditor account does not exist." };
  if (!from.has_enough) return { status: "RJCT", reason: "The account does not hold enough money." };
  const day = dateOf(parts.clock.now(), parts.timeZone);
  await enter(tx, order, { account: from.account_no, amount: -amount, day, other: creditor });
  const debtor = { name: from.name ?? "", iban: debtorIban };
  await enter(tx, order, { account: to.account_no, amount, day, other: debtor });
  return { status: "ACSC" };
}

interface NewEntry {
  readonly account: string;
  readonly amount: bigint;
  readonly day: string;
  readonly other: { readonly name: string; readonly iban: string };
}

async function enter(
  tx: Tx<unknown>,
  order: ExecutableOrder,
  { account, amount, day, other }: NewEntry,
): Promise<void> {
  await sql`
    with changed as (
      update accounts set balance = balance + ${amount}::numeric / 100 where account_no = ${account}
      returning account_no, balance)
    insert into entries
      (account_no, booked_on, amount, balance_after, other_name, other_iban, details, end_to_end_id)
    select account_no, ${day}, ${amount}::numeric / 100, balance, ${other.name}, ${other.iban},
      ${order.remittance ?? null}, ${order.endToEndId ?? null}
    from changed`.execute(tx);
}
