// One operation a row: our request, and the same rows by one prepared statement of the baseline.
import { randomUUID } from "node:crypto";
import type { OpenBank } from "./open-bank.ts";

export interface Row {
  readonly name: string;
  readonly expects: 200 | 201;
  /** The n-th request, whole. */
  readonly ours: (n: number) => string;
  readonly raw: (n: number) => string;
  /** The same on the account with few entries. */
  readonly small?: (n: number) => string;
}

/** The baseline's statements, by the name that begins the path of a row. */
export const statements = {
  accounts: `select account.id, iban, currency, name, owner_name, balance, reserved, credit_limit, product,
      cash_account_type, usage, status
    from ledger.account join ledger.account_holder on account_holder.account_id = account.id
    where bank = $1 and kind = 'customer' and psu_id = $2 order by account.id`,
  balances: `select account.currency, account.balance, account.reserved, account.credit_limit, last.id as last_id,
      last.booked_at, closing.balance_after as closing, closing.id as closing_id
    from ledger.account
    left join lateral (
      select entry.id, transfer.booked_at from ledger.entry join ledger.transfer on transfer.id = entry.transfer_id
      where entry.account_id = account.id order by entry.booking_date desc, entry.id desc limit 1) last on true
    left join lateral (
      select entry.id, entry.balance_after from ledger.entry
      where entry.account_id = account.id and entry.booking_date < current_date
      order by entry.booking_date desc, entry.id desc limit 1) closing on true
    where account.id = $1`,
  transactions: `select entry.id, entry.booking_date::text as day, entry.amount, entry.balance_after, transfer.currency,
      transfer.debtor_name, transfer.debtor_iban, transfer.creditor_name, transfer.creditor_iban, transfer.remittance,
      transfer.creditor_reference, transfer.end_to_end_id, transfer.transaction_code
    from ledger.entry join ledger.transfer on transfer.id = entry.transfer_id
    where entry.account_id = $1 and entry.booking_date >= $2 and entry.booking_date <= $3
    order by entry.booking_date desc, entry.id desc limit 101`,
  status: `select status as "transactionStatus" from bank_paysera_lt.payment where payment_id = $1`,
} as const;

/** How many days back reports begin, within what a consent opens; they end on one of the days after. */
const reportDays = 80;

export function rowsOf(bank: OpenBank): Readonly<Record<string, Row>> {
  const { large, small, consentId, paymentIds, psuId, providerId } = bank;
  const reads = { authorization: `Bearer ${bank.readToken}`, "consent-id": consentId };
  const pays = { authorization: `Bearer ${bank.payToken}` };
  const get = (path: string, headers: Headers) => httpRequest("GET", bank.base + path, headers);
  const raw = (path: string, headers: Headers) => httpRequest("GET", path, headers);
  const report = (resourceId: string) => (n: number) => {
    const { from, to } = daysOf(n);
    const query = `bookingStatus=booked&dateFrom=${from}&dateTo=${to}&itemsPerPage=100`;
    return get(`/v1/accounts/${resourceId}/transactions?${query}`, reads);
  };
  return {
    accounts: {
      name: "account list",
      expects: 200,
      ours: () => get("/v1/accounts", reads),
      raw: () => raw(`/accounts/${providerId}/${psuId}`, reads),
    },
    balances: {
      name: "balances",
      expects: 200,
      ours: () => get(`/v1/accounts/${large.resourceId}/balances`, reads),
      raw: () => raw(`/balances/${large.accountId}`, reads),
    },
    transactions: {
      name: `page of 100 transactions out of ${bank.entries.large.toLocaleString("en")}`,
      expects: 200,
      ours: report(large.resourceId),
      raw: (n) => raw(`/transactions/${large.accountId}/${daysOf(n).from}/${daysOf(n).to}`, reads),
      small: report(small.resourceId),
    },
    initiation: {
      name: "payment initiation",
      expects: 201,
      ours: () => httpRequest("POST", `${bank.base}/v1/payments/sepa-credit-transfers`, pays, bank.paymentBody),
      raw: () => httpRequest("POST", "/initiation", pays, bank.paymentBody),
    },
    status: {
      name: "payment status",
      expects: 200,
      ours: (n) => get(`/v1/payments/sepa-credit-transfers/${paymentIds[n % paymentIds.length]}/status`, pays),
      raw: (n) => raw(`/status/${paymentIds[n % paymentIds.length]}`, pays),
    },
  };
}

function daysOf(n: number): { from: string; to: string } {
  const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  return { from: day(reportDays), to: day((n * 7) % 60) };
}

type Headers = Readonly<Record<string, string>>;

/** The PSU is there (decision 18): reads without one are four a day. */
function httpRequest(method: string, path: string, headers: Headers, body = ""): string {
  const always = {
    host: "localhost",
    "x-request-id": randomUUID(),
    accept: "application/json",
    "psu-ip-address": "203.0.113.7",
    ...(method === "POST" ? { "tpp-redirect-uri": "https://tpp.example/back" } : {}),
    ...(body === "" ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries({ ...always, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}
