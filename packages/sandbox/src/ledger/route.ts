import { sql } from "kysely";
import type { DbOrTx, Tx } from "@tallystick/kit";
import type { RefusalReason, TransferOrder } from "./order.ts";
import type { Posting } from "./post.ts";
import type { LedgerSchema } from "./schema.ts";

export type Route =
  | { readonly kind: "postings"; readonly debtor: Debtor; readonly postings: readonly Posting[] }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

export interface Debtor {
  readonly id: string;
  readonly name: string;
}

export type Creditor =
  | { readonly kind: "account"; readonly id: string; readonly bank: string }
  /** At a bank outside the sandbox. */
  | { readonly kind: "external" }
  /** At a sandbox bank that has no such account in that currency. */
  | { readonly kind: "unknown"; readonly bank: string };

/** Which accounts the order touches: within one bank two, between sandbox banks four, to the world outside two. */
export async function findRoute(tx: Tx<LedgerSchema>, order: TransferOrder): Promise<Route> {
  const { amount, bank, currency } = order;
  const debtor = await tx
    .selectFrom("account")
    .innerJoin("account_holder", "account_holder.account_id", "account.id")
    .select(["account.id", "account.owner_name as name"])
    .where("account.kind", "=", "customer")
    .where("account.status", "=", "enabled")
    .where("account.bank", "=", bank)
    .where("account_holder.psu_id", "=", order.psuId)
    .where("account.iban", "=", order.debtorIban)
    .where("account.currency", "=", currency)
    .executeTakeFirst();
  if (debtor === undefined) return { kind: "refused", reason: "AC02" };
  const creditor = await findCreditor(tx, order.creditorIban, currency);
  const taken = { account: debtor.id, amount: -amount };
  if (creditor.kind === "external") {
    const external = await ownAccount(tx, bank, "external", currency);
    return { kind: "postings", debtor, postings: [taken, { account: external, amount }] };
  }
  if (creditor.kind === "unknown" || creditor.id === debtor.id) return { kind: "refused", reason: "AC03" };
  const given = { account: creditor.id, amount };
  if (creditor.bank === bank) return { kind: "postings", debtor, postings: [taken, given] };
  const [ours, theirs] = [
    await ownAccount(tx, bank, "interbank", currency),
    await ownAccount(tx, creditor.bank, "interbank", currency),
  ];
  const between = [
    { account: ours, amount },
    { account: theirs, amount: -amount },
  ];
  return { kind: "postings", debtor, postings: [taken, ...between, given] };
}

/**
 * Bank codes have four letters in Romania, five digits in Lithuania and two letters in Georgia, where all accounts of the
 * sandbox begin with the same two digits; four characters tell its banks apart.
 */
export async function findCreditor(db: DbOrTx<LedgerSchema>, iban: string, currency: string): Promise<Creditor> {
  const rows = await db
    .selectFrom("account")
    .select(["id", "bank", sql<boolean>`iban = ${iban} and currency = ${currency}`.as("meant")])
    .where("kind", "=", "customer")
    .where(sql<boolean>`left(iban, 2) = left(${iban}, 2) and substr(iban, 5, 4) = substr(${iban}, 5, 4)`)
    .execute();
  const [neighbour] = rows;
  if (neighbour === undefined) return { kind: "external" };
  const meant = rows.find((row) => row.meant);
  return meant === undefined
    ? { kind: "unknown", bank: neighbour.bank }
    : { kind: "account", id: meant.id, bank: meant.bank };
}

export const ownAccountKinds = ["opening", "interbank", "external"] as const;
export type OwnAccountKind = (typeof ownAccountKinds)[number];

/** The bank's own account, which opening the bank's books has made. */
export async function ownAccount(
  db: DbOrTx<LedgerSchema>,
  bank: string,
  kind: OwnAccountKind,
  currency: string,
): Promise<string> {
  const { id } = await db
    .selectFrom("account")
    .select("id")
    .where("bank", "=", bank)
    .where("kind", "=", kind)
    .where("currency", "=", currency)
    .executeTakeFirstOrThrow(() => new Error(`${bank} keeps no ${kind} account in ${currency}`));
  return id;
}
