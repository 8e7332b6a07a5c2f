import type { Db } from "@tallystick/kit";
import type { SandboxBank } from "../banks/bank.ts";
import { catchUp } from "../ledger/catch-up.ts";
import { bookOf, openBooks } from "../ledger/open.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { hashSecret } from "./secret.ts";

/** Makes what the bank needs at its first start, its books and its people; on later starts nothing is left to do. */
export async function openSandboxBank(db: Db<LedgerSchema>, bank: SandboxBank, now: Date): Promise<void> {
  await openBooks(db, bank, now);
  await catchUp(db, bookOf(bank), now);
  await openPeople(db, bank);
}

async function openPeople(db: Db<LedgerSchema>, { profile, users }: SandboxBank): Promise<void> {
  const bank = profile.providerId;
  const known = await db.selectFrom("psu").select("login").where("bank", "=", bank).execute();
  const logins = new Set(known.map(({ login }) => login));
  const missing = users.filter(({ login }) => !logins.has(login));
  if (missing.length === 0) return;
  const rows = await Promise.all(
    missing.map(async ({ login, name, password, pin, sca }) => ({
      bank,
      login,
      name,
      sca,
      password_hash: await hashSecret(password),
      pin_hash: pin === undefined ? null : await hashSecret(pin),
    })),
  );
  await db
    .insertInto("psu")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
