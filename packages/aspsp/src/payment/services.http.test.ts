/** Proves, over mutual TLS and against the standard's file: every operation on payments of each service, and whose they are. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { issue } from "../testing/certificates.ts";
import { codeOf, messagesOf, openHttpBank, type Reply } from "../testing/http-bank.ts";
import { lastPart, openPaymentBank, pathOf, type PaymentBank } from "../testing/http-payments.ts";
import { sampleBulk, samplePayment, samplePeriodic } from "../testing/payments.ts";
import { testProfile } from "../testing/test-bank.ts";

const profile = { ...testProfile, cancellationNeedsPsu: true, timeZone: "Europe/Bucharest" };
let bank: PaymentBank;
before(async () => {
  bank = await openPaymentBank(profile);
});
after(() => bank.close());

const services = {
  payments: (dated: boolean) => ({ ...samplePayment, ...(dated ? { requestedExecutionDate: bank.inDays(4) } : {}) }),
  "bulk-payments": (dated: boolean) => sampleBulk(3, dated ? { requestedExecutionDate: bank.inDays(4) } : {}),
  "periodic-payments": (dated: boolean) =>
    samplePeriodic(
      dated
        ? { startDate: bank.inDays(4) }
        : { frequency: "Daily", startDate: bank.inDays(0), endDate: bank.inDays(1) },
    ),
};
const names = Object.keys(services) as (keyof typeof services)[];

async function create(service: keyof typeof services, dated = false): Promise<{ reply: Reply; path: string }> {
  const reply = await bank.post(`/v1/${service}/domestic-ron-transfers`, services[service](dated));
  assert.equal(reply.status, 201, reply.text);
  return { reply, path: pathOf(reply) };
}

for (const service of names) {
  test(`${service}: created, read, authorised, executed`, async () => {
    const { reply, path } = await create(service);
    assert.equal(reply.headers["location"], reply.body._links.self.href);
    assert.equal(reply.headers["aspsp-sca-approach"], "REDIRECT");
    assert.deepEqual(Object.keys(reply.body._links).toSorted(), ["scaRedirect", "scaStatus", "self", "status"]);
    const read = await bank.get(path);
    assert.equal(read.status, 200);
    const { transactionStatus, ...rest } = read.body;
    assert.deepEqual([transactionStatus, rest], ["RCVD", services[service](false)]);
    const id = lastPart(reply.body._links.scaStatus.href);
    assert.deepEqual((await bank.get(`${path}/authorisations`)).body, { authorisationIds: [id] });
    assert.deepEqual((await bank.get(`${path}/authorisations/${id}`)).body, { scaStatus: "received" });
    await bank.authoriseAs(id);
    assert.equal((await bank.get(`${path}/authorisations/${id}`)).body.scaStatus, "finalised");
    assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, "ACTC");
    await bank.bank.drainDue();
    const { body } = await bank.get(`${path}/status`);
    assert.equal(body.transactionStatus, service === "periodic-payments" ? "ACSP" : "ACSC");
  });

  test(`${service}: cancelled by the TPP while it is not authorised`, async () => {
    const { path } = await create(service);
    assert.equal((await bank.call({ method: "DELETE", path })).status, 204);
    assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, "CANC");
    const again = await bank.call({ method: "DELETE", path });
    assert.deepEqual([again.status, codeOf(again)], [405, "CANCELLATION_INVALID"]);
  });

  test(`${service}: once it waits for its day, the PSU authorises the cancellation`, async () => {
    const { reply, path } = await create(service, true);
    await bank.authoriseAs(lastPart(reply.body._links.scaStatus.href));
    const asked = await bank.call({ method: "DELETE", path });
    assert.equal(asked.status, 202);
    assert.equal(asked.body.transactionStatus, "ACTC");
    const startPath = asked.body._links.startAuthorisation.href.replace(/^.*(?=\/v1\/)/, "");
    assert.equal(startPath, `${path}/cancellation-authorisations`);
    const started = await bank.post(startPath, {});
    assert.equal(started.status, 201, started.text);
    assert.equal(started.headers["aspsp-sca-approach"], "REDIRECT");
    const { authorisationId } = started.body;
    assert.match(started.body._links.scaRedirect.href, new RegExp(`/sca/${authorisationId}$`));
    assert.deepEqual((await bank.get(startPath)).body, { authorisationIds: [authorisationId] });
    assert.deepEqual((await bank.get(`${startPath}/${authorisationId}`)).body, { scaStatus: "received" });
    const named = await bank.call({
      method: "PUT",
      path: `${startPath}/${authorisationId}`,
      body: {},
      headers: { "PSU-ID": "alice" },
    });
    assert.deepEqual([named.status, named.body.scaStatus], [200, "psuIdentified"]);
    // An authorisation of the one kind is none of the other.
    assert.equal((await bank.get(`${path}/authorisations/${authorisationId}`)).status, 404);
    await bank.authoriseAs(authorisationId);
    assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, "CANC");
    const late = await bank.post(startPath, {});
    assert.deepEqual([late.status, codeOf(late)], [409, "STATUS_INVALID"]);
  });
}

test("B1, BG-1 to BG-4: another TPP, another service, another product: every operation answers as for an unknown payment", async () => {
  const { reply, path } = await create("bulk-payments", true);
  const id = lastPart(reply.body._links.scaStatus.href);
  const paymentId: string = reply.body.paymentId;
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDRO-NBR-777", ncaId: "RO-NBR" });
  const parts: readonly (readonly [method: string, rest: string])[] = [
    ["GET", ""],
    ["GET", "/status"],
    ["DELETE", ""],
    ["GET", "/authorisations"],
    ["POST", "/authorisations"],
    ["GET", `/authorisations/${id}`],
    ["PUT", `/authorisations/${id}`],
    ["GET", "/cancellation-authorisations"],
    ["POST", "/cancellation-authorisations"],
    ["GET", `/cancellation-authorisations/${id}`],
    ["PUT", `/cancellation-authorisations/${id}`],
  ];
  const without = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
  for (const [method, rest] of parts) {
    const body = method === "GET" || method === "DELETE" ? {} : { body: {} };
    const unknown = await bank.call({
      method,
      path: `/v1/bulk-payments/domestic-ron-transfers/${randomUUID()}${rest}`,
      ...body,
    });
    assert.deepEqual([unknown.status, codeOf(unknown)], [404, "RESOURCE_UNKNOWN"], `${method} ${rest}`);
    const others = [
      bank.call({ method, path: `${path}${rest}`, certificate: stranger, ...body }),
      bank.call({ method, path: `/v1/payments/domestic-ron-transfers/${paymentId}${rest}`, ...body }),
      bank.call({ method, path: `/v1/bulk-payments/sepa-credit-transfers/${paymentId}${rest}`, ...body }),
    ];
    for (const other of await Promise.all(others)) {
      assert.deepEqual([other.status, without(other.text)], [404, without(unknown.text)], `${method} ${rest}`);
    }
  }
  assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, "RCVD");
});

test("what is wrong in a bulk or a series is told with its path, and nothing is stored", async () => {
  const before = await bank.countPayments();
  const bulk = sampleBulk(5);
  bulk.payments[3]!.instructedAmount.amount = "0";
  const first = await bank.post("/v1/bulk-payments/domestic-ron-transfers", bulk);
  assert.deepEqual([first.status, messagesOf(first)], [400, ["FORMAT_ERROR payments.3.instructedAmount.amount"]]);
  const table: readonly (readonly [object, string])[] = [
    [{ startDate: bank.inDays(-1) }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: bank.inDays(400) }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: bank.inDays(3), endDate: bank.inDays(2) }, "PERIOD_INVALID endDate"],
    [{ startDate: bank.inDays(3), frequency: "MonthlyVariable" }, "FORMAT_ERROR monthsOfExecution"],
    [{ startDate: bank.inDays(3), frequency: "Daily", dayOfExecution: "5" }, "FORMAT_ERROR dayOfExecution"],
    [{}, "FORMAT_ERROR startDate"],
  ];
  for (const [change, message] of table) {
    const reply = await bank.post("/v1/periodic-payments/domestic-ron-transfers", samplePeriodic(change));
    assert.deepEqual([reply.status, messagesOf(reply)], [400, [message]], JSON.stringify(change));
  }
  const single = await bank.post("/v1/bulk-payments/domestic-ron-transfers", samplePayment);
  assert.equal(single.status, 400);
  bank.spi.refused = { ok: false, code: "CREDITOR_UNKNOWN" };
  const refused = await bank.post("/v1/bulk-payments/domestic-ron-transfers", sampleBulk(3));
  bank.spi.refused = { ok: false, code: "DEBTOR_UNKNOWN" };
  const debtor = await bank.post("/v1/bulk-payments/domestic-ron-transfers", sampleBulk(3));
  bank.spi.refused = { ok: true };
  assert.deepEqual(messagesOf(refused)[1], "PAYMENT_FAILED payments.1.creditorAccount");
  assert.deepEqual(messagesOf(debtor), ["PAYMENT_FAILED debtorAccount"]);
  assert.equal(await bank.countPayments(), before);
});

test("I7: a bulk may be a megabyte, and nothing else more than 64 kB", async () => {
  const remittance = (length: number) => ({ remittanceInformationUnstructured: "x".repeat(length) });
  const bulk = sampleBulk(1_000);
  bulk.payments = bulk.payments.map((payment) => ({ ...payment, ...remittance(140) }));
  const large = JSON.stringify(bulk);
  assert.ok(large.length > 200_000 && large.length < 1_048_576);
  assert.equal((await bank.post("/v1/bulk-payments/domestic-ron-transfers", large, json)).status, 201);
  const padded = (length: number): string => large + " ".repeat(length - large.length);
  assert.equal((await bank.post("/v1/bulk-payments/domestic-ron-transfers", padded(1_048_576), json)).status, 201);
  assert.equal((await bank.post("/v1/bulk-payments/domestic-ron-transfers", padded(1_048_577), json)).status, 413);
  const single = (length: number): string => JSON.stringify(samplePayment).padEnd(length);
  assert.equal((await bank.post("/v1/payments/domestic-ron-transfers", single(65_536), json)).status, 201);
  assert.equal((await bank.post("/v1/payments/domestic-ron-transfers", single(65_537), json)).status, 413);
  assert.equal((await bank.post("/v1/periodic-payments/domestic-ron-transfers", single(65_537), json)).status, 413);
});

const json = { "Content-Type": "application/json" };

test("a refusal for lack of funds is a status like any other, with the warning that says so", async () => {
  const { reply, path } = await create("payments");
  await bank.authoriseAs(lastPart(reply.body._links.scaStatus.href));
  bank.spi.outcome = { status: "RJCT", reason: "Not enough money.", fundsAvailable: false };
  await bank.bank.drainDue();
  bank.spi.outcome = { status: "ACSC" };
  const { status, body } = await bank.get(`${path}/status`);
  assert.equal(status, 200);
  assert.deepEqual([body.transactionStatus, body.fundsAvailable], ["RJCT", false]);
  assert.deepEqual([body.tppMessages[0].category, body.tppMessages[0].code], ["WARNING", "FUNDS_NOT_AVAILABLE"]);
});

test("services that a bank does not offer are not there", async () => {
  const single = await openHttpBank({ profile: { ...testProfile, services: ["payments"] } });
  for (const service of ["bulk-payments", "periodic-payments", "other-payments"]) {
    const path = `/v1/${service}/domestic-ron-transfers`;
    const reply = await single.call({ method: "POST", path, body: samplePayment });
    assert.deepEqual([reply.status, codeOf(reply)], [404, "RESOURCE_UNKNOWN"], service);
  }
  assert.equal((await single.initiate()).status, 201);
  await single.close();
});
