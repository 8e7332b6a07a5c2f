// Runs the example: a bank that fails once makes one payment, because both tries bear one X-Request-ID.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient, type HttpRequest } from "@tallystick/tpp";
import { connect, pay } from "./retry.ts";

test("the example repeats a payment under one id, and a read by itself", async (t) => {
  t.mock.method(console, "warn", () => {});
  const ids: (string | undefined)[] = [];
  const body = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const request: HttpRequest = async ({ headers, method }) => {
    ids.push(headers?.["x-request-id"]);
    if (ids.length % 2 === 1) throw Object.assign(new Error("broken"), { code: "ECONNRESET" });
    return {
      status: method === "POST" ? 201 : 200,
      headers: { "content-type": "application/json" },
      body: body({ transactionStatus: "RCVD", paymentId: "p1", _links: {} }),
    };
  };
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const hurry = setInterval(() => t.mock.timers.tick(1_000), 1);
  t.after(() => clearInterval(hurry));

  const payment = {
    product: "sepa-credit-transfers",
    payment: {
      instructedAmount: { amount: "12.50", currency: "EUR" },
      creditorAccount: { iban: "LT121000011101001000" },
      creditorName: "Shop",
    },
    psuIpAddress: "203.0.113.7",
    redirectUri: "https://tpp.example/back",
  };
  const bank = createBankClient({ baseUrl: "https://bank.example", request });
  const { paymentId } = await pay(bank, payment, new AbortController().signal);
  assert.equal(paymentId, "p1");
  assert.equal(ids[0], ids[1]);
  const status = await connect("https://bank.example", request).getPaymentStatus({ paymentId });
  assert.equal(status.transactionStatus, "RCVD");
  assert.equal(ids.length, 4);
});
