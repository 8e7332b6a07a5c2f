import type { AccountData, AccountKey, StandingOrder } from "@tallystick/aspsp";
import { readBalances } from "./balances.ts";
import { readBooked, readOne } from "./booked.ts";
import { readCardAccounts, readCardEntries } from "./cards.ts";
import { findHeld, type DataDeps } from "./held.ts";
import { readPending } from "./pending.ts";

/** What account information and funds confirmation read, from the ledger. */
export function createAccountData(deps: DataDeps): AccountData {
  return {
    balances: (of) => readBalances(deps, of, "customer"),
    transactions: (query) => (query.status === "booked" ? readBooked(deps, query) : readPending(deps, query)),
    transaction: (of) => readOne(deps, of),
    standingOrders: (of) => readStandingOrders(deps, of),
    cardAccounts: (psuId) => readCardAccounts(deps, psuId),
    cardBalances: (of) => readBalances(deps, of, "card"),
    cardTransactions: (query) => readCardEntries(deps, query),
    fundsAvailable: async (of) => {
      const account = await findHeld(deps, of, "customer");
      if (account === undefined) return undefined;
      const available = BigInt(account.balance) - BigInt(account.reserved) + BigInt(account.credit_limit ?? 0);
      return account.currency === of.currency && available >= of.amount;
    },
  };
}

async function readStandingOrders(deps: DataDeps, of: AccountKey): Promise<readonly StandingOrder[] | undefined> {
  const account = await findHeld(deps, of, "customer");
  if (account === undefined) return undefined;
  const today = deps.today();
  const rows = await deps.db
    .selectFrom("standing_order")
    .selectAll()
    .where("account_id", "=", account.id)
    .where((row) => row.or([row("end_date", "is", null), row("end_date", ">=", today)]))
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    transactionId: `order-${row.id}`,
    amount: BigInt(row.amount),
    currency: account.currency,
    creditor: { name: row.creditor_name, iban: row.creditor_iban },
    ...(row.remittance === null ? {} : { remittance: row.remittance }),
    startDate: row.start_date,
    ...(row.end_date === null ? {} : { endDate: row.end_date }),
    frequency: row.frequency,
    ...(row.execution_rule === null ? {} : { executionRule: row.execution_rule }),
    ...(row.day_of_execution === null ? {} : { dayOfExecution: row.day_of_execution }),
  }));
}
