import { isCalendarDate } from "@tallystick/xs2a";
import { systemSleep } from "../time.ts";
import { isMembers } from "../../dialect/members.ts";
import type { AggregateOptions, Aggregation, BankConnection } from "./aggregation.ts";
import { inOrder } from "./order.ts";
import { readBank, type ReadOptions } from "./read-bank.ts";

const deadlineMsDefault = 30_000;
const concurrencyDefault = 4;

/**
 * Accounts, balances and transactions of one user at several banks, all asked at once. What a bank does not give is in
 * `failures`, whatever happened (an error, a refusal, no answer before the deadline), and never keeps back what the others
 * gave. The order is the same whichever bank answers first: newest first, then bank, account, currency, and the bank's own.
 *
 * Throws a TypeError that names the member, before anything is sent, for connections or options that make no sense; rejects
 * with the reason of `options.signal` when that is aborted.
 */
export async function aggregate(
  connections: readonly BankConnection[],
  options: AggregateOptions = {},
): Promise<Aggregation> {
  const { deadlineMs = deadlineMsDefault, concurrency = concurrencyDefault, sleep = systemSleep } = options;
  const whole: ReadOptions = { ...options, deadlineMs, concurrency, sleep };
  check(connections, whole);
  options.signal?.throwIfAborted();
  const readings = await Promise.all(connections.map((connection) => readBank(connection, whole)));
  return {
    accounts: inOrder(readings.flatMap(({ accounts }) => accounts)),
    balances: inOrder(readings.flatMap(({ balances }) => balances)),
    transactions: inOrder(readings.flatMap(({ transactions }) => transactions)),
    failures: inOrder(readings.flatMap(({ failures }) => failures)),
  };
}

function check(connections: readonly BankConnection[], options: ReadOptions): void {
  const seen = new Set<string>();
  if (!Array.isArray(connections)) throw new TypeError("connections is not a list");
  for (const [at, connection] of connections.entries()) {
    if (!isMembers(connection)) throw new TypeError(`connections[${at}] is not an object`);
    const { bankId, consentId } = connection as Partial<BankConnection>;
    if (!isName(bankId)) throw new TypeError(`connections[${at}].bankId is not a text, or empty`);
    if (!isName(consentId)) throw new TypeError(`connections[${at}].consentId is not a text, or empty`);
    if (!isMembers(connection.client)) throw new TypeError(`connections[${at}].client is not a client`);
    if (seen.has(bankId))
      throw new TypeError(`connections[${at}].bankId: ${bankId} is there twice, one consent a bank`);
    seen.add(bankId);
  }
  for (const member of ["dateFrom", "dateTo"] as const) {
    const date = options[member];
    if (date !== undefined && !isCalendarDate(date)) throw new TypeError(`${member} is not a day as YYYY-MM-DD`);
  }
  const { deadlineMs, concurrency } = options;
  if (typeof deadlineMs !== "number" || !(deadlineMs > 0))
    throw new TypeError("deadlineMs is not a number of milliseconds above 0");
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new TypeError("concurrency is not a whole number above 0");
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
