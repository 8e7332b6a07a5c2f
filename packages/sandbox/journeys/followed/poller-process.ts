// A process that follows payments on a store in PostgreSQL, and says each change on a line of its own.
import { readFile } from "node:fs/promises";
import pg from "pg";
import { createBankClient, createPaymentPoller } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { createPostgresPollingStore, createTables, pollingMigration, queryOf } from "@tallystick/tpp/postgres";

const [databaseUrl = "", baseUrl = "", certFile = "", keyFile = "", caFile = "", paymentId = ""] =
  process.argv.slice(2);
const [cert = "", key = "", ca = ""] = await Promise.all(
  [certFile, keyFile, caFile].map((file) => readFile(file, "utf8")),
);
const client = createBankClient({
  baseUrl,
  request: createMutualTlsRequest({ cert, key, ca }),
  dialect: { defaultProduct: "domestic-ron-transfers" },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const query = queryOf(new pg.Pool({ connectionString: databaseUrl }));
await createTables(query, pollingMigration);
const poller = createPaymentPoller({
  store: createPostgresPollingStore(query),
  getStatus: ({ bank: _, ...payment }, signal) => client.getPaymentStatus({ ...payment, signal }),
  onChange: async ({ payment, to }) => say(`${payment.paymentId} ${to}`),
});
say("ready");
await poller.resume();
if (paymentId !== "") await poller.follow({ bank: "rzb_ro", paymentId });
