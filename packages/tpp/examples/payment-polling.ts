// Follows payments to their end, over restarts and with any number of processes on one PostgreSQL.
import { createPaymentPoller, type BankClient, type PaymentPoller, type StatusChange } from "@tallystick/tpp";
import { createPostgresPollingStore, createTables, pollingMigration, queryOf } from "@tallystick/tpp/postgres";
import type { Pool } from "pg";

export async function followPayments(
  pool: Pool,
  banks: Readonly<Record<string, BankClient>>,
  record: (change: StatusChange) => Promise<void>,
): Promise<PaymentPoller> {
  const query = queryOf(pool);
  await createTables(query, pollingMigration);
  const poller = createPaymentPoller({
    store: createPostgresPollingStore(query),
    getStatus: ({ bank, ...payment }, signal) => banks[bank]!.getPaymentStatus({ ...payment, signal }),
    // At least once: record it under the payment and its status, so that a second time changes nothing.
    onChange: record,
    onError: ({ payment, failures, error }) => console.warn(payment, `failed ${failures} times`, error),
  });
  await poller.resume();
  return poller;
}
