import { endpoints, type Links, type OperationId, type SuccessBody } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import { isMembers, renameMembers } from "../dialect/members.ts";
import { badAnswer, call, type CallAnswer, type CallContext, type CallInput } from "./call.ts";
import { readLinks } from "./links.ts";
import { readLoosely } from "./loose.ts";

export interface Answered<Id extends OperationId> extends Omit<CallAnswer, "body"> {
  /** As the table's schemas have it; members that they do not know are there too. */
  readonly body: SuccessBody<Id>;
  /** `_links` of the whole answer. */
  readonly links: Links;
}

/** Calls an operation whose success has a body, and reads it. Throws BankError, `bad_answer` with the member's path. */
export async function ask<Id extends OperationId>(
  context: CallContext,
  id: Id,
  input: CallInput<Id>,
): Promise<Answered<Id>> {
  const answer = await call(context, id, input);
  return { ...answer, ...readAnswer(context.dialect, id, answer) };
}

export function readAnswer<Id extends OperationId>(
  dialect: Dialect,
  id: Id,
  { status, body, requestId, url }: CallAnswer,
): { readonly body: SuccessBody<Id>; readonly links: Links } {
  const responses: Readonly<Record<number, object | null>> = endpoints[id].responses;
  // A bank may say 200 where 201 is due, and means the same.
  const schema = responses[status] ?? Object.values(responses).find((one) => one !== null);
  if (schema === undefined || schema === null) throw new TypeError(`${id} answers no body`);
  const links = (told: unknown): Links => readLinks(told, url, dialect);
  const result = readLoosely(schema, inStandardShape(body, dialect), { dates: dialect.dates, links });
  if (!result.ok) throw badAnswer(id, { status, requestId, ...(result.path === "" ? {} : { path: result.path }) });
  const read = result.value as SuccessBody<Id>;
  return { body: read, links: (read as { _links?: Links })._links ?? {} };
}

type Entries = Readonly<Record<string, string>>;

/** Accounts, balances and entries with their members where the standard has them. */
function inStandardShape(body: unknown, dialect: Dialect): unknown {
  if (!isMembers(body)) return body;
  const shaped = { ...body };
  const account = (one: unknown): unknown => {
    const renamed = renameMembers(one, dialect.accountMembers);
    if (!isMembers(renamed) || !Array.isArray(renamed["balances"])) return renamed;
    return { ...renamed, balances: listed(renamed["balances"], dialect.balanceMembers) };
  };
  for (const name of ["accounts", "cardAccounts"]) {
    if (Array.isArray(shaped[name])) shaped[name] = shaped[name].map(account);
  }
  for (const name of ["account", "cardAccount"]) if (isMembers(shaped[name])) shaped[name] = account(shaped[name]);
  shaped["balances"] = listed(shaped["balances"], dialect.balanceMembers);
  for (const name of ["transactions", "cardTransactions"]) {
    const report = shaped[name];
    if (isMembers(report)) shaped[name] = entriesIn(report, dialect.transactionMembers);
  }
  const details = detailsIn(shaped);
  if (details !== undefined) {
    shaped["transactionsDetails"] = { transactionDetails: renameMembers(details, dialect.transactionMembers) };
  }
  if (shaped["balances"] === undefined) delete shaped["balances"];
  return shaped;
}

function entriesIn(report: Record<string, unknown>, names: Entries): Record<string, unknown> {
  const lists = ["booked", "pending", "information"].filter((name) => report[name] !== undefined);
  return { ...report, ...Object.fromEntries(lists.map((name) => [name, listed(report[name], names)])) };
}

function listed(list: unknown, names: Entries): unknown {
  return Array.isArray(list) ? list.map((one) => renameMembers(one, names)) : list;
}

/** The guidelines put the transaction two members deep; banks leave out the outer or the inner one. */
function detailsIn(body: Record<string, unknown>): unknown {
  const outer = body["transactionsDetails"];
  if (!isMembers(outer)) return isMembers(body["transactionDetails"]) ? body["transactionDetails"] : undefined;
  return isMembers(outer["transactionDetails"]) ? outer["transactionDetails"] : outer;
}
