import type { Answer, Call } from "../wire/call.ts";
import { refuseUnanswered, requireAccount } from "./access.ts";
import type { AccountDeps } from "./deps.ts";
import { viewEntry } from "./report/entry.ts";
import { requireWithinHistory } from "./report/query.ts";

/** GET of one entry of a payment account, within the same history as the reports (A4). */
export async function readTransaction(
  deps: AccountDeps,
  call: Call<"getTransactionDetails">,
): Promise<Answer<"getTransactionDetails">> {
  const { "account-id": resourceId, transactionId } = call.params;
  const { access, key } = await requireAccount(deps, call, { endpoint: "transaction", resourceId, transactionId });
  const entry = (await deps.spi.transaction({ ...key, transactionId })) ?? (await refuseUnanswered(deps, key));
  if (entry.bookingDate !== undefined) requireWithinHistory(entry.bookingDate, access.historyFrom, "transactionId");
  return { status: 200, body: { transactionsDetails: { transactionDetails: viewEntry(entry) } } };
}
