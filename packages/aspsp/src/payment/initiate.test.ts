/** Proves: a repeated initiation is one payment with one answer, and what profiles and core banking change. */
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { createLog } from "@tallystick/kit";
import { sql } from "kysely";
import { issue } from "../testing/certificates.ts";
import { codeOf, messagesOf, openHttpBank, productPath, type HttpBank } from "../testing/http-bank.ts";
import { flatProfile, samplePayment } from "../testing/test-bank.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

const hour = 3_600_000;

test("P2: 200 calls with one X-Request-ID at once make one payment; the rest repeat its answer or are told 409", async () => {
  const before = await bank.countPayments();
  const headers = { "X-Request-ID": randomUUID() };
  const replies = await Promise.all(Array.from({ length: 200 }, () => bank.initiate({}, { headers })));
  const created = replies.filter((reply) => reply.status === 201);
  const running = replies.filter((reply) => reply.status === 409 && codeOf(reply) === "STATUS_INVALID");
  assert.equal(created.length + running.length, 200);
  assert.equal(new Set(created.map((reply) => reply.text)).size, 1);
  assert.equal(await bank.countPayments(), before + 1);
});

test("P2: the stored answer comes for 72 hours, letter for letter, even when the payment would be refused by now", async () => {
  const headers = { "X-Request-ID": randomUUID() };
  const today = bank.clock.now().toISOString().slice(0, 10);
  const send = () => bank.initiate({ requestedExecutionDate: today }, { headers });
  const first = await send();
  bank.spi.refused = { ok: false, code: "CREDITOR_UNKNOWN" };
  bank.clock.advance(72 * hour - 1_000);
  const second = await send();
  assert.deepEqual([second.status, second.text], [201, first.text]);
  assert.equal(second.headers["location"], first.headers["location"]);
  bank.clock.advance(2_000);
  assert.equal((await send()).status, 400);
  bank.spi.refused = { ok: true };
});

test("P2: the same id with another body or product is 400; from another TPP it is another request", async () => {
  const headers = { "X-Request-ID": randomUUID() };
  const first = await bank.initiate({}, { headers });
  const other = await bank.initiate({ creditorName: "Other" }, { headers });
  assert.deepEqual([other.status, messagesOf(other)], [400, ["PARAMETER_NOT_CONSISTENT X-Request-ID"]]);
  const certificate = issue(bank.authority, { organizationIdentifier: "PSDRO-NBR-777", ncaId: "RO-NBR" });
  const foreign = await bank.initiate({}, { headers, certificate });
  const product = await bank.initiate({}, { headers, path: "/v1/payments/sepa-credit-transfers" });
  const upper = await bank.initiate({}, { headers: { "X-Request-ID": headers["X-Request-ID"].toUpperCase() } });
  assert.deepEqual([product.status, codeOf(product)], [400, "PARAMETER_NOT_CONSISTENT"]);
  assert.equal(foreign.status, 201);
  assert.notEqual(foreign.body.paymentId, first.body.paymentId);
  assert.equal(upper.body.paymentId, first.body.paymentId);
});

test("P2: a refused request stores nothing, so that it may be put right under the same id", async () => {
  const headers = { "X-Request-ID": randomUUID() };
  assert.equal((await bank.initiate({ creditorName: "" }, { headers })).status, 400);
  assert.equal((await bank.initiate({}, { headers })).status, 201);
});

test("a payment is logged once it is stored, once, and not when the transaction fails at its end", async () => {
  const lines: string[] = [];
  const logged = await openHttpBank({ log: createLog({ destination: { write: (line) => void lines.push(line) } }) });
  const initiated = () => lines.filter((line) => line.includes("payment.initiated")).length;
  const headers = { "X-Request-ID": randomUUID() };
  const { db } = logged.database;
  await sql`alter table idempotency add constraint failing check (status <> 201)`.execute(db);
  const failed = await logged.initiate({}, { headers });
  const afterFailure = initiated();
  await sql`alter table idempotency drop constraint failing`.execute(db);
  const answers = [await logged.initiate({}, { headers }), await logged.initiate({}, { headers })];
  await logged.close();
  assert.deepEqual([failed.status, afterFailure], [500, 0]);
  assert.deepEqual([...answers.map((answer) => answer.status), initiated()], [201, 201, 1]);
});

test("what core banking says no to is told with the member's name", async () => {
  const expected = {
    DEBTOR_UNKNOWN: [400, "PAYMENT_FAILED debtorAccount"],
    CREDITOR_UNKNOWN: [400, "PAYMENT_FAILED creditorAccount"],
    CURRENCY_NOT_SUPPORTED: [400, "PAYMENT_FAILED instructedAmount.currency"],
    PRODUCT_NOT_SUPPORTED: [403, "PRODUCT_INVALID payment-product"],
  } as const;
  for (const [code, [status, message]] of Object.entries(expected)) {
    bank.spi.refused = { ok: false, code: code as keyof typeof expected };
    const reply = await bank.initiate();
    assert.deepEqual([reply.status, messagesOf(reply)], [status, [message]]);
  }
  bank.spi.refused = { ok: true };
});

test("a right Digest passes; a redirect outside the certificate's hosts is warned about, an excepted one is not", async () => {
  const body = JSON.stringify(samplePayment);
  const Digest = `SHA-256=${createHash("sha256").update(body).digest("base64")}`;
  assert.equal((await bank.call({ method: "POST", path: productPath, body, headers: { Digest } })).status, 201);
  const warned = await bank.initiate({}, { headers: { "TPP-Redirect-URI": "https://elsewhere.example/" } });
  assert.deepEqual([warned.status, messagesOf(warned)], [201, ["WARNING TPP-Redirect-URI"]]);
  for (const uri of ["https://sub.tpp.example/", "http://localhost:4000/back"]) {
    const reply = await bank.initiate({}, { headers: { "TPP-Redirect-URI": uri } });
    assert.deepEqual([reply.status, messagesOf(reply)], [201, []]);
  }
});

test("debtorAccount may be left out; what the PSU chooses shows only once it is authorised", async () => {
  const reply = await bank.initiate({ debtorAccount: undefined });
  const { paymentId } = reply.body;
  const read = async () => (await bank.call({ path: `${productPath}/${paymentId}` })).body.debtorAccount;
  const set = (columns: object) =>
    bank.database.db.updateTable("payment").set(columns).where("payment_id", "=", paymentId).execute();
  assert.equal(await read(), undefined);
  await set({ debtor_iban: "RO03RZBR0000069999999999" });
  assert.equal(await read(), undefined);
  await set({ authorised_hash: "x", status: "ACSC" });
  assert.deepEqual(await read(), { iban: "RO03RZBR0000069999999999", currency: "RON" });
});

test("a profile may tolerate absent headers, answer flat, add to reads and accept documented samples (decision 34)", async () => {
  const oauthBank = await openHttpBank({ profile: { ...flatProfile, sampleIbans: ["LT123456789012345678"] } });
  try {
    const bare = { "X-Request-ID": undefined, "PSU-IP-Address": undefined, "TPP-Redirect-URI": undefined };
    const reply = await oauthBank.initiate({ creditorAccount: { iban: "LT123456789012345678" } }, { headers: bare });
    assert.equal(reply.status, 201);
    assert.match(String(reply.headers["x-request-id"]), /^[0-9a-f-]{36}$/);
    assert.match(reply.body._links.scaOAuth.href, /\/xs2a\/berlin\/1\.3\/\.well-known\/oauth-authorization-server$/);
    const again = await oauthBank.initiate({}, { headers: bare });
    assert.notEqual(again.body.paymentId, reply.body.paymentId);
    const path = `${productPath}/${reply.body.paymentId}`;
    assert.equal((await oauthBank.call({ path })).body.paymentId, reply.body.paymentId);
    await oauthBank.call({ method: "DELETE", path });
    const late = await oauthBank.call({ method: "DELETE", path });
    assert.deepEqual([late.status, late.body.code], [405, "SERVICE_INVALID"]);
    const token = await oauthBank.call({ path, headers: { Authorization: "Bearer nothing" } });
    assert.deepEqual([token.status, token.body.code], [403, "TOKEN_UNKNOWN"]);
    const wrong = await oauthBank.initiate({}, { headers: { "X-Request-ID": "x" } });
    assert.deepEqual([wrong.status, wrong.body.code], [400, "FORMAT_ERROR"]);
  } finally {
    await oauthBank.close();
  }
});
