/** Proves, over mutual TLS and against the standard's file: every operation on payments of each service, and whose they are. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { issue } from "../testing/certificates.ts";
import { carol, dan, type FakePsu } from "../testing/fake-core-banking.ts";
import { codeOf, messagesOf, openHttpBank, type HttpBank, type Reply } from "../testing/http-bank.ts";
import { sampleBulk, samplePayment, samplePeriodic, sharedAccount } from "../testing/payments.ts";
import { authorise } from "../testing/psu.ts";
import { authorisationOf, testProfile } from "../testing/test-bank.ts";

const profile = { ...testProfile, cancellationNeedsPsu: true, timeZone: "Europe/Bucharest" };
let bank: HttpBank;
before(async () => {
  bank = await openHttpBank({ profile });
});
after(() => bank.close());

const inDays = (days: number) => addDays(dateOf(bank.clock.now(), profile.timeZone), days)!;
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  bank.call({ method: "POST", path, body, headers });
const get = (path: string): Promise<Reply> => bank.call({ path });
const pathOf = (reply: Reply): string => reply.body._links.self.href.replace(/^.*(?=\/v1\/)/, "");

const services = {
  payments: (dated: boolean) => ({ ...samplePayment, ...(dated ? { requestedExecutionDate: inDays(4) } : {}) }),
  "bulk-payments": (dated: boolean) => sampleBulk(3, dated ? { requestedExecutionDate: inDays(4) } : {}),
  "periodic-payments": (dated: boolean) =>
    samplePeriodic(dated ? { startDate: inDays(4) } : { frequency: "Daily", startDate: inDays(0), endDate: inDays(1) }),
};
const names = Object.keys(services) as (keyof typeof services)[];

async function create(service: keyof typeof services, dated = false): Promise<{ reply: Reply; path: string }> {
  const reply = await post(`/v1/${service}/domestic-ron-transfers`, services[service](dated));
  assert.equal(reply.status, 201, reply.text);
  return { reply, path: pathOf(reply) };
}

async function authoriseAs(authorisationId: string, psu?: FakePsu): Promise<void> {
  const { clock, spi, database } = bank;
  await authorise(
    { spi, authorisation: authorisationOf({ db: database.db, clock, spi, profile }) },
    authorisationId,
    psu,
  );
}

const lastPart = (href: string): string => href.slice(href.lastIndexOf("/") + 1);

for (const service of names) {
  test(`${service}: created, read, authorised, executed`, async () => {
    const { reply, path } = await create(service);
    assert.equal(reply.headers["location"], reply.body._links.self.href);
    assert.equal(reply.headers["aspsp-sca-approach"], "REDIRECT");
    assert.deepEqual(Object.keys(reply.body._links).toSorted(), ["scaRedirect", "scaStatus", "self", "status"]);
    const read = await get(path);
    assert.equal(read.status, 200);
    const { transactionStatus, ...rest } = read.body;
    assert.deepEqual([transactionStatus, rest], ["RCVD", services[service](false)]);
    const id = lastPart(reply.body._links.scaStatus.href);
    assert.deepEqual((await get(`${path}/authorisations`)).body, { authorisationIds: [id] });
    assert.deepEqual((await get(`${path}/authorisations/${id}`)).body, { scaStatus: "received" });
    await authoriseAs(id);
    assert.equal((await get(`${path}/authorisations/${id}`)).body.scaStatus, "finalised");
    assert.equal((await get(`${path}/status`)).body.transactionStatus, "ACTC");
    await bank.bank.drainDue();
    const { body } = await get(`${path}/status`);
    assert.equal(body.transactionStatus, service === "periodic-payments" ? "ACSP" : "ACSC");
  });

  test(`${service}: cancelled by the TPP while it is not authorised`, async () => {
    const { path } = await create(service);
    assert.equal((await bank.call({ method: "DELETE", path })).status, 204);
    assert.equal((await get(`${path}/status`)).body.transactionStatus, "CANC");
    const again = await bank.call({ method: "DELETE", path });
    assert.deepEqual([again.status, codeOf(again)], [405, "CANCELLATION_INVALID"]);
  });

  test(`${service}: once it waits for its day, the PSU authorises the cancellation`, async () => {
    const { reply, path } = await create(service, true);
    await authoriseAs(lastPart(reply.body._links.scaStatus.href));
    const asked = await bank.call({ method: "DELETE", path });
    assert.equal(asked.status, 202);
    assert.equal(asked.body.transactionStatus, "ACTC");
    const startPath = asked.body._links.startAuthorisation.href.replace(/^.*(?=\/v1\/)/, "");
    assert.equal(startPath, `${path}/cancellation-authorisations`);
    const started = await post(startPath, {});
    assert.equal(started.status, 201, started.text);
    assert.equal(started.headers["aspsp-sca-approach"], "REDIRECT");
    const { authorisationId } = started.body;
    assert.match(started.body._links.scaRedirect.href, new RegExp(`/sca/${authorisationId}$`));
    assert.deepEqual((await get(startPath)).body, { authorisationIds: [authorisationId] });
    assert.deepEqual((await get(`${startPath}/${authorisationId}`)).body, { scaStatus: "received" });
    const named = await bank.call({
      method: "PUT",
      path: `${startPath}/${authorisationId}`,
      body: {},
      headers: { "PSU-ID": "alice" },
    });
    assert.deepEqual([named.status, named.body.scaStatus], [200, "psuIdentified"]);
    // An authorisation of the one kind is none of the other.
    assert.equal((await get(`${path}/authorisations/${authorisationId}`)).status, 404);
    await authoriseAs(authorisationId);
    assert.equal((await get(`${path}/status`)).body.transactionStatus, "CANC");
    const late = await post(startPath, {});
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
  assert.equal((await get(`${path}/status`)).body.transactionStatus, "RCVD");
});

test("several signers: nothing starts by itself, each has an authorisation, and the status says PATC in between", async () => {
  const reply = await post("/v1/payments/domestic-ron-transfers", { ...samplePayment, debtorAccount: sharedAccount });
  assert.equal(reply.status, 201);
  assert.deepEqual(Object.keys(reply.body._links).toSorted(), ["self", "startAuthorisation", "status"]);
  assert.equal(reply.headers["aspsp-sca-approach"], undefined);
  const path = pathOf(reply);
  for (const [psu, status] of [
    [carol, "PATC"],
    [dan, "ACTC"],
  ] as const) {
    const started = await post(`${path}/authorisations`, {});
    assert.equal(started.status, 201);
    await authoriseAs(started.body.authorisationId, psu);
    assert.equal((await get(`${path}/status`)).body.transactionStatus, status);
  }
  assert.equal((await get(`${path}/authorisations`)).body.authorisationIds.length, 2);
  const third = await post(`${path}/authorisations`, {});
  assert.deepEqual([third.status, codeOf(third)], [409, "STATUS_INVALID"]);
});

test("the scaStatus of a cancellation says when its time is over, and that of a second authorisation that it was not needed", async () => {
  const { reply, path } = await create("payments", true);
  const second = await post(`${path}/authorisations`, {});
  await authoriseAs(lastPart(reply.body._links.scaStatus.href));
  const left = await get(`${path}/authorisations/${second.body.authorisationId}`);
  assert.deepEqual(left.body, { scaStatus: "failed" });
  const started = await post(`${path}/cancellation-authorisations`, {});
  const status = () => get(`${path}/cancellation-authorisations/${started.body.authorisationId}`);
  bank.clock.advance(15 * 60_000 - 2_000);
  assert.deepEqual((await status()).body, { scaStatus: "received" });
  bank.clock.advance(2_000);
  assert.deepEqual((await status()).body, { scaStatus: "failed" });
  assert.equal((await get(`${path}/status`)).body.transactionStatus, "ACTC");
});

test("TPP-Explicit-Authorisation-Preferred: the answer says how to start, and starting leads to the PSU's page", async () => {
  const headers = { "TPP-Explicit-Authorisation-Preferred": "true" };
  const reply = await post(
    "/v1/periodic-payments/domestic-ron-transfers",
    services["periodic-payments"](true),
    headers,
  );
  assert.equal(reply.status, 201);
  const { startAuthorisation, scaRedirect } = reply.body._links;
  assert.equal(scaRedirect, undefined);
  assert.equal(startAuthorisation.href, `${reply.body._links.self.href}/authorisations`);
  const started = await post(`${pathOf(reply)}/authorisations`, {}, { "PSU-ID": "alice" });
  assert.deepEqual([started.status, started.body.scaStatus], [201, "psuIdentified"]);
});

test("P2: starting an authorisation again under the same X-Request-ID is the same one, also after the payment has moved on", async () => {
  const { reply, path } = await create("payments");
  const headers = { "X-Request-ID": randomUUID() };
  const replies = await Promise.all(Array.from({ length: 50 }, () => post(`${path}/authorisations`, {}, headers)));
  const created = replies.filter(({ status }) => status === 201);
  assert.ok(created.length > 0);
  assert.equal(new Set(created.map(({ text }) => text)).size, 1);
  assert.equal(replies.filter(({ status }) => status === 409).length, 50 - created.length);
  assert.equal((await get(`${path}/authorisations`)).body.authorisationIds.length, 2);
  await authoriseAs(lastPart(reply.body._links.scaStatus.href));
  const repeated = await post(`${path}/authorisations`, {}, headers);
  assert.deepEqual([repeated.status, repeated.text], [201, created[0]?.text]);
  const fresh = await post(`${path}/authorisations`, {});
  assert.equal(fresh.status, 409);
  const other = await post(`${path}/authorisations`, { authenticationMethodId: "phone" }, headers);
  assert.deepEqual([other.status, codeOf(other)], [400, "PARAMETER_NOT_CONSISTENT"]);
});

test("what is wrong in a bulk or a series is told with its path, and nothing is stored", async () => {
  const before = await bank.countPayments();
  const bulk = sampleBulk(5);
  bulk.payments[3]!.instructedAmount.amount = "0";
  const first = await post("/v1/bulk-payments/domestic-ron-transfers", bulk);
  assert.deepEqual([first.status, messagesOf(first)], [400, ["FORMAT_ERROR payments.3.instructedAmount.amount"]]);
  const table: readonly (readonly [object, string])[] = [
    [{ startDate: inDays(-1) }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: inDays(400) }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: inDays(3), endDate: inDays(2) }, "PERIOD_INVALID endDate"],
    [{ startDate: inDays(3), frequency: "MonthlyVariable" }, "FORMAT_ERROR monthsOfExecution"],
    [{ startDate: inDays(3), frequency: "Daily", dayOfExecution: "5" }, "FORMAT_ERROR dayOfExecution"],
    [{}, "FORMAT_ERROR startDate"],
  ];
  for (const [change, message] of table) {
    const reply = await post("/v1/periodic-payments/domestic-ron-transfers", samplePeriodic(change));
    assert.deepEqual([reply.status, messagesOf(reply)], [400, [message]], JSON.stringify(change));
  }
  const single = await post("/v1/bulk-payments/domestic-ron-transfers", samplePayment);
  assert.equal(single.status, 400);
  bank.spi.refused = { ok: false, code: "CREDITOR_UNKNOWN" };
  const refused = await post("/v1/bulk-payments/domestic-ron-transfers", sampleBulk(3));
  bank.spi.refused = { ok: false, code: "DEBTOR_UNKNOWN" };
  const debtor = await post("/v1/bulk-payments/domestic-ron-transfers", sampleBulk(3));
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
  assert.equal((await post("/v1/bulk-payments/domestic-ron-transfers", large, json)).status, 201);
  const padded = (length: number): string => large + " ".repeat(length - large.length);
  assert.equal((await post("/v1/bulk-payments/domestic-ron-transfers", padded(1_048_576), json)).status, 201);
  assert.equal((await post("/v1/bulk-payments/domestic-ron-transfers", padded(1_048_577), json)).status, 413);
  const single = (length: number): string => JSON.stringify(samplePayment).padEnd(length);
  assert.equal((await post("/v1/payments/domestic-ron-transfers", single(65_536), json)).status, 201);
  assert.equal((await post("/v1/payments/domestic-ron-transfers", single(65_537), json)).status, 413);
  assert.equal((await post("/v1/periodic-payments/domestic-ron-transfers", single(65_537), json)).status, 413);
});

const json = { "Content-Type": "application/json" };

test("a refusal for lack of funds is a status like any other, with the warning that says so", async () => {
  const { reply, path } = await create("payments");
  await authoriseAs(lastPart(reply.body._links.scaStatus.href));
  bank.spi.outcome = { status: "RJCT", reason: "Not enough money.", fundsAvailable: false };
  await bank.bank.drainDue();
  bank.spi.outcome = { status: "ACSC" };
  const { status, body } = await get(`${path}/status`);
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
