import {
  addDays,
  dateOf,
  isCalendarDate,
  type AccountReference,
  type Balance,
  type BookingStatus,
  type CardTransaction,
  type OperationId,
  type PathParams,
  type Transaction,
} from "@tallystick/xs2a";
import type { Dialect } from "../../dialect/dialect.ts";
import { writeDate } from "../../dialect/dates.ts";
import { notSent, type CallContext } from "../call.ts";
import { checkInput } from "../checked-input.ts";
import { common } from "../inputs.ts";
import { pagesOf, type PageReading } from "../pages.ts";
import { readHeaders, type AccountCall } from "./accounts.ts";

export interface ReportCall extends AccountCall {
  /** Default `both`, or what this bank has instead. */
  readonly bookingStatus?: BookingStatus;
  /** `YYYY-MM-DD`, inclusive. Without it, and without a delta, the last 90 days. */
  readonly dateFrom?: string;
  readonly dateTo?: string;
  /** Delta: only what was booked after the entry with this reference. */
  readonly entryReferenceFrom?: string;
  readonly deltaList?: boolean;
  /** Most entries of a page; the bank's own number when absent. */
  readonly itemsPerPage?: number;
}

export interface TransactionCall extends ReportCall {
  /** The first page brings balances too, where the bank offers it. */
  readonly withBalance?: boolean;
}

/** Under which list of a report an entry stood. */
export type EntryStatus = "booked" | "pending" | "information";
export type ReportedTransaction = Transaction & { readonly bookingStatus: EntryStatus };
export type ReportedCardTransaction = CardTransaction & { readonly bookingStatus: EntryStatus };

export interface Page<Entry> {
  /** From 1. */
  readonly number: number;
  readonly booked: readonly Entry[];
  readonly pending: readonly Entry[];
  readonly information: readonly Entry[];
  readonly account: AccountReference | undefined;
  readonly balances: readonly Balance[] | undefined;
}
export type TransactionPage = Page<Transaction>;
export type CardTransactionPage = Page<CardTransaction>;

/**
 * Reports, read page by page: the next page is asked for when it is wanted and not before. Each throws BankError, also
 * for a report that does not end: `page_loop`, `page_limit`, `foreign_link`.
 */
export interface TransactionOperations {
  /** `GET /v1/accounts/{account-id}/transactions`: every entry, booked before pending ones on each page. */
  transactions(input: TransactionCall): AsyncIterable<ReportedTransaction>;
  /** The same, a page at a time. */
  transactionPages(input: TransactionCall): AsyncIterable<TransactionPage>;
  /** `GET /v1/card-accounts/{account-id}/transactions` */
  cardTransactions(input: ReportCall): AsyncIterable<ReportedCardTransaction>;
  cardTransactionPages(input: ReportCall): AsyncIterable<CardTransactionPage>;
}

export function transactionOperations(context: CallContext): TransactionOperations {
  const operations: TransactionOperations = {
    transactions: (input) => entriesOf(operations.transactionPages(input)),
    async *transactionPages(input) {
      const id = "getTransactionList";
      for await (const { body, number } of pagesOf(context, id, await readingOf(context, id, input))) {
        const { booked = [], pending = [], information = [] } = body.transactions ?? {};
        yield { number, booked, pending, information, account: body.account, balances: body.balances };
      }
    },
    cardTransactions: (input) => entriesOf(operations.cardTransactionPages(input)),
    async *cardTransactionPages(input) {
      const id = "getCardAccountTransactionList";
      for await (const { body, number } of pagesOf(context, id, await readingOf(context, id, input))) {
        const { booked = [], pending = [] } = body.cardTransactions ?? {};
        yield { number, booked, pending, information: [], account: body.cardAccount, balances: body.balances };
      }
    },
  };
  return operations;
}

async function* entriesOf<Entry>(
  pages: AsyncIterable<Page<Entry>>,
): AsyncGenerator<Entry & { readonly bookingStatus: EntryStatus }> {
  for await (const page of pages) {
    for (const bookingStatus of ["booked", "pending", "information"] as const) {
      for (const entry of page[bookingStatus]) yield { ...entry, bookingStatus };
    }
  }
}

type ReportId = "getTransactionList" | "getCardAccountTransactionList";

async function readingOf<Id extends ReportId>(
  context: CallContext,
  id: Id,
  input: TransactionCall,
): Promise<PageReading<Id>> {
  const { dialect, clock } = context;
  checkReport(id, input);
  const bookingStatus = statusOf(dialect, id, input);
  const { entryReferenceFrom, deltaList, itemsPerPage } = input;
  const undated = entryReferenceFrom !== undefined || deltaList === true || bookingStatus === "information";
  // Counted with today, 90 days: what banks open without a fresh authentication (RTS, article 10a).
  const dateFrom = input.dateFrom ?? (undated ? undefined : addDays(dateOf(clock.now()), -89));
  const day = (date: string | undefined) => (date === undefined ? undefined : writeDate(date, dialect.dates));
  return {
    input: {
      ...common(input),
      parameters: { "account-id": input.accountId } as unknown as PathParams<Id>,
      headers: await readHeaders(context, id, input),
      query: {
        bookingStatus,
        dateFrom: day(dateFrom),
        dateTo: day(input.dateTo),
        entryReferenceFrom,
        deltaList: deltaList === true ? "true" : undefined,
        withBalance: input.withBalance === true ? "true" : undefined,
      },
    },
    items: itemsPerPage,
  };
}

function checkReport(id: OperationId, input: TransactionCall): void {
  checkInput(id, input);
  const { dateFrom, dateTo, itemsPerPage, requestId = globalThis.crypto.randomUUID() } = input;
  const refuse = (path: string): never => {
    throw notSent(id, "bad_input", { requestId, path });
  };
  if (dateFrom !== undefined && !isCalendarDate(dateFrom)) refuse("dateFrom");
  if (dateTo !== undefined && !isCalendarDate(dateTo)) refuse("dateTo");
  if (itemsPerPage !== undefined && (!Number.isInteger(itemsPerPage) || itemsPerPage < 1)) refuse("itemsPerPage");
}

function statusOf({ bookingStatuses }: Dialect, id: OperationId, input: ReportCall): BookingStatus {
  const { bookingStatus, requestId = globalThis.crypto.randomUUID() } = input;
  const offered = bookingStatus ?? (bookingStatuses.includes("both") ? "both" : bookingStatuses[0]);
  if (offered !== undefined && bookingStatuses.includes(offered)) return offered;
  throw notSent(id, "bad_input", { requestId, path: "bookingStatus" });
}
