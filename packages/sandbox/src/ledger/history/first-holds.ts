import { addDays } from "@tallystick/xs2a";
import { sql } from "kysely";
import type { Tx } from "@tallystick/kit";
import { isCard, type Opened } from "../open-accounts.ts";
import type { LedgerSchema } from "../schema.ts";
import { chanceOf } from "./chance.ts";
import { surroundingsOf } from "./counterparties.ts";
import type { FirstDay } from "./first-bookings.ts";
import { rentOf } from "./past.ts";

/** Lets the cards of those who live a life have been used yesterday and today: pending until they settle. */
export async function firstHolds(tx: Tx<LedgerSchema>, day: FirstDay): Promise<void> {
  const holds = day.opened.flatMap((one) => holdsOf(day, one));
  if (holds.length > 0) await tx.insertInto("reservation").values(holds).execute();
  await orderStandingly(tx, day);
  await sql`
    update account set reserved = (select sum(amount) from reservation where account_id = account.id)
    where id = any(${[...new Set(holds.map((hold) => hold.account_id))]}::bigint[])`.execute(tx);
}

function holdsOf({ bank, today }: FirstDay, { id, of, user }: Opened) {
  const [limit, pan] = isCard(of)
    ? [of.creditLimit, of.maskedPan]
    : [of.history === "household" ? of.balance : 0n, debitCardOf(of.iban)];
  if (limit === 0n || (isCard(of) && !user.accounts.some(({ history }) => history !== undefined))) return [];
  const chance = chanceOf(`holds ${pan}`);
  const { shops } = surroundingsOf(bank.profile.country);
  return [-1, 0].map((days) => {
    const merchant = chance.pick(shops);
    return {
      account_id: id,
      amount: chance.part(limit, 3, 12),
      entry_date: addDays(today, days)!,
      settles_on: addDays(today, days + 2)!,
      masked_pan: pan,
      merchant: merchant.name,
      merchant_category_code: merchant.category,
      original_amount: null,
      original_currency: null,
    };
  });
}

/** The debit card of an account, made of the account's last digits. */
function debitCardOf(iban: string): string {
  return `430589******${iban.slice(-4)}`;
}

/** Whoever pays a rent has ordered it once for all. */
async function orderStandingly(tx: Tx<LedgerSchema>, { bank, opened, today }: FirstDay): Promise<void> {
  const { landlord, words } = surroundingsOf(bank.profile.country);
  const orders = opened.flatMap(({ id, of }) =>
    isCard(of) || of.history !== "household"
      ? []
      : [
          {
            account_id: id,
            amount: rentOf(of.balance),
            creditor_name: landlord.name,
            creditor_iban: landlord.iban,
            remittance: words.rent,
            start_date: `${Number(today.slice(0, 4)) - 1}-01-01`,
            end_date: null,
            frequency: "Monthly" as const,
            execution_rule: "following" as const,
            day_of_execution: "1",
            paid_until: today,
          },
        ],
  );
  if (orders.length > 0) await tx.insertInto("standing_order").values(orders).execute();
}
