import { bookingStatuses, isCalendarDate, type Xs2aError, type BookingStatus } from "@tallystick/xs2a";
import { badParameter, readFlag, type Query } from "../query.ts";

/** What a report was asked for. Dates are `YYYY-MM-DD`, inclusive. */
export interface ReportQuery {
  readonly bookingStatus: BookingStatus;
  readonly from?: string;
  readonly to?: string;
  /** Delta access: only what was booked after the entry of this reference; `to` is absent then. */
  readonly entryReferenceFrom?: string;
  readonly withBalance: boolean;
  /** Most entries of a page. */
  readonly itemsPerPage: number;
  /** Of a `next` link. */
  readonly cursor?: string;
}

export interface QueryRules {
  /** Today at the bank. */
  readonly today: string;
  /** Those that the kind of account has. */
  readonly statuses: readonly BookingStatus[];
}

const defaultItems = 100;
const mostItems = 250;

/**
 * Reads a report's parameters (guidelines 6.6.4). A malformed one is FORMAT_ERROR under its name, a bad range
 * PERIOD_INVALID, and of the two optional ways of delta access `deltaList` is PARAMETER_NOT_SUPPORTED.
 */
export function readReportQuery(query: Query, { today, statuses }: QueryRules): ReportQuery {
  const bookingStatus = readStatus(query["bookingStatus"], statuses);
  const common = {
    bookingStatus,
    withBalance: readFlag(query, "withBalance"),
    itemsPerPage: readItems(query),
    ...(query["cursor"] === undefined ? {} : { cursor: query["cursor"] }),
  };
  // Standing orders have no dates and no place in a sequence: the filters are ignored, whatever they say.
  if (bookingStatus === "information") return common;
  const dateFrom = readDate(query, "dateFrom");
  const dateTo = readDate(query, "dateTo");
  if (readFlag(query, "deltaList")) throw notSupported("deltaList");
  const entryReferenceFrom = readReference(query["entryReferenceFrom"]);
  if (entryReferenceFrom !== undefined) {
    // The period gives way to the delta; a page after the first is told from where the history was open.
    const from = common.cursor === undefined ? undefined : dateFrom;
    return { ...common, entryReferenceFrom, ...(from === undefined ? {} : { from }) };
  }
  if (dateFrom === undefined) throw badParameter("dateFrom", "is required");
  const to = dateTo ?? today;
  if (dateFrom > to) {
    throw badParameter("dateFrom", `is after ${dateTo === undefined ? "today" : "dateTo"}`, "PERIOD_INVALID");
  }
  return { ...common, from: dateFrom, to };
}

function readStatus(value: string | undefined, statuses: readonly BookingStatus[]): BookingStatus {
  if (value === undefined) throw badParameter("bookingStatus", "is required");
  const status = bookingStatuses.find((one) => one === value && statuses.includes(one));
  if (status === undefined) throw badParameter("bookingStatus", `must be one of ${statuses.join(", ")}`);
  return status;
}

function readDate(query: Query, name: "dateFrom" | "dateTo"): string | undefined {
  const value = query[name];
  if (value !== undefined && !isCalendarDate(value)) throw badParameter(name, "must be a date, YYYY-MM-DD");
  return value;
}

function readReference(value: string | undefined): string | undefined {
  if (value !== undefined && (value === "" || value.length > 35)) {
    throw badParameter("entryReferenceFrom", "must be 1 to 35 characters");
  }
  return value;
}

/** Pages are followed by links; their size may be asked for, and the first one by its number. */
function readItems(query: Query): number {
  for (const name of ["page", "pageIndex"]) {
    const value = query[name];
    if (value === undefined || value === "1") continue;
    if (/^[0-9]{1,9}$/.test(value)) throw notSupported(name);
    throw badParameter(name, "must be a whole number");
  }
  const items = query["itemsPerPage"];
  if (items === undefined) return defaultItems;
  if (!/^[1-9][0-9]{0,2}$/.test(items) || Number(items) > mostItems) {
    throw badParameter("itemsPerPage", `must be a whole number from 1 to ${mostItems}`);
  }
  return Number(items);
}

function notSupported(name: string): Xs2aError {
  return badParameter(name, "is not supported", "PARAMETER_NOT_SUPPORTED");
}

/**
 * Refuses what lies before the history that the consent's last SCA opens (A4). PERIOD_INVALID, "requested time period
 * out of bound", and not CONSENT_INVALID: the consent goes on to give everything newer, and clients take a refused
 * consent for an ended one. Nor is the period cut silently, since a caller could not tell that from an empty history.
 */
export function requireWithinHistory(date: string, historyFrom: string | undefined, path: string): void {
  if (historyFrom === undefined || date >= historyFrom) return;
  const text = `lies before ${historyFrom}; older history is open only shortly after strong customer authentication`;
  throw badParameter(path, text, "PERIOD_INVALID");
}

/** The parameters of a report's links: all that its pages depend on, spelt out. */
export function parametersOf(query: ReportQuery): Record<string, string> {
  const { bookingStatus, from, to, entryReferenceFrom, itemsPerPage } = query;
  return {
    bookingStatus,
    ...(from === undefined ? {} : { dateFrom: from }),
    ...(to === undefined ? {} : { dateTo: to }),
    ...(entryReferenceFrom === undefined ? {} : { entryReferenceFrom }),
    itemsPerPage: String(itemsPerPage),
  };
}
