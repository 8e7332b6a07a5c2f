import { readRows, type DbOrTx, type Tx } from "@tallystick/kit";
import type { TransactionStatus } from "@tallystick/xs2a";
import { sql, type Insertable, type Selectable } from "kysely";
import type { BankSchema, PaymentTable } from "../../migrations/schema.ts";
import { mayMove } from "../rules.ts";

export type PaymentRow = Selectable<PaymentTable>;
export type NewPaymentRow = Insertable<PaymentTable>;

/** A payment's path together with the caller: what any of them does not fit is unknown. */
export interface OwnPaymentKey {
  readonly tppId: string;
  readonly service: string;
  readonly product: string;
  readonly paymentId: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export async function findOwnPayment(db: DbOrTx<BankSchema>, key: OwnPaymentKey): Promise<PaymentRow | undefined> {
  if (!uuid.test(key.paymentId)) return undefined;
  return db
    .selectFrom("payment")
    .selectAll()
    .where("payment_id", "=", key.paymentId)
    .where("tpp_id", "=", key.tppId)
    .where("service", "=", key.service)
    .where("product", "=", key.product)
    .executeTakeFirst();
}

/** As much of a payment as most calls need. */
export interface PaymentState {
  readonly payment_id: string;
  readonly status: TransactionStatus;
  readonly status_reason: string | null;
  readonly funds_available: boolean | null;
  readonly overdue: boolean;
}

/** Written out, since a payment's status is what TPPs ask for most: nothing is built or compiled per call. */
const ownState = `select payment_id, status, status_reason, funds_available,
  status in ('RCVD', 'PATC') and expires_at <= $5 as overdue from payment where payment_id = $1 and tpp_id = $2 and service = $3 and product = $4`;

/** Whose it is, whether its time is over at `at`, and how it stands, in one statement. */
export async function findOwnState(
  db: DbOrTx<BankSchema>,
  key: OwnPaymentKey,
  at: Date,
): Promise<PaymentState | undefined> {
  if (!uuid.test(key.paymentId)) return undefined;
  const values = [key.paymentId, key.tppId, key.service, key.product, at];
  const [state] = await readRows<PaymentState>(db, ownState, values);
  return state;
}

/** For the bank's own work, which acts for no TPP. */
export async function loadPayment(db: DbOrTx<BankSchema>, paymentId: string): Promise<PaymentRow | undefined> {
  return db.selectFrom("payment").selectAll().where("payment_id", "=", paymentId).executeTakeFirst();
}

export async function lockPayment(tx: Tx<BankSchema>, paymentId: string): Promise<PaymentRow | undefined> {
  return tx.selectFrom("payment").selectAll().where("payment_id", "=", paymentId).forUpdate().executeTakeFirst();
}

export async function insertPayment(tx: Tx<BankSchema>, row: NewPaymentRow): Promise<void> {
  await tx.insertInto("payment").values(row).execute();
  await insertEvent(tx, { paymentId: row.payment_id, from: null, to: row.status, at: row.created_at });
}

export interface PaymentMove {
  readonly paymentId: string;
  readonly from: TransactionStatus;
  readonly to: TransactionStatus;
  readonly at: Date;
  readonly reason?: string | undefined;
  /** With the move to ACTC: what was authorised, and who did so last. */
  readonly authorised?: { readonly linkHash: string; readonly psuId: string };
  readonly fundsAvailable?: false | undefined;
  /** A new end of the time in which it must be authorised. */
  readonly expiresAt?: Date;
}

/** Moves a payment by compare-and-set, with its event; false when it no longer is where the move begins. */
export async function movePayment(tx: Tx<BankSchema>, move: PaymentMove): Promise<boolean> {
  if (!mayMove(move.from, move.to)) throw new RangeError(`a payment does not move from ${move.from} to ${move.to}`);
  const { authorised } = move;
  const result = await tx
    .updateTable("payment")
    .set({
      status: move.to,
      status_reason: move.reason ?? null,
      changed_at: move.at,
      ...(authorised === undefined ? {} : { authorised_hash: authorised.linkHash, psu_id: authorised.psuId }),
      ...(move.fundsAvailable === undefined ? {} : { funds_available: move.fundsAvailable }),
      ...(move.expiresAt === undefined ? {} : { expires_at: move.expiresAt }),
    })
    .where("payment_id", "=", move.paymentId)
    .where("status", "=", move.from)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await insertEvent(tx, move);
  return true;
}

async function insertEvent(
  tx: Tx<BankSchema>,
  event: { paymentId: string; from: string | null; to: string; reason?: string | undefined; at: Date },
): Promise<void> {
  // The payment's row is locked by the statement before, so that the next number is nobody else's.
  await tx
    .insertInto("payment_event")
    .values({
      payment_id: event.paymentId,
      sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from payment_event
        where payment_id = ${event.paymentId})`,
      from_status: event.from,
      to_status: event.to,
      reason: event.reason ?? null,
      at: event.at,
    })
    .execute();
}
