/** Proves, over mutual TLS: how authorisations of payments are started, by whom, how often, and how their status ends. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { issue, type TestCertificate } from "../testing/certificates.ts";
import { authorisationIdOf, authoriseConsent, postConsent } from "../testing/consents.ts";
import { carol, dan } from "../testing/fake-core-banking.ts";
import { codeOf, productPath, type Reply } from "../testing/http-bank.ts";
import { lastPart, openPaymentBank, pathOf, type PaymentBank } from "../testing/http-payments.ts";
import { samplePayment, samplePeriodic, sharedAccount } from "../testing/payments.ts";
import { testProfile } from "../testing/test-bank.ts";

const profile = { ...testProfile, cancellationNeedsPsu: true, timeZone: "Europe/Bucharest" };
let bank: PaymentBank;
before(async () => {
  bank = await openPaymentBank(profile);
});
after(() => bank.close());

async function create(change: Record<string, unknown> = {}): Promise<{ reply: Reply; path: string }> {
  const reply = await bank.initiate(change);
  assert.equal(reply.status, 201, reply.text);
  return { reply, path: pathOf(reply) };
}

test("several signers: nothing starts by itself, each has an authorisation, and the status says PATC in between", async () => {
  const reply = await bank.post("/v1/payments/domestic-ron-transfers", {
    ...samplePayment,
    debtorAccount: sharedAccount,
  });
  assert.equal(reply.status, 201);
  assert.deepEqual(Object.keys(reply.body._links).toSorted(), ["self", "startAuthorisation", "status"]);
  assert.equal(reply.headers["aspsp-sca-approach"], undefined);
  const path = pathOf(reply);
  for (const [psu, status] of [
    [carol, "PATC"],
    [dan, "ACTC"],
  ] as const) {
    const started = await bank.post(`${path}/authorisations`, {});
    assert.equal(started.status, 201);
    await bank.authoriseAs(started.body.authorisationId, psu);
    assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, status);
  }
  assert.equal((await bank.get(`${path}/authorisations`)).body.authorisationIds.length, 2);
  const third = await bank.post(`${path}/authorisations`, {});
  assert.deepEqual([third.status, codeOf(third)], [409, "STATUS_INVALID"]);
});

test("the scaStatus of a cancellation says when its time is over, and that of a second authorisation that it was not needed", async () => {
  const { reply, path } = await create({ requestedExecutionDate: bank.inDays(4) });
  const second = await bank.post(`${path}/authorisations`, {});
  await bank.authoriseAs(lastPart(reply.body._links.scaStatus.href));
  const left = await bank.get(`${path}/authorisations/${second.body.authorisationId}`);
  assert.deepEqual(left.body, { scaStatus: "failed" });
  const started = await bank.post(`${path}/cancellation-authorisations`, {});
  const status = () => bank.get(`${path}/cancellation-authorisations/${started.body.authorisationId}`);
  bank.clock.advance(15 * 60_000 - 2_000);
  assert.deepEqual((await status()).body, { scaStatus: "received" });
  bank.clock.advance(2_000);
  assert.deepEqual((await status()).body, { scaStatus: "failed" });
  assert.equal((await bank.get(`${path}/status`)).body.transactionStatus, "ACTC");
});

test("a payment may name a valid consent of its TPP; one that is not valid is told apart from an unknown or foreign one", async () => {
  const created = await postConsent(bank);
  const consentId: string = created.body.consentId;
  const named = (certificate?: TestCertificate) =>
    bank.call({
      method: "POST",
      path: productPath,
      body: samplePayment,
      headers: { "Consent-ID": consentId },
      ...(certificate === undefined ? {} : { certificate }),
    });
  const early = await named();
  assert.deepEqual([early.status, codeOf(early)], [401, "CONSENT_INVALID"]);
  await authoriseConsent(bank, authorisationIdOf(created), { profile });
  assert.equal((await named()).status, 201);
  const roles = ["PSP_PI", "PSP_AI"] as const;
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDRO-NBR-777", ncaId: "RO-NBR", roles });
  const foreign = await named(stranger);
  assert.deepEqual([foreign.status, codeOf(foreign)], [400, "CONSENT_UNKNOWN"]);
  bank.clock.advance(181 * 86_400_000);
  const late = await named();
  bank.clock.advance(-181 * 86_400_000);
  assert.deepEqual([late.status, codeOf(late)], [401, "CONSENT_INVALID"]);
});

test("TPP-Explicit-Authorisation-Preferred: the answer says how to start, and starting leads to the PSU's page", async () => {
  const headers = { "TPP-Explicit-Authorisation-Preferred": "true" };
  const reply = await bank.post(
    "/v1/periodic-payments/domestic-ron-transfers",
    samplePeriodic({ startDate: bank.inDays(4) }),
    headers,
  );
  assert.equal(reply.status, 201);
  const { startAuthorisation, scaRedirect } = reply.body._links;
  assert.equal(scaRedirect, undefined);
  assert.equal(startAuthorisation.href, `${reply.body._links.self.href}/authorisations`);
  const started = await bank.post(`${pathOf(reply)}/authorisations`, {}, { "PSU-ID": "alice" });
  assert.deepEqual([started.status, started.body.scaStatus], [201, "psuIdentified"]);
});

test("P2: starting an authorisation again under the same X-Request-ID is the same one, also after the payment has moved on", async () => {
  const { reply, path } = await create();
  const headers = { "X-Request-ID": randomUUID() };
  const replies = await Promise.all(Array.from({ length: 50 }, () => bank.post(`${path}/authorisations`, {}, headers)));
  const created = replies.filter(({ status }) => status === 201);
  assert.ok(created.length > 0);
  assert.equal(new Set(created.map(({ text }) => text)).size, 1);
  assert.equal(replies.filter(({ status }) => status === 409).length, 50 - created.length);
  assert.equal((await bank.get(`${path}/authorisations`)).body.authorisationIds.length, 2);
  await bank.authoriseAs(lastPart(reply.body._links.scaStatus.href));
  const repeated = await bank.post(`${path}/authorisations`, {}, headers);
  assert.deepEqual([repeated.status, repeated.text], [201, created[0]?.text]);
  const fresh = await bank.post(`${path}/authorisations`, {});
  assert.equal(fresh.status, 409);
  const other = await bank.post(`${path}/authorisations`, { authenticationMethodId: "phone" }, headers);
  assert.deepEqual([other.status, codeOf(other)], [400, "PARAMETER_NOT_CONSISTENT"]);
  const elsewhere = await bank.post("/v1/payments/domestic-ron-transfers", {}, headers);
  assert.deepEqual([elsewhere.status, codeOf(elsewhere)], [400, "PARAMETER_NOT_CONSISTENT"], "another operation");
});
