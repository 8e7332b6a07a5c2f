import type { Tx } from "@tallystick/kit";
import type { SandboxAccount, SandboxBank, SandboxCard, SandboxUser } from "../banks/bank.ts";
import type { LedgerSchema } from "./schema.ts";

/** An account that was not there before. */
export interface Opened {
  readonly id: string;
  readonly user: SandboxUser;
  readonly of: SandboxAccount | SandboxCard;
}

export function isCard(of: SandboxAccount | SandboxCard): of is SandboxCard {
  return "maskedPan" in of;
}

/** Opens the accounts and cards of the bank's people that are missing, and enters who holds them. */
export async function openAccounts(tx: Tx<LedgerSchema>, bank: SandboxBank): Promise<readonly Opened[]> {
  const all = new Map<string, Omit<Opened, "id">>();
  const holders: { readonly login: string; readonly key: string }[] = [];
  for (const user of bank.users) {
    for (const of of [...user.accounts, ...(user.cards ?? [])]) {
      const key = keyOf(of);
      if (!all.has(key)) all.set(key, { user, of });
      holders.push({ login: user.login, key });
    }
  }
  const created = await tx
    .insertInto("account")
    .values([...all.values()].map(({ user, of }) => rowOf(bank.profile.providerId, user, of)))
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .execute();
  const { ids, undescribed } = await idsOf(tx, bank.profile.providerId);
  await tx
    .insertInto("account_holder")
    .values(holders.map(({ key, login }) => ({ psu_id: login, account_id: ids.get(key)! })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const isNew = new Set(created.map(({ id }) => id));
  const accounts = [...all].map(([key, one]) => ({ ...one, id: ids.get(key)! }));
  for (const one of accounts) if (undescribed.has(one.id)) await describe(tx, bank.profile.providerId, one);
  return accounts.filter(({ id }) => isNew.has(id));
}

/** Accounts of a ledger that knew nothing of products and signatures learn theirs. */
async function describe(tx: Tx<LedgerSchema>, bank: string, { id, of, user }: Opened): Promise<void> {
  const { cash_account_type, owner_name, product, signatures, status, usage } = rowOf(bank, user, of);
  await tx
    .updateTable("account")
    .set({ cash_account_type, owner_name, product, signatures, status, usage })
    .where("id", "=", id)
    .execute();
}

function keyOf(of: SandboxAccount | SandboxCard): string {
  return `${isCard(of) ? of.maskedPan : of.iban} ${of.currency}`;
}

async function idsOf(
  tx: Tx<LedgerSchema>,
  bank: string,
): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly undescribed: ReadonlySet<string> }> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "iban", "masked_pan", "currency", "product"])
    .where("bank", "=", bank)
    .where("kind", "in", ["customer", "card"])
    .execute();
  return {
    ids: new Map(rows.map(({ currency, iban, id, masked_pan: pan }) => [`${iban ?? pan} ${currency}`, id])),
    undescribed: new Set(rows.filter(({ product }) => product === null).map(({ id }) => id)),
  };
}

function rowOf(bank: string, user: SandboxUser, of: SandboxAccount | SandboxCard) {
  const common = { bank, name: of.name, currency: of.currency, balance: 0n, credit_limit: of.creditLimit ?? 0n };
  if (isCard(of)) {
    const { maskedPan, product } = of;
    return {
      ...common,
      kind: "card",
      iban: null,
      masked_pan: maskedPan,
      owner_name: user.name,
      product,
      cash_account_type: null,
      usage: null,
      status: "enabled",
      signatures: 1,
    } as const;
  }
  const { iban, kind = "current", ownerName = user.name, signatures = 1, status = "enabled", usage = "PRIV" } = of;
  return {
    ...common,
    kind: "customer",
    iban,
    masked_pan: null,
    owner_name: ownerName,
    product: kind === "current" ? "Current account" : "Savings account",
    cash_account_type: kind === "current" ? "CACC" : "SVGS",
    usage,
    status,
    signatures,
  } as const;
}
