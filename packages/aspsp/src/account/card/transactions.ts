import type { Answer, Call } from "../../wire/call.ts";
import { unknownResource } from "../access.ts";
import type { AccountDeps } from "../deps.ts";
import { viewCardEntry } from "../report/entry.ts";
import { linksOfReport, openReport, pagesOf, pendingOf } from "../report/report.ts";
import { referenceOf, viewBalance } from "../view.ts";
import { debitAccounting } from "./view.ts";

/** GET of a card account's transactions, by the same rules as those of a payment account. */
export async function listCardTransactions(
  deps: AccountDeps,
  call: Call<"getCardAccountTransactionList">,
): Promise<Answer<"getCardAccountTransactionList">> {
  const report = await openReport(deps, call, "card-transactions");
  const { account, key, parts } = report;
  const source = (query: Parameters<typeof deps.spi.cardTransactions>[0]) => deps.spi.cardTransactions(query);
  const [page, pending, balances] = await Promise.all([
    pagesOf(report, source),
    parts.pending ? pendingOf(report, source) : undefined,
    parts.balances ? deps.spi.cardBalances(key) : undefined,
  ]);
  if (page === undefined) throw unknownResource();
  const self = `${deps.standardUrl}/v1/card-accounts/${account.resourceId}`;
  const _links = { cardAccount: { href: self }, ...linksOfReport(deps, report, `${self}/transactions`, page.next) };
  return {
    status: 200,
    body: {
      cardAccount: referenceOf(account),
      debitAccounting,
      cardTransactions: {
        [parts.paged as "booked"]: page.entries.map(viewCardEntry),
        ...(pending === undefined ? {} : { pending: pending.map(viewCardEntry) }),
        _links,
      },
      ...(balances === undefined ? {} : { balances: balances.map(viewBalance) }),
    },
  };
}
