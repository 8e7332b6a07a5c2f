import type { Transaction } from "@tallystick/xs2a";
import type { AccountTransaction } from "../spi/account-data.ts";
import type { Answer, Call } from "../wire/call.ts";
import { refuseUnanswered } from "./access.ts";
import type { AccountDeps } from "./deps.ts";
import { viewEntry, viewStandingOrder } from "./report/entry.ts";
import { linksOfReport, openReport, pagesOf, pendingOf, type Report } from "./report/report.ts";
import { referenceOf, viewBalance } from "./view.ts";

/**
 * GET of a payment account's transactions. Booked ones come in pages, the newest first; pending ones, standing orders and
 * balances come with the first page alone.
 */
export async function listTransactions(
  deps: AccountDeps,
  call: Call<"getTransactionList">,
): Promise<Answer<"getTransactionList">> {
  const report = await openReport(deps, call, "transactions");
  const { account, key, parts } = report;
  const source = (query: Parameters<typeof deps.spi.transactions>[0]) => deps.spi.transactions(query);
  const [page, pending, orders, balances] = await Promise.all([
    parts.paged === undefined ? undefined : pagesOf(report, source),
    parts.pending ? pendingOf(report, source) : undefined,
    parts.information ? standingOrdersOf(deps, report) : undefined,
    parts.balances ? deps.spi.balances(key) : undefined,
  ]);
  const unanswered = parts.paged !== undefined && page === undefined;
  if (unanswered || (parts.information && orders === undefined)) return refuseUnanswered(deps, key);
  const self = `${deps.standardUrl}/v1/accounts/${account.resourceId}`;
  const view = entryViewer(`${self}/transactions/`);
  return {
    status: 200,
    body: {
      account: referenceOf(account),
      transactions: {
        ...(page === undefined ? {} : { [parts.paged as "booked"]: page.entries.map(view) }),
        ...(pending === undefined ? {} : { pending: pending.map(view) }),
        ...(orders === undefined ? {} : { information: orders }),
        _links: { account: { href: self }, ...linksOfReport(deps, report, `${self}/transactions`, page?.next) },
      },
      ...(balances === undefined ? {} : { balances: balances.map(viewBalance) }),
    },
  };
}

/** An entry with the link to its details, which a pending one may lack the name for. */
function entryViewer(prefix: string): (entry: AccountTransaction) => Transaction {
  return (entry) => {
    const view = viewEntry(entry);
    if (entry.transactionId === undefined) return view;
    view._links = { transactionDetails: { href: prefix + encodeURIComponent(entry.transactionId) } };
    return view;
  };
}

/** Those that core banking keeps, and those that came through this interface. */
async function standingOrdersOf(deps: AccountDeps, { key, account }: Report): Promise<Transaction[] | undefined> {
  const { iban, currency } = account;
  const [kept, ours] = await Promise.all([
    deps.spi.standingOrders(key),
    deps.standingPayments({ ...key, currency, ...(iban === undefined ? {} : { iban }) }),
  ]);
  return kept === undefined ? undefined : [...kept, ...ours].map(viewStandingOrder);
}
