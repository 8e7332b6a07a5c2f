import type { Db } from "@tallystick/kit";
import type { LedgerSchema } from "./schema.ts";

export interface BookedTransfer {
  readonly bank: string;
  readonly executionId: string;
  readonly paymentId: string;
  readonly status: "ACSC" | "RJCT";
  readonly reason?: string;
  /** Minor units, greater than zero. */
  readonly amount: bigint;
  readonly currency: string;
  readonly debtorIban: string;
  readonly creditorIban: string;
  readonly creditorName: string;
  readonly remittance?: string;
  readonly endToEndId?: string;
  readonly bookedAt: Date;
}

/** What the account holds, in minor units of its currency; undefined when no sandbox bank keeps it. */
export async function readBalance(db: Db<LedgerSchema>, iban: string, currency?: string): Promise<bigint | undefined> {
  const row = await db
    .selectFrom("account")
    .select("balance")
    .where("iban", "=", iban)
    .$if(currency !== undefined, (query) => query.where("currency", "=", currency!))
    .orderBy("id")
    .executeTakeFirst();
  return row === undefined ? undefined : BigInt(row.balance);
}

/** All transfers from or to the account, refused ones too, oldest first; the opening balance is one of them. */
export async function readTransfers(db: Db<LedgerSchema>, iban: string): Promise<readonly BookedTransfer[]> {
  const rows = await db
    .selectFrom("transfer")
    .selectAll()
    .where((or) => or.or([or("debtor_iban", "=", iban), or("creditor_iban", "=", iban)]))
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    bank: row.bank,
    executionId: row.execution_id,
    paymentId: row.payment_id,
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    amount: BigInt(row.amount),
    currency: row.currency,
    debtorIban: row.debtor_iban,
    creditorIban: row.creditor_iban,
    creditorName: row.creditor_name,
    ...(row.remittance === null ? {} : { remittance: row.remittance }),
    ...(row.end_to_end_id === null ? {} : { endToEndId: row.end_to_end_id }),
    bookedAt: row.booked_at,
  }));
}

export interface BooksCheck {
  /** Per bank and currency what does not add up to zero. */
  readonly unbalanced: readonly string[];
  /** Accounts whose balance is not the sum of their entries, or lies under their limit, or that hold what nobody reserved. */
  readonly wrong: readonly string[];
}

/** Whether the books hold: every bank's accounts add up to zero, and each balance is what has been booked. */
export async function checkBooks(db: Db<LedgerSchema>): Promise<BooksCheck> {
  const accounts = await db
    .selectFrom("account")
    .leftJoin("entry", "entry.account_id", "account.id")
    .select((row) => [
      "account.id",
      "account.bank",
      "account.currency",
      "account.balance",
      "account.reserved",
      "account.credit_limit",
      row.fn.sum<string | null>("entry.amount").as("entries"),
      row
        .selectFrom("reservation")
        .whereRef("reservation.account_id", "=", "account.id")
        .select((hold) => hold.fn.sum<string | null>("reservation.amount").as("amount"))
        .as("reservations"),
    ])
    .groupBy("account.id")
    .execute();
  const sums = new Map<string, bigint>();
  for (const { bank, currency, balance } of accounts) {
    const books = `${bank} ${currency}`;
    sums.set(books, (sums.get(books) ?? 0n) + BigInt(balance));
  }
  return {
    unbalanced: [...sums].filter(([, sum]) => sum !== 0n).map(([books, sum]) => `${books}: ${sum}`),
    wrong: accounts
      .filter(
        ({ balance, credit_limit: limit, entries, reservations, reserved }) =>
          BigInt(balance) !== BigInt(entries ?? 0) ||
          BigInt(reserved) !== BigInt(reservations ?? 0) ||
          (limit !== null && BigInt(balance) - BigInt(reserved) < -BigInt(limit)),
      )
      .map(({ id }) => id),
  };
}
