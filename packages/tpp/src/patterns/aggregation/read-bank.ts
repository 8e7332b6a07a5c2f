import type { AccountDetails, Balance } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import type { ConsentCall } from "../../client/inputs.ts";
import type { ReportedTransaction } from "../../client/operations/transactions.ts";
import { isMembers } from "../../dialect/members.ts";
import { OAuthError } from "../../oauth/oauth-error.ts";
import type { Sleep } from "../time.ts";
import type {
  AccountRead,
  AccountTag,
  AggregatedAccount,
  AggregatedBalance,
  AggregatedTransaction,
  AggregateOptions,
  AggregationFailure,
  BankConnection,
} from "./aggregation.ts";
import { accountName, type Rank, type Ranked } from "./order.ts";
import { inLanes, within } from "./within.ts";

export interface BankReading {
  readonly accounts: Ranked<AggregatedAccount>[];
  readonly balances: Ranked<AggregatedBalance>[];
  readonly transactions: Ranked<AggregatedTransaction>[];
  readonly failures: Ranked<AggregationFailure>[];
}

export interface ReadOptions extends AggregateOptions {
  readonly deadlineMs: number;
  readonly concurrency: number;
  readonly sleep: Sleep;
}

const operations: readonly AggregationFailure["operation"][] = [
  "accessToken",
  "listAccounts",
  "getBalances",
  "transactions",
];

/**
 * Everything of one bank that could be had before its deadline. A list is there whole or not at all: half a report would
 * be taken for all of it. Rejects only when the caller's own signal is aborted.
 */
export async function readBank(connection: BankConnection, options: ReadOptions): Promise<BankReading> {
  const deadline = new AbortController();
  const finished = new AbortController();
  const tooLate = new DOMException(`${connection.bankId} took longer than ${options.deadlineMs} ms`, "TimeoutError");
  options.sleep(options.deadlineMs, finished.signal).then(
    () => deadline.abort(tooLate),
    () => undefined,
  );
  const signal = options.signal ? AbortSignal.any([options.signal, deadline.signal]) : deadline.signal;
  try {
    return await readWithin(connection, options, signal);
  } finally {
    finished.abort();
  }
}

async function readWithin(connection: BankConnection, options: ReadOptions, signal: AbortSignal): Promise<BankReading> {
  const { bankId, consentId, client } = connection;
  const reading: BankReading = { accounts: [], balances: [], transactions: [], failures: [] };

  /** The read's result, or undefined after its failure was written down. */
  async function attempt<T>(
    operation: AggregationFailure["operation"],
    start: () => Promise<T>,
    of?: ListedAccount,
  ): Promise<T | undefined> {
    try {
      return await within(signal, start);
    } catch (error) {
      options.signal?.throwIfAborted();
      const failure = { bankId, consentId, account: of?.tag, operation, ...reasonOf(error) };
      const rank = { ...(of?.rank ?? rankOfBank(bankId)), at: operations.indexOf(operation) };
      reading.failures.push({ entry: failure, rank });
      return undefined;
    }
  }

  const token = await attempt("accessToken", () => tokenOf(connection));
  if (token === undefined) return reading;
  const call: ConsentCall = { consentId, signal, ...token, ...(options.psu ? { psu: options.psu } : {}) };
  const listed = await attempt("listAccounts", async () => entriesOf(await client.listAccounts(call)));
  const jobs: (() => Promise<void>)[] = [];
  for (const [at, details] of (listed ?? []).entries()) {
    const account = listedAccount(bankId, details, at);
    const { tag, rank, withheld, accountId } = account;
    reading.accounts.push({ entry: { ...details, bankId, consentId, account: tag, withheld }, rank });
    const origin = { bankId, consentId, account: tag };

    const readBalances = async (): Promise<void> => {
      const read = async () => entriesOf<Balance>((await client.getBalances({ ...call, accountId })).balances);
      for (const [at, balance] of ((await attempt("getBalances", read, account)) ?? []).entries()) {
        const date = balance.referenceDate ?? balance.lastChangeDateTime?.slice(0, "YYYY-MM-DD".length);
        reading.balances.push({ entry: { ...balance, ...origin }, rank: { ...rank, date, at } });
      }
    };
    const readTransactions = async (): Promise<void> => {
      const input = { ...call, accountId, ...periodOf(options) };
      const all = await attempt("transactions", () => collect(client, input, signal), account);
      for (const [at, transaction] of (all ?? []).entries()) {
        const date = transaction.bookingDate ?? transaction.valueDate;
        reading.transactions.push({ entry: { ...transaction, ...origin }, rank: { ...rank, date, at } });
      }
    };
    if (!withheld.includes("getBalances")) jobs.push(readBalances);
    if (!withheld.includes("transactions")) jobs.push(readTransactions);
  }
  await inLanes(jobs, options.concurrency);
  return reading;
}

async function tokenOf({ accessToken }: BankConnection): Promise<Pick<ConsentCall, "accessToken">> {
  if (accessToken === undefined) return {};
  return { accessToken: typeof accessToken === "string" ? accessToken : await accessToken() };
}

function periodOf({ dateFrom, dateTo, bookingStatus }: AggregateOptions): Partial<AggregateOptions> {
  const asked = { dateFrom, dateTo, bookingStatus };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** How many entries of a client that never waits are taken before the deadline's timer gets its turn. */
const entriesATurn = 1_000;

/** A client that does not heed the signal is left at the next entry. */
async function collect(
  client: BankConnection["client"],
  input: Parameters<BankConnection["client"]["transactions"]>[0],
  signal: AbortSignal,
): Promise<ReportedTransaction[]> {
  const all: ReportedTransaction[] = [];
  for await (const entry of client.transactions(input)) {
    signal.throwIfAborted();
    all.push(entry);
    if (all.length % entriesATurn === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return entriesOf(all);
}

/** A client of one's own may answer anything: what is no list of objects is that read's failure. */
function entriesOf<Entry>(list: Entry[]): Entry[] {
  if (!Array.isArray(list) || !list.every(isMembers)) throw new TypeError("the client's answer is no list of objects");
  return list;
}

interface ListedAccount {
  readonly tag: AccountTag;
  readonly rank: Rank;
  readonly withheld: readonly AccountRead[];
  readonly accountId: string;
}

function listedAccount(bankId: string, details: AccountDetails, at: number): ListedAccount {
  const { resourceId, iban, currency } = details;
  return {
    tag: { id: resourceId, iban, currency },
    rank: { bankId, account: accountName(details), currency, accountAt: at, at },
    withheld: withheldOf(details),
    accountId: resourceId ?? "",
  };
}

const linkOf: Readonly<Record<AccountRead, string>> = { getBalances: "balances", transactions: "transactions" };

/**
 * By the standard a link is there when the consent gives what it leads to. A bank without links, or one whose links are
 * none of the standard's, is asked: it says by its answer what it does not give.
 */
function withheldOf({ resourceId, _links: links }: AccountDetails): AccountRead[] {
  const reads: AccountRead[] = ["getBalances", "transactions"];
  if (resourceId === undefined) return reads;
  const withheld = reads.filter((read) => links?.[linkOf[read]] === undefined);
  const tells = links !== undefined && (withheld.length < reads.length || Object.keys(links).length === 0);
  return tells ? withheld : [];
}

function rankOfBank(bankId: string): Omit<Rank, "at"> {
  return { bankId, account: "", currency: "", accountAt: -1 };
}

type Reason = Pick<AggregationFailure, "code" | "status" | "retryable" | "requestId" | "error">;

function reasonOf(error: unknown): Reason {
  if (error instanceof BankError) {
    const { code, status, retryable, requestId } = error;
    return { code, status, retryable, requestId, error };
  }
  const tooLate = error instanceof DOMException && error.name === "TimeoutError";
  const code = error instanceof OAuthError ? error.code : tooLate ? "timeout" : "unknown";
  return { code, status: undefined, retryable: tooLate, requestId: undefined, error };
}
