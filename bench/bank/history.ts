import type pg from "pg";

export interface HistoryOptions {
  readonly bank: string;
  readonly iban: string;
  /** Of one, and over how many days up to today they are spread. */
  readonly entries: number;
  readonly days: number;
}

/**
 * Books so many entries on an account, each with its counter-entry on the bank's clearing account: in turn one comes in
 * and the next takes the same amount out, so that no balance changes. The books' own guards look at every row, which takes
 * minutes at a million; here the sums are checked once, after all of them.
 */
export async function bookHistory(client: pg.Client, options: HistoryOptions): Promise<void> {
  const { bank, iban, entries, days } = options;
  await client.query("begin");
  await client.query("alter table ledger.transfer disable trigger user");
  await client.query("alter table ledger.entry disable trigger user");
  await client.query(transfers, [bank, iban, entries, days]);
  await client.query(postings, [bank, iban]);
  await client.query("alter table ledger.transfer enable trigger user");
  await client.query("alter table ledger.entry enable trigger user");
  await client.query("commit");
  await client.query("vacuum (analyze) ledger.transfer, ledger.entry");
  const { rows } = await client.query<{ wrong: string }>(wrongAccounts);
  if (rows[0]?.wrong !== "0") throw new Error("the books do not hold what was booked");
}

const transfers = `
  insert into ledger.transfer (bank, execution_id, payment_id, status, amount, currency, debtor_iban, debtor_name,
    creditor_iban, creditor_name, remittance, end_to_end_id, transaction_code, booked_at)
  select $1, 'bench-' || $2 || '-' || n, 'bench-' || $2 || '-' || n, 'ACSC', 100 + (n - n % 2) % 90000, 'EUR',
    case n % 2 when 0 then $2 else 'DE89370400440532013000' end,
    case n % 2 when 0 then 'Jonas Kazlauskas' else 'Customer of ours ' || n % 977 end,
    case n % 2 when 0 then 'DE89370400440532013000' else $2 end,
    case n % 2 when 0 then 'Supplier ' || n % 977 else 'Jonas Kazlauskas' end,
    'Invoice ' || n || ' of the month', 'E2E-' || n, 'PMNT-ICDT-ESCT',
    now() - make_interval(mins => ((($3::int - n)::bigint * $4::int * 1440) / $3::int)::int)
  from generate_series(0, $3::int - 1) n order by n`;

const postings = `
  insert into ledger.entry (transfer_id, account_id, amount, balance_after, booking_date)
  select made.id, side.account, side.gain,
    side.before + case made.came when true then side.gain else 0 end,
    (made.booked_at at time zone book.time_zone)::date
  from (select id, amount, booked_at, creditor_iban = $2 as came from ledger.transfer
    where bank = $1 and execution_id like 'bench-' || $2 || '-%') made
  join ledger.book on book.bank = $1
  cross join lateral (
    select account.id as account, account.balance as before,
      case when made.came = (account.kind = 'customer') then made.amount else -made.amount end as gain
    from ledger.account where account.bank = $1 and account.currency = 'EUR'
      and (account.iban = $2 or account.kind = 'external')) side
  order by made.id, side.account`;

const wrongAccounts = `
  select count(*) as wrong from (
    select account.id from ledger.account left join ledger.entry on entry.account_id = account.id
    group by account.id having account.balance <> coalesce(sum(entry.amount), 0)) as one`;
