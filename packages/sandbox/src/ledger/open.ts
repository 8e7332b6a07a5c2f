import type { Db, Tx } from "@tallystick/kit";
import type { SandboxAccount, SandboxBank, SandboxUser } from "../banks/bank.ts";
import { bookAll, type Booking } from "./book-all.ts";
import { ownAccount, ownAccountKinds } from "./route.ts";
import type { LedgerSchema } from "./schema.ts";

/** Opens the bank's books: its own accounts and its people's. What exists already stays as it is. */
export async function openBooks(db: Db<LedgerSchema>, bank: SandboxBank, now: Date): Promise<void> {
  const { name, providerId, timeZone = "UTC" } = bank.profile;
  const book = { bank: providerId, timeZone };
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto("book")
      .values({ bank: providerId, time_zone: timeZone })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await openOwnAccounts(tx, providerId, name);
    const opened = await openAccounts(tx, bank);
    await enterHolders(tx, bank);
    await bookAll(tx, book, await openingsOf(tx, providerId, opened, now));
  });
}

const currencies = ["RON", "EUR", "GEL"];

async function openOwnAccounts(tx: Tx<LedgerSchema>, bank: string, owner: string): Promise<void> {
  const own = currencies.flatMap((currency) =>
    ownAccountKinds.map((kind) => ({
      bank,
      kind,
      iban: null,
      masked_pan: null,
      name: `${kind} ${currency}`,
      owner_name: owner,
      currency,
      balance: 0n,
      credit_limit: null,
      product: null,
      cash_account_type: null,
      usage: null,
    })),
  );
  await tx
    .insertInto("account")
    .values(own)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

interface Opened {
  readonly id: string;
  readonly user: SandboxUser;
  readonly account: SandboxAccount;
}

/** Those of the bank's accounts that were not there yet. */
async function openAccounts(tx: Tx<LedgerSchema>, bank: SandboxBank): Promise<readonly Opened[]> {
  const all = new Map<string, Omit<Opened, "id">>();
  for (const user of bank.users) {
    for (const account of user.accounts) {
      const key = keyOf(account);
      if (!all.has(key)) all.set(key, { user, account });
    }
  }
  const rows = await tx
    .insertInto("account")
    .values([...all.values()].map(({ user, account }) => rowOf(bank.profile.providerId, user, account)))
    .onConflict((conflict) => conflict.doNothing())
    .returning(["id", "iban", "currency"])
    .execute();
  return rows.map(({ currency, iban, id }) => ({ id, ...all.get(keyOf({ currency, iban: iban! }))! }));
}

function keyOf({ currency, iban }: { readonly iban: string; readonly currency: string }): string {
  return `${iban} ${currency}`;
}

function rowOf(bank: string, user: SandboxUser, account: SandboxAccount) {
  const { kind = "current", status = "enabled", usage = "PRIV" } = account;
  return {
    bank,
    kind: "customer",
    iban: account.iban,
    masked_pan: null,
    name: account.name,
    owner_name: account.ownerName ?? user.name,
    currency: account.currency,
    balance: 0n,
    credit_limit: account.creditLimit ?? 0n,
    product: kind === "current" ? "Current account" : "Savings account",
    cash_account_type: kind === "current" ? "CACC" : "SVGS",
    usage,
    status,
    signatures: account.signatures ?? 1,
  } as const;
}

/** Everybody in whose list the account stands holds it, also one who joined later than the account was opened. */
async function enterHolders(tx: Tx<LedgerSchema>, { profile, users }: SandboxBank): Promise<void> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "iban", "currency"])
    .where("bank", "=", profile.providerId)
    .where("kind", "=", "customer")
    .execute();
  const ids = new Map(rows.map(({ currency, iban, id }) => [keyOf({ currency, iban: iban! }), id]));
  const holders = users.flatMap(({ accounts, login }) =>
    accounts.map((account) => ({ psu_id: login, account_id: ids.get(keyOf(account))! })),
  );
  await tx
    .insertInto("account_holder")
    .values(holders)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The first balance is a transfer like any other, from the bank's opening account. */
async function openingsOf(
  tx: Tx<LedgerSchema>,
  bank: string,
  opened: readonly Opened[],
  now: Date,
): Promise<readonly Booking[]> {
  const bookings: Booking[] = [];
  for (const { account, id, user } of opened) {
    const { balance: amount, currency, iban } = account;
    if (amount === 0n) continue;
    bookings.push({
      executionId: `opening:${iban}:${currency}`,
      paymentId: "opening",
      from: await ownAccount(tx, bank, "opening", currency),
      to: id,
      amount,
      currency,
      debtor: { name: "Opening balance", iban: "opening" },
      creditor: { name: account.ownerName ?? user.name, iban },
      remittance: "Opening balance",
      at: now,
    });
  }
  return bookings;
}
