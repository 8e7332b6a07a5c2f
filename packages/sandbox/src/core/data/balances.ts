import type { AccountBalance, AccountKey } from "@tallystick/aspsp";
import { addDays } from "@tallystick/xs2a";
import { findHeld, type DataDeps, type HeldKind } from "./held.ts";

/** What is available now, what is booked, and what was booked when yesterday ended. */
export async function readBalances(
  deps: DataDeps,
  of: AccountKey,
  kind: HeldKind,
): Promise<readonly AccountBalance[] | undefined> {
  const account = await findHeld(deps, of, kind);
  if (account === undefined) return undefined;
  const { currency } = account;
  const [booked, limit] = [BigInt(account.balance), BigInt(account.credit_limit ?? 0)];
  const today = deps.today();
  const [last, lastOfYesterday] = await Promise.all([newest(deps, account.id), newest(deps, account.id, today)]);
  const state = last === undefined ? {} : { lastChange: last.booked_at, lastEntry: last.id };
  return [
    {
      type: "interimAvailable",
      amount: booked - BigInt(account.reserved) + limit,
      currency,
      creditLimitIncluded: limit > 0n,
      ...state,
    },
    { type: "interimBooked", amount: booked, currency, ...state },
    ...(lastOfYesterday === undefined
      ? []
      : [
          {
            type: "closingBooked" as const,
            amount: BigInt(lastOfYesterday.balance_after),
            currency,
            referenceDate: addDays(today, -1)!,
            lastEntry: lastOfYesterday.id,
          },
        ]),
  ];
}

/** The newest entry, or the newest before that day. */
function newest({ db }: DataDeps, accountId: string, before?: string) {
  return db
    .selectFrom("entry")
    .innerJoin("transfer", "transfer.id", "entry.transfer_id")
    .select(["entry.id", "entry.balance_after", "transfer.booked_at"])
    .where("entry.account_id", "=", accountId)
    .$if(before !== undefined, (query) => query.where("entry.booking_date", "<", before!))
    .orderBy("entry.booking_date", "desc")
    .orderBy("entry.id", "desc")
    .limit(1)
    .executeTakeFirst();
}
