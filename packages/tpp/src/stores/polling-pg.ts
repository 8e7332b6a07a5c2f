import { isTransactionStatus } from "@tallystick/xs2a";
import {
  judgeClaim,
  type LeasedRecord,
  type PaymentKey,
  type PollingEndReason,
  type PollingRecord,
  type PollingStore,
} from "../patterns/polling/store.ts";
import { asInstant, instantOf, type Migration, type Query, type Row } from "./pg.ts";

/** The table of `createPostgresPollingStore`. */
export const pollingMigration: Migration = [
  `create table if not exists tpp_payment_polling (
    bank text collate "C" not null,
    payment_id text collate "C" not null,
    product text,
    started_at timestamptz not null,
    status text,
    failures integer not null,
    next_at timestamptz not null,
    ended_by text,
    lease_owner text,
    lease_until timestamptz,
    primary key (bank, payment_id)
  )`,
  `create index if not exists tpp_payment_polling_due on tpp_payment_polling (next_at) where ended_by is null`,
];

const columns = `bank, payment_id, product, status, failures, ended_by, lease_owner, ${asInstant("started_at")} as started_at,
  ${asInstant("next_at")} as next_at, ${asInstant("lease_until")} as lease_until`;

/** A store in PostgreSQL, for any number of processes; its table comes from `createTables(query, pollingMigration)`. */
export function createPostgresPollingStore(query: Query): PollingStore {
  return {
    async add({ bank, paymentId, product, startedAt, status, failures, nextAt, endedBy }) {
      const values = [bank, paymentId, product ?? null, startedAt.toISOString(), status ?? null, failures];
      await query(
        `insert into tpp_payment_polling (bank, payment_id, product, started_at, status, failures, next_at, ended_by)
        values ($1, $2, $3, $4::timestamptz, $5, $6, $7::timestamptz, $8) on conflict (bank, payment_id) do nothing`,
        [...values, nextAt.toISOString(), endedBy ?? null],
      );
    },

    async claim(key, lease) {
      const [claimed] = await query(
        `update tpp_payment_polling set lease_owner = $3, lease_until = $5::timestamptz
        where bank = $1 and payment_id = $2 and ended_by is null and next_at <= $4::timestamptz
          and (lease_owner is null or lease_owner = $3 or lease_until <= $4::timestamptz)
        returning ${columns}`,
        [key.bank, key.paymentId, lease.owner, lease.now.toISOString(), lease.until.toISOString()],
      );
      if (claimed !== undefined) return { kind: "claimed", record: recordOf(claimed) };
      const why = judgeClaim(await find(query, key), lease);
      // It has become free between the two statements.
      return why.kind === "claimed" ? { kind: "later", record: why.record, at: lease.now } : why;
    },

    async save({ bank, paymentId, status, failures, nextAt, endedBy }, owner) {
      const saved = await query(
        `update tpp_payment_polling set status = $4, failures = $5, next_at = $6::timestamptz, ended_by = $7,
          lease_owner = null, lease_until = null
        where bank = $1 and payment_id = $2 and lease_owner = $3 and ended_by is null returning payment_id`,
        [bank, paymentId, owner, status ?? null, failures, nextAt.toISOString(), endedBy ?? null],
      );
      return saved.length > 0;
    },

    async unfinished() {
      const rows = await query(
        `select ${columns} from tpp_payment_polling where ended_by is null order by next_at, bank, payment_id`,
        [],
      );
      return rows.map(recordOf);
    },

    async forget(startedBefore) {
      const values = [startedBefore.toISOString()];
      await query(
        "delete from tpp_payment_polling where ended_by is not null and started_at < $1::timestamptz",
        values,
      );
    },
  };
}

async function find(query: Query, { bank, paymentId }: PaymentKey): Promise<LeasedRecord | undefined> {
  const [row] = await query(`select ${columns} from tpp_payment_polling where bank = $1 and payment_id = $2`, [
    bank,
    paymentId,
  ]);
  if (row === undefined) return undefined;
  const until = instantOf(row["lease_until"]);
  const owner = row["lease_owner"];
  const lease = until === undefined || typeof owner !== "string" ? undefined : { owner, until };
  return { record: recordOf(row), lease };
}

function recordOf(row: Row): PollingRecord {
  const { bank, payment_id: paymentId, product, status, failures, ended_by: endedBy } = row;
  return {
    bank: bank as string,
    paymentId: paymentId as string,
    product: (product as string | null) ?? undefined,
    startedAt: instantOf(row["started_at"])!,
    status: isTransactionStatus(status) ? status : undefined,
    failures: failures as number,
    nextAt: instantOf(row["next_at"])!,
    endedBy: (endedBy as PollingEndReason | null) ?? undefined,
  };
}
