import { bookingStatuses, dateOf, type Xs2aError, type BookingStatus, type Links } from "@tallystick/xs2a";
import type { TransactionQuery } from "../../spi/account-data.ts";
import type { Call } from "../../wire/call.ts";
import { requireAccount, type OpenAccount } from "../access.ts";
import type { AccountDeps } from "../deps.ts";
import { badParameter } from "../query.ts";
import type { PagePosition, PageScope } from "./cursor.ts";
import { parametersOf, readReportQuery, requireWithinHistory, type ReportQuery } from "./query.ts";

/** One page of a report that the caller may read. */
export interface Report extends OpenAccount {
  readonly query: ReportQuery;
  readonly parts: ReportParts;
  readonly scope: PageScope;
  /** Absent on the first page. */
  readonly position?: PagePosition;
}

/** What this page holds. */
interface ReportParts {
  /** The entries that come page by page. */
  readonly paged?: "booked" | "pending";
  /** All pending entries at once, beside booked ones. */
  readonly pending: boolean;
  readonly information: boolean;
  readonly balances: boolean;
}

type ReportCall = Call<"getTransactionList"> | Call<"getCardAccountTransactionList">;

const statusesOf = {
  transactions: bookingStatuses,
  "card-transactions": ["booked", "pending", "both"],
} as const satisfies Record<string, readonly BookingStatus[]>;

/**
 * All that comes before the first entry is read: the parameters, the cursor of a `next` link, the consent, and how far
 * back it opens the history. A page after the first is asked for under the same consent and is not counted again.
 */
export async function openReport(
  deps: AccountDeps,
  call: ReportCall,
  endpoint: keyof typeof statusesOf,
): Promise<Report> {
  const now = deps.clock.now();
  const today = dateOf(now, deps.profile.timeZone);
  const query = readReportQuery(call.query, { today, statuses: statusesOf[endpoint] });
  const resourceId = call.params["account-id"];
  const scope = { tppId: call.tpp.tppId, endpoint, resourceId, query: JSON.stringify(parametersOf(query)) };
  const position = query.cursor === undefined ? undefined : requireOwnCursor(deps, query.cursor, scope, now);
  const isFurtherPage = position !== undefined;
  const { withBalance } = query;
  const opened = await requireAccount(deps, call, { endpoint, resourceId, withBalance, isFurtherPage });
  if (isFurtherPage) {
    if (position.consentId !== opened.access.consentId) throw foreignCursor();
    return { ...opened, query, parts: partsOf(query, opened, false), scope, position };
  }
  const bounded = withinHistory(query, opened.access.historyFrom);
  const whole = { ...scope, query: JSON.stringify(parametersOf(bounded)) };
  return { ...opened, query: bounded, parts: partsOf(query, opened, true), scope: whole };
}

/** A4. A delta is asked for without a date: it begins where the history does. */
function withinHistory(query: ReportQuery, historyFrom: string | undefined): ReportQuery {
  if (query.bookingStatus === "information" || historyFrom === undefined) return query;
  if (query.from !== undefined) {
    requireWithinHistory(query.from, historyFrom, "dateFrom");
    return query;
  }
  return { ...query, from: historyFrom };
}

function partsOf({ bookingStatus, withBalance }: ReportQuery, { account }: OpenAccount, first: boolean): ReportParts {
  const paged = bookingStatus === "information" ? undefined : bookingStatus === "pending" ? "pending" : "booked";
  return {
    ...(paged === undefined ? {} : { paged }),
    pending: first && (bookingStatus === "both" || bookingStatus === "all"),
    information: first && (bookingStatus === "information" || bookingStatus === "all"),
    balances: first && withBalance && account.balances,
  };
}

function requireOwnCursor(deps: AccountDeps, cursor: string, scope: PageScope, now: Date): PagePosition {
  const position = deps.cursors.read(cursor, scope);
  if (position === undefined) throw foreignCursor();
  if (position.endsAt * 1_000 > now.getTime()) return position;
  throw badParameter("cursor", "is too old: read the report from its beginning", "RESOURCE_EXPIRED");
}

function foreignCursor(): Xs2aError {
  return badParameter("cursor", "is not of this report");
}

interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next?: string;
  readonly unknownEntry?: boolean;
}
type Source<Entry> = (query: TransactionQuery) => Promise<Page<Entry> | undefined>;

/** The page of the entries that come page by page; undefined where core banking does not answer for the account. */
export async function pagesOf<Entry>(report: Report, source: Source<Entry>): Promise<Page<Entry> | undefined> {
  const { query, position, parts } = report;
  const { entryReferenceFrom } = query;
  const page = await source({
    ...baseOf(report),
    status: parts.paged ?? "booked",
    // What is pending has not been booked, hence comes after every entry.
    ...(entryReferenceFrom === undefined || parts.paged === "pending" ? {} : { afterEntry: entryReferenceFrom }),
    ...(position === undefined ? {} : { cursor: position.core }),
    limit: query.itemsPerPage,
  });
  if (page?.unknownEntry !== true) return page;
  throw badParameter("entryReferenceFrom", "names no entry of this account", "RESOURCE_UNKNOWN");
}

/** Few entries are pending at a time, so they come together, however many pages core banking makes of them. */
export async function pendingOf<Entry>(report: Report, source: Source<Entry>): Promise<Entry[] | undefined> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const page = await source({ ...baseOf(report), status: "pending", limit: 250, ...more });
    if (page === undefined) return undefined;
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined);
  return entries;
}

function baseOf({ key, query: { from, to } }: Report): Omit<TransactionQuery, "status" | "limit"> {
  return { ...key, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** How long the pages of one report may be read; its bounds were judged at the first one. */
const reportSeconds = 3_600;

/** `first` and `next`, where there is more than this page. `url` is that of the report without its query. */
export function linksOfReport(
  { cursors, clock }: Pick<AccountDeps, "cursors" | "clock">,
  report: Report,
  url: string,
  next: string | undefined,
): Links {
  const { query, position, scope, access } = report;
  if (next === undefined && position === undefined) return {};
  const first = `${url}?${new URLSearchParams(parametersOf(query)).toString()}`;
  if (next === undefined) return { first: { href: first } };
  const endsAt = position?.endsAt ?? Math.floor(clock.now().getTime() / 1_000) + reportSeconds;
  const cursor = cursors.write({ consentId: access.consentId, core: next, endsAt }, scope);
  return { first: { href: first }, next: { href: `${first}&cursor=${cursor}` } };
}
