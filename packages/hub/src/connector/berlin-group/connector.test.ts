// Proves that every answer of a Berlin Group bank becomes the outcome that the hub may rely on, above all whether money may have moved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OutboundFailed, OutboundRefused } from "@tallystick/kit";
import type { HttpAnswer, HttpRequestInput } from "@tallystick/tpp";
import { banks } from "../banks/all.ts";
import type { Initiation } from "../connector.ts";
import { createConnectors } from "../registry.ts";
import { continueUrlOf } from "./continue-url.ts";

const initiation: Initiation = {
  payment: {
    product: "domestic-ron-transfers",
    amount: { amount: "12.50", currency: "RON" },
    creditor: { name: "Tally Shop", iban: "RO10RZBR0000069999999970" },
    endToEndId: "E2E-1",
    remittance: "Order 1001",
  },
  requestId: "11111111-1111-4111-8111-111111111111",
  psuIpAddress: "203.0.113.7",
  redirectUri: "http://localhost:4000/pay/w/return/s",
  nokRedirectUri: "http://localhost:4000/pay/w/return/s",
};

type Answer = Partial<Omit<HttpAnswer, "body">> & { readonly body?: unknown };

function bankThat(answers: Answer | Error) {
  const calls: HttpRequestInput[] = [];
  const connectors = createConnectors({
    providers: { rzb_ro: { xs2aUrl: "https://localhost:4443/rzb_ro" } },
    request: async (call) => {
      calls.push(call);
      if (answers instanceof Error) throw answers;
      const text = typeof answers.body === "string" ? answers.body : JSON.stringify(answers.body ?? {});
      return {
        status: answers.status ?? 200,
        headers: { "content-type": "application/json", ...answers.headers },
        body: answers.status === 204 ? new Uint8Array() : Buffer.from(text),
      };
    },
  });
  return { bank: connectors.get("rzb_ro")!, calls };
}

const created = {
  status: 201,
  body: {
    transactionStatus: "RCVD",
    paymentId: "p-1",
    _links: { scaRedirect: { href: "http://127.0.0.1:4080/rzb_ro/sca/a-1" }, self: { href: "/v1/payments/x/p-1" } },
  },
};

test("a payment is initiated as the standard has it, with the id it was given", async () => {
  const { bank, calls } = bankThat(created);
  assert.deepEqual(await bank.initiatePayment(initiation), {
    kind: "accepted",
    paymentId: "p-1",
    status: "RCVD",
    continueUrl: "http://127.0.0.1:4080/rzb_ro/sca/a-1",
  });
  const [call] = calls;
  assert.equal(call!.url, "https://localhost:4443/rzb_ro/xs2a/berlin/1.3/v1/payments/domestic-ron-transfers");
  assert.equal(call!.headers!["x-request-id"], initiation.requestId);
  assert.equal(call!.headers!["tpp-redirect-uri"], initiation.redirectUri);
  assert.deepEqual(JSON.parse(String(call!.body)), {
    endToEndIdentification: "E2E-1",
    instructedAmount: { currency: "RON", amount: "12.50" },
    creditorAccount: { iban: "RO10RZBR0000069999999970" },
    creditorName: "Tally Shop",
    remittanceInformationUnstructured: "Order 1001",
  });
});

const tppMessages = (code: string, path?: string) => ({
  tppMessages: [{ category: "ERROR", code, ...(path === undefined ? {} : { path }) }],
});

test("P3: only an answer that proves that nothing was done is a refusal", async () => {
  const cases: [Answer | Error, "refused" | "not_done" | "unknown", string?][] = [
    [{ status: 400, body: tppMessages("FORMAT_ERROR", "creditorAccount.iban") }, "refused", "creditor_account_refused"],
    [{ status: 400, body: tppMessages("FORMAT_ERROR", "debtorAccount") }, "refused", "debtor_account_refused"],
    [{ status: 403, body: tppMessages("PRODUCT_INVALID") }, "refused", "method_not_available"],
    [{ status: 400, body: { title: "x", detail: "y", code: "PAYMENT_FAILED" } }, "refused", "rejected_by_bank"],
    [{ status: 401, body: tppMessages("CERTIFICATE_EXPIRED") }, "not_done", "refused_by_bank"],
    [{ status: 429, body: tppMessages("ACCESS_EXCEEDED") }, "not_done", "bank_busy"],
    [{ status: 409, body: tppMessages("STATUS_INVALID") }, "unknown"],
    [{ status: 500, body: "<html>" }, "unknown", "bank_unavailable"],
    [{ status: 503, body: "" }, "unknown", "bank_unavailable"],
    [{ status: 201, body: "<html>" }, "unknown", "bank_answered_strangely"],
    [{ status: 201, body: { transactionStatus: "RCVD" } }, "unknown", "bank_answered_strangely"],
    [{ status: 201, body: { ...created.body, transactionStatus: "FINE" } }, "unknown", "bank_answered_strangely"],
    [Object.assign(new Error("refused"), { code: "ECONNREFUSED" }), "not_done", "bank_unavailable"],
    [Object.assign(new Error("not sent"), { sent: false }), "not_done", "bank_unavailable"],
    [Object.assign(new Error("reset"), { code: "ECONNRESET" }), "unknown", "bank_unavailable"],
    [new OutboundRefused("address"), "not_done", "bank_unavailable"],
    [new OutboundFailed("connect", "unknown"), "unknown", "bank_unavailable"],
    [new DOMException("late", "TimeoutError"), "unknown", "bank_unavailable"],
  ];
  for (const [answer, kind, code] of cases) {
    const outcome = await bankThat(answer).bank.initiatePayment(initiation);
    assert.equal(outcome.kind, kind, JSON.stringify(answer));
    if (code !== undefined) assert.equal((outcome as { code?: string }).code, code);
  }
});

test("status and cancellation: the bank's word, or that it could not be had", async () => {
  const payment = { product: "domestic-ron-transfers", paymentId: "p-1" };
  const said = bankThat({ body: { transactionStatus: "ACSC" } });
  assert.deepEqual(await said.bank.paymentStatus(payment), { kind: "status", status: "ACSC" });
  const rejected = async (psuMessage: string) => {
    const outcome = await bankThat({ body: { transactionStatus: "RJCT", psuMessage } }).bank.paymentStatus(payment);
    return outcome.kind === "status" ? outcome.reason?.code : undefined;
  };
  assert.equal(await rejected("The payment was not authorised in time."), "not_confirmed");
  assert.equal(await rejected("Refused by the account holder."), "refused_by_payer");
  assert.equal(await rejected("Das Konto ist gesperrt."), "rejected_by_bank");
  assert.equal(await rejected("a\u202eb"), undefined);
  assert.equal(await rejected("x".repeat(201)), undefined);
  assert.match(said.calls[0]!.url, /\/v1\/payments\/domestic-ron-transfers\/p-1\/status$/);
  assert.equal((await bankThat({ status: 500 }).bank.paymentStatus(payment)).kind, "unavailable");
  assert.equal((await bankThat({ status: 404 }).bank.paymentStatus(payment)).kind, "unavailable");
  assert.equal((await bankThat({ status: 204 }).bank.cancelPayment(payment)).kind, "cancelled");
  assert.equal((await bankThat({ status: 202, body: {} }).bank.cancelPayment(payment)).kind, "refused");
  assert.equal((await bankThat({ status: 405 }).bank.cancelPayment(payment)).kind, "refused");
  assert.equal((await bankThat({ status: 500 }).bank.cancelPayment(payment)).kind, "unknown");
});

test("S6: an address of the bank that a browser must not follow is no address", () => {
  const refused = [
    "javascript:alert(1)",
    "data:text/html,x",
    "http://bank.example/",
    "https://a:b@bank.example/",
    "/sca",
    "",
  ];
  for (const text of refused) assert.equal(continueUrlOf(text), undefined, text);
  assert.equal(continueUrlOf("https://bank.example/sca?x=1"), "https://bank.example/sca?x=1");
  assert.equal(continueUrlOf("http://127.0.0.1:4080/x"), "http://127.0.0.1:4080/x");
});

test("every bank's data is consistent, and an unknown provider is a mistake of configuration", () => {
  for (const { bank } of banks) {
    assert.match(bank.providerId, /^[a-z0-9]+_[a-z]{2}$/);
    assert.equal(bank.providerId.slice(-2).toUpperCase(), bank.country);
    assert.match(bank.bic, /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/);
    assert.equal(bank.bic.slice(4, 6), bank.country);
    const ids = bank.paymentMethods.map(({ paymentMethodId }) => paymentMethodId);
    assert.equal(new Set(ids).size, ids.length);
  }
  assert.throws(() =>
    createConnectors({ providers: { nobody_xx: { xs2aUrl: "https://x" } }, request: async () => null! }),
  );
});
