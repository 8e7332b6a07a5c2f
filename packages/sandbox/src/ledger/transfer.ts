import { sql } from "kysely";
import type { Db, DbOrTx, Tx } from "@tallystick/kit";
import type { RefusalReason, TransferOrder, TransferOutcome } from "./order.ts";
import { post } from "./post.ts";
import { findRoute } from "./route.ts";
import type { LedgerSchema } from "./schema.ts";

interface LockedAccount {
  readonly id: string;
  readonly balance: bigint;
  readonly reserved: bigint;
  readonly creditLimit: bigint | null;
}

/**
 * Books the order or refuses it, once per (bank, execution id): a repeat gives the first answer, and one that runs at
 * the same time waits for it. Rejects only when the database does; nothing has then been booked.
 */
export async function transfer(db: Db<LedgerSchema>, order: TransferOrder, now: Date): Promise<TransferOutcome> {
  if (order.amount <= 0n) throw new RangeError("an amount is greater than zero");
  return (await firstAnswer(db, order)) ?? db.transaction().execute((tx) => book(tx, order, now));
}

async function book(tx: Tx<LedgerSchema>, order: TransferOrder, now: Date): Promise<TransferOutcome> {
  const route = await findRoute(tx, order);
  if (route.kind === "refused") return (await record(tx, order, now, { reason: route.reason })).outcome;
  const accounts = await lock(
    tx,
    route.postings.map(({ account }) => account),
  );
  const { debtor } = route;
  const reason = covers(accounts.get(debtor.id)!, order.amount) ? undefined : "AM04";
  const { outcome, id } = await record(tx, order, now, { reason, debtorName: debtor.name });
  if (id !== undefined && outcome.status === "ACSC") {
    await post(tx, { id, bookedAt: now }, accounts, route.postings);
  }
  return outcome;
}

/** By id, so that two transfers in opposite directions wait for each other and never for ever. */
async function lock(tx: Tx<LedgerSchema>, ids: readonly string[]): Promise<ReadonlyMap<string, LockedAccount>> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "balance", "reserved", "credit_limit"])
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(
    rows.map(({ id, balance, reserved, credit_limit: limit }) => [
      id,
      { id, balance: BigInt(balance), reserved: BigInt(reserved), creditLimit: limit === null ? null : BigInt(limit) },
    ]),
  );
}

function covers({ balance, creditLimit, reserved }: LockedAccount, amount: bigint): boolean {
  return creditLimit === null || balance - reserved - amount >= -creditLimit;
}

/** Writes the transfer with its outcome; when another was first, gives that one's outcome and no id. */
async function record(
  tx: Tx<LedgerSchema>,
  order: TransferOrder,
  now: Date,
  { debtorName, reason }: { readonly reason: RefusalReason | undefined; readonly debtorName?: string },
): Promise<{ readonly outcome: TransferOutcome; readonly id?: string }> {
  const row = await tx
    .insertInto("transfer")
    .values({
      bank: order.bank,
      execution_id: order.executionId,
      payment_id: order.paymentId,
      status: reason === undefined ? "ACSC" : "RJCT",
      reason: reason ?? null,
      amount: order.amount,
      currency: order.currency,
      debtor_iban: order.debtorIban,
      debtor_name: debtorName ?? null,
      creditor_iban: order.creditorIban,
      creditor_name: order.creditorName,
      remittance: order.remittance ?? null,
      creditor_reference: order.creditorReference ?? null,
      transaction_code: order.transactionCode ?? null,
      end_to_end_id: order.endToEndId ?? null,
      booked_at: now,
    })
    .onConflict((conflict) => conflict.columns(["bank", "execution_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row === undefined) return { outcome: (await firstAnswer(tx, order))! };
  return { outcome: reason === undefined ? { status: "ACSC" } : { status: "RJCT", reason }, id: row.id };
}

async function firstAnswer(
  db: DbOrTx<LedgerSchema>,
  { bank, executionId }: Pick<TransferOrder, "bank" | "executionId">,
): Promise<TransferOutcome | undefined> {
  const row = await db
    .selectFrom("transfer")
    .select(["status", "reason"])
    .where("bank", "=", bank)
    .where("execution_id", "=", executionId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return row.status === "ACSC" ? { status: "ACSC" } : { status: "RJCT", reason: row.reason as RefusalReason };
}
