import type { Db, Tx } from "@tallystick/kit";
import type { SandboxAccount, SandboxBank } from "../banks/bank.ts";
import { post } from "./post.ts";
import { ownAccount } from "./route.ts";
import type { LedgerSchema } from "./schema.ts";

/** Opens the bank's books: its own accounts and its people's. What exists already stays as it is. */
export async function openBooks(db: Db<LedgerSchema>, bank: SandboxBank, now: Date): Promise<void> {
  const { providerId } = bank.profile;
  await openOwnAccounts(db, providerId, bank.profile.name);
  for (const user of bank.users) {
    for (const account of user.accounts) {
      const holder = { bank: providerId, psuId: user.login, name: user.name };
      await db.transaction().execute((tx) => openAccount(tx, holder, account, now));
    }
  }
}

async function openOwnAccounts(db: Db<LedgerSchema>, bank: string, owner: string): Promise<void> {
  const own = ["RON", "EUR"].flatMap((currency) =>
    (["opening", "interbank", "external"] as const).map((kind) => ({
      bank,
      kind,
      iban: null,
      psu_id: null,
      name: `${kind} ${currency}`,
      owner_name: owner,
      currency,
      balance: 0n,
      credit_limit: null,
    })),
  );
  await db
    .insertInto("account")
    .values(own)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

interface Holder {
  readonly bank: string;
  readonly psuId: string;
  readonly name: string;
}

/** The first balance is a transfer like any other, from the bank's opening account. */
async function openAccount(tx: Tx<LedgerSchema>, holder: Holder, account: SandboxAccount, now: Date): Promise<void> {
  const { balance: amount, currency, iban } = account;
  const created = await tx
    .insertInto("account")
    .values({
      bank: holder.bank,
      kind: "customer",
      iban,
      psu_id: holder.psuId,
      name: account.name,
      owner_name: holder.name,
      currency,
      balance: 0n,
      credit_limit: account.creditLimit ?? 0n,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (created === undefined || amount === 0n) return;
  const source = await ownAccount(tx, holder.bank, "opening", currency);
  const { balance } = await tx
    .selectFrom("account")
    .select("balance")
    .where("id", "=", source)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { id } = await tx
    .insertInto("transfer")
    .values({
      bank: holder.bank,
      execution_id: `opening:${iban}:${currency}`,
      payment_id: "opening",
      status: "ACSC",
      reason: null,
      amount,
      currency,
      debtor_iban: "opening",
      creditor_iban: iban,
      creditor_name: holder.name,
      remittance: "Opening balance",
      end_to_end_id: null,
      booked_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const accounts = new Map([
    [source, { balance: BigInt(balance) }],
    [created.id, { balance: 0n }],
  ]);
  await post(tx, id, accounts, [
    { account: source, amount: -amount },
    { account: created.id, amount },
  ]);
}
