// Runs the example: of three payments one is refused, the others wait for their payer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createScratchDatabase, testDatabaseUrl } from "@tallystick/kit/testing";
import { createBankClient, type HttpRequest } from "@tallystick/tpp";
import { openPayments, pay, report } from "./bulk-payments.ts";

test("the example sends a batch and says what the payer has to sign and what failed", async (t) => {
  const database = await createScratchDatabase(testDatabaseUrl());
  const told = t.mock.method(console, "info", () => {});
  const request: HttpRequest = async ({ body }) => {
    const { endToEndIdentification: id } = JSON.parse(String(body)) as { endToEndIdentification: string };
    const links = { scaRedirect: { href: `https://bank.example/sca/${id}` } };
    const refusal = { tppMessages: [{ category: "ERROR", code: "PAYMENT_FAILED", text: "cannot be paid to" }] };
    const answer = id === "S-1" ? refusal : { transactionStatus: "RCVD", paymentId: id, _links: links };
    return {
      status: id === "S-1" ? 400 : 201,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(answer)),
    };
  };
  const bulk = await openPayments(database.url, createBankClient({ baseUrl: "https://bank.example", request }));
  t.after(async () => {
    await bulk.close();
    await database.drop();
  });
  const payments = [0, 1, 2].map((index) => ({
    endToEndIdentification: `S-${index}`,
    instructedAmount: { amount: "12.50", currency: "EUR" },
    creditorAccount: { iban: "LT121000011101001000" },
    creditorName: "Supplier",
  }));
  const batchId = await pay(bulk, { key: "suppliers-2026-03", payments });
  while ((await bulk.progress(batchId))?.state !== "finished" || told.mock.callCount() < 3) await setImmediate();
  assert.deepEqual(await report(bulk, batchId), [
    "0: sign at https://bank.example/sca/S-0",
    "2: sign at https://bank.example/sca/S-2",
    "1: PAYMENT_FAILED. Check both accounts and the amount with the payer, then pay in a new batch.",
  ]);
  const lines = told.mock.calls.map((call) => String((call.arguments as unknown[])[0]));
  assert.match(lines.at(-1) ?? "", /^item \d is (initiated|failed): 2 of 3$/);
  assert.ok(lines.some((line) => line.startsWith("item 1 is failed: ")));
});
