// Runs the example twice over one database: what the first process began, the second one ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl } from "@tallystick/kit/testing";
import { createBankClient, type StatusChange } from "@tallystick/tpp";
import { followPayments } from "./payment-polling.ts";

test("the example follows a payment to its end over a restart", async (t) => {
  const database = await createScratchDatabase(testDatabaseUrl());
  const pool = new pg.Pool({ connectionString: database.url });
  t.after(async () => {
    await pool.end();
    await database.drop();
  });
  let status = "RCVD";
  const bank = createBankClient({
    baseUrl: "https://bank.example",
    request: async () => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify({ transactionStatus: status })),
    }),
  });
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const record = async ({ from, to }: StatusChange): Promise<void> => {
    told.push(`${from} → ${to}`);
    first.resolve();
  };
  const payment = { bank: "rzb_ro", paymentId: "p1" };

  const before = await followPayments(pool, { rzb_ro: bank }, record);
  await before.follow(payment);
  await first.promise;
  await before.stop();

  status = "ACSC";
  await pool.query("update tpp_payment_polling set next_at = next_at - interval '1 minute'");
  const after = await followPayments(pool, { rzb_ro: bank }, record);
  const { ended } = await after.follow(payment);
  assert.deepEqual(await ended, { reason: "final", status: "ACSC" });
  assert.deepEqual(told, ["undefined → RCVD", "RCVD → ACSC"]);
});
