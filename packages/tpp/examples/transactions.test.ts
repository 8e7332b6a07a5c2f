// Runs the example: it stops at what it looks for, and a bank that repeats a page does not keep it for ever.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient, type HttpRequest } from "@tallystick/tpp";
import { findPayment } from "./transactions.ts";

const url = "https://bank.example/v1/accounts/a1/transactions";
const account = { consentId: "c1", accountId: "a1" };

function bankOf(pages: readonly string[]) {
  let asked = 0;
  const request: HttpRequest = async () => {
    const text = pages[Math.min(asked, pages.length - 1)];
    asked += 1;
    const entry = { transactionId: text, transactionAmount: { currency: "EUR", amount: "-1.00" } };
    const booked = [{ ...entry, remittanceInformationUnstructured: `order ${text}` }];
    const body = { transactions: { booked, _links: { next: { href: `${url}?key=${asked}` } } } };
    return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
  };
  return { bank: createBankClient({ baseUrl: "https://bank.example", request }), asked: () => asked };
}

test("the example asks for no page after the one that has it", async () => {
  const { bank, asked } = bankOf(["1", "2", "3", "4"]);
  const { entry, read } = await findPayment(bank, account, "order 2");
  assert.deepEqual([entry?.transactionId, read, asked()], ["2", 2, 2]);
});

test("the example ends when the report does not", async () => {
  const { error, read } = await findPayment(bankOf(["1", "2"]).bank, account, "order 9");
  assert.deepEqual([error?.code, read], ["page_loop", 2]);
});
