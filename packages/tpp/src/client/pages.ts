import type { OperationId } from "@tallystick/xs2a";
import type { LinkPaging, NumberPaging } from "../dialect/paging.ts";
import { isMembers } from "../dialect/members.ts";
import { readAnswer, type Answered } from "./ask.ts";
import { BankError, type BankErrorCode } from "./bank-error.ts";
import { badAnswer, call, interfaceUrl, type CallAnswer, type CallContext, type CallInput } from "./call.ts";
import { readLink } from "./links.ts";

export interface PageReading<Id extends OperationId> {
  readonly input: CallInput<Id>;
  /** Most entries of a page that the caller wants. */
  readonly items: number | undefined;
}

export interface ReadPage<Id extends OperationId> extends Answered<Id> {
  /** From 1. */
  readonly number: number;
}

/**
 * Reads a report page by page, each when it is asked for. A page without entries is no end as long as it leads on. What
 * would not end is: a link or a page that comes again (`page_loop`), more pages than the client may read (`page_limit`).
 */
export async function* pagesOf<Id extends OperationId>(
  context: CallContext,
  id: Id,
  reading: PageReading<Id>,
): AsyncGenerator<ReadPage<Id>> {
  const asked: Set<string> = new Set();
  const seen: Set<string> = new Set();
  let input = firstPage(context, reading);
  for (let number = 1; ; number += 1) {
    const told = await call(context, id, input);
    const answer = { ...told, ...readAnswer(context.dialect, id, told) };
    const refuse = (code: BankErrorCode, path?: string): BankError => {
      const { status, requestId } = answer;
      return new BankError(id, { code, status, requestId, outcome: "refused", path });
    };
    asked.add(sameUrl(new URL(answer.url)));
    const entries = entriesIn(answer.body);
    const page = await printOf(entries);
    if (page !== undefined && seen.has(page)) throw refuse("page_loop");
    if (page !== undefined) seen.add(page);
    const next = nextPage(context, { told, reading, entries: entries.length, number, refuse });
    // By the standard a mere `download` is for camt reports alone, and JSON was asked for.
    if (next === undefined && !hasReport(answer.body)) throw noReport(id, told);
    // What is wrong with the way on does not spoil this page.
    yield { ...answer, number };
    if (next === undefined) return;
    if (next instanceof BankError) throw next;
    if (next.url !== undefined && asked.has(sameUrl(new URL(next.url)))) throw refuse("page_loop", "_links.next");
    if (number >= context.maximumPages) throw refuse("page_limit");
    input = next;
  }
}

function firstPage<Id extends OperationId>({ dialect }: CallContext, { input, items }: PageReading<Id>): CallInput<Id> {
  const { paging } = dialect;
  if (paging.style === "numbers") return numberedPage(input, paging, paging.firstPage, items);
  return items === undefined ? input : { ...input, query: { ...input.query, [paging.itemsParameter]: String(items) } };
}

interface After<Id extends OperationId> {
  /** As the bank wrote it. */
  readonly told: CallAnswer;
  readonly reading: PageReading<Id>;
  /** On this page. */
  readonly entries: number;
  readonly number: number;
  readonly refuse: (code: BankErrorCode, path?: string) => BankError;
}

/** The call of the page after this one; undefined when this was the last, an error when its link cannot be followed. */
function nextPage<Id extends OperationId>(
  context: CallContext,
  after: After<Id>,
): CallInput<Id> | BankError | undefined {
  const { paging } = context.dialect;
  const { input, items } = after.reading;
  // Another page is another call: it has an id of its own.
  const { requestId: _, ...again } = input;
  if (paging.style === "numbers") {
    if (after.entries < (items ?? paging.items)) return undefined;
    return numberedPage(again, paging, paging.firstPage + after.number, items);
  }
  const link = nextLink(context, after.told.body);
  if (link === undefined) return undefined;
  const href = readLink(link, after.told.url);
  // Not the last page, as a report without the link is.
  if (href === undefined) return after.refuse("bad_answer", "_links.next");
  const url = new URL(href);
  if (!isOwn(context, url)) return after.refuse("foreign_link", "_links.next");
  const parameters = firstPage(context, after.reading).query ?? {};
  return strictParameters(url, paging, parameters)
    ? { ...again, url: url.href }
    : after.refuse("bad_answer", "_links.next");
}

/**
 * In the links of the report, or of the answer as a whole: banks do either. Under its own name or the dialect's for it;
 * a dialect's other meaning of `next` is one of creations. As it is written; null is no link.
 */
function nextLink({ dialect: { linkNames } }: CallContext, body: unknown): unknown {
  if (!isMembers(body)) return undefined;
  for (const holder of [body["transactions"], body["cardTransactions"], body]) {
    const links = isMembers(holder) ? holder["_links"] : undefined;
    if (!isMembers(links)) continue;
    const names = Object.keys(links).filter(
      (name) => name === "next" || (Object.hasOwn(linkNames, name) && linkNames[name] === "next"),
    );
    for (const name of names) if (links[name] !== null && links[name] !== undefined) return links[name];
  }
  return undefined;
}

function hasReport(body: unknown): boolean {
  return isMembers(body) && (isMembers(body["transactions"]) || isMembers(body["cardTransactions"]));
}

function noReport(id: OperationId, { status, requestId }: CallAnswer): BankError {
  const path = id === "getCardAccountTransactionList" ? "cardTransactions" : "transactions";
  return badAnswer(id, { status, requestId, path });
}

/** Below the bank's own interface and nowhere else: the token and the consent's id go along. */
function isOwn(context: CallContext, url: URL): boolean {
  const own = new URL(interfaceUrl(context));
  const hasLogin = url.username !== "" || url.password !== "";
  const below = url.pathname.startsWith(`${own.pathname.replace(/\/$/, "")}/`);
  // An encoded slash or dot segment may be another path to the server behind a gateway.
  return url.origin === own.origin && below && !hasLogin && !/%2f|%5c|%2e%2e/i.test(url.pathname);
}

/**
 * Puts back what the link leaves out of the first request, and drops what it says twice. False when it says one thing in
 * two ways: nobody knows which of them the bank would take.
 */
function strictParameters(url: URL, paging: LinkPaging, first: Readonly<Record<string, string | undefined>>): boolean {
  for (const name of new Set(url.searchParams.keys())) {
    const values = new Set(url.searchParams.getAll(name));
    if (values.size > 1) return false;
    url.searchParams.set(name, [...values][0] ?? "");
  }
  if (!paging.repeatParameters) return true;
  for (const [name, value] of Object.entries(first)) {
    if (value !== undefined && !url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return true;
}

function numberedPage<Id extends OperationId>(
  input: CallInput<Id>,
  paging: NumberPaging,
  number: number,
  items: number | undefined,
): CallInput<Id> {
  const parameters = { [paging.pageParameter]: String(number), [paging.itemsParameter]: String(items ?? paging.items) };
  return { ...input, query: { ...input.query, ...parameters } };
}

/** One text for one address, in whatever order its parameters stand. */
function sameUrl(url: URL): string {
  const sorted = new URL(url);
  sorted.hash = "";
  sorted.searchParams.sort();
  return sorted.href;
}

function entriesIn(body: unknown): unknown[] {
  if (!isMembers(body)) return [];
  const report = body["transactions"] ?? body["cardTransactions"];
  if (!isMembers(report)) return [];
  return [report["booked"], report["pending"], report["information"]].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
}

/**
 * What tells a page from another. Undefined where a second one proves no loop: without entries, since a bank that gathers
 * them has several such pages, and with a single one that has no id, since the same may be bought twice a day.
 */
async function printOf(entries: readonly unknown[]): Promise<string | undefined> {
  if (entries.length === 0 || (entries.length === 1 && !isNamed(entries[0]))) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(entries));
  const hash = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return String.fromCharCode(...hash);
}

function isNamed(entry: unknown): boolean {
  const names = ["transactionId", "entryReference", "cardTransactionId"];
  return isMembers(entry) && names.some((name) => entry[name] !== undefined && entry[name] !== "");
}
