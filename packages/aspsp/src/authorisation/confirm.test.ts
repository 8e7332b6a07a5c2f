/** Proves: where the TPP has to confirm, nothing counts before the code of the last redirect has come back, and once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { alice } from "../testing/fake-core-banking.ts";
import { answerCode, reachChallenge } from "../testing/psu.ts";
import { openTestBank, testProfile, type TestBank } from "../testing/test-bank.ts";
import { confirmAuthorisation, issueConfirmationCode } from "./confirm.ts";
import { updateByTpp, type AuthorisationResource } from "./resource.ts";
import { viewAuthorisation } from "./view.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank({ profile: { ...testProfile, confirmationCode: true } });
});
after(() => bank.close());

const scaStatusOf = async (authorisationId: string) =>
  (await viewAuthorisation(bank.authorisation, { authorisationId }))?.scaStatus;

/** A payment whose PSU has authorised, so that the TPP's confirmation is all that is missing. */
async function unconfirmed(): Promise<{ paymentId: string; authorisationId: string }> {
  const { paymentId, authorisationId } = await bank.initiate();
  const challengeId = await reachChallenge(bank, authorisationId);
  assert.deepEqual(await answerCode(bank, { authorisationId, challengeId }), { kind: "unconfirmed" });
  return { paymentId, authorisationId };
}

async function codeOf(authorisationId: string): Promise<string> {
  const code = await issueConfirmationCode(bank.authorisation, authorisationId);
  assert.ok(code);
  return code;
}

test("S11: the PSU's right code leaves the payment received; the confirmation executes it", async () => {
  const { paymentId, authorisationId } = await unconfirmed();
  await bank.outbox.drainDue();
  assert.deepEqual([await bank.statusOf(paymentId), await scaStatusOf(authorisationId)], ["RCVD", "unconfirmed"]);
  const code = await codeOf(authorisationId);
  assert.deepEqual(await confirmAuthorisation(bank.authorisation, { authorisationId, code }), { kind: "finalised" });
  await bank.outbox.drainDue();
  assert.deepEqual([await bank.statusOf(paymentId), await scaStatusOf(authorisationId)], ["ACSC", "finalised"]);
  assert.deepEqual(await confirmAuthorisation(bank.authorisation, { authorisationId, code }), { kind: "not_awaited" });
  assert.equal(await issueConfirmationCode(bank.authorisation, authorisationId), undefined);
});

test("P8: of 50 confirmations at once one finalises, and the payment is executed once", async () => {
  const { authorisationId, paymentId } = await unconfirmed();
  const code = await codeOf(authorisationId);
  const before = bank.spi.executions.length;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => confirmAuthorisation(bank.authorisation, { authorisationId, code })),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === "finalised").length, 1);
  assert.equal(outcomes.filter(({ kind }) => kind === "not_awaited").length, 49);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(bank.spi.executions.length, before + 1);
});

test("the code of an older redirect, of another authorisation, or none at all ends the payment unexecuted", async () => {
  const older = await unconfirmed();
  const replaced = await codeOf(older.authorisationId);
  await codeOf(older.authorisationId);
  const foreign = await unconfirmed();
  const other = await unconfirmed();
  const never = await unconfirmed();
  const tries = [
    { ...older, code: replaced },
    { ...foreign, code: await codeOf(other.authorisationId) },
    { ...never, code: "" },
  ];
  for (const { authorisationId, paymentId, code } of tries) {
    assert.deepEqual(await confirmAuthorisation(bank.authorisation, { authorisationId, code }), { kind: "wrong" });
    assert.deepEqual([await bank.statusOf(paymentId), await scaStatusOf(authorisationId)], ["RJCT", "failed"]);
  }
});

test("a confirmation before the PSU, and one after the payment's time, are not awaited", async () => {
  const { authorisationId } = await bank.initiate();
  assert.equal(await issueConfirmationCode(bank.authorisation, authorisationId), undefined);
  const early = await confirmAuthorisation(bank.authorisation, { authorisationId, code: "x" });
  assert.deepEqual(early, { kind: "not_awaited" });
  const late = await unconfirmed();
  const code = await codeOf(late.authorisationId);
  bank.clock.advance(15 * 60_000);
  const tried = await confirmAuthorisation(bank.authorisation, { authorisationId: late.authorisationId, code });
  assert.deepEqual(tried, { kind: "not_awaited" });
  assert.equal(await bank.statusOf(late.paymentId), "RJCT");
});

test("PUT takes one step: what nobody knows, what embedded banks offer, and two steps at once are told apart", async () => {
  const { paymentId, authorisationId } = await unconfirmed();
  const { standardUrl, pagesUrl } = bank.payments;
  const resource: AuthorisationResource = {
    kind: "payment",
    subjectId: paymentId,
    tppId: "PSDLT-BOL-123456",
    url: `${standardUrl}/v1/x/authorisations`,
  };
  const put = async (body: unknown, headers = {}) => {
    try {
      const call = { authorisationId, body, headers };
      return (await updateByTpp(bank.authorisation, { ...resource, standardUrl, pagesUrl }, call)).scaStatus;
    } catch (error) {
      const { status, code, path = "" } = error as { status: number; code?: string; path?: string };
      return `${status} ${code} ${path}`.trim();
    }
  };
  assert.equal(await put({ nonsense: true }), "400 FORMAT_ERROR nonsense");
  assert.equal(await put([]), "400 FORMAT_ERROR");
  assert.equal(await put({ psuData: { password: "x" } }), "400 SERVICE_INVALID psuData");
  assert.equal(await put({ scaAuthenticationData: "1" }), "400 SERVICE_INVALID scaAuthenticationData");
  const two = { confirmationCode: "x", authenticationMethodId: "phone" };
  assert.equal(await put(two), "400 FORMAT_ERROR authenticationMethodId");
  assert.equal(await put({}), "409 STATUS_INVALID");
  assert.equal(await put({ confirmationCode: await codeOf(authorisationId) }), "finalised");
  assert.equal(await put({ confirmationCode: "x" }), "409 STATUS_INVALID confirmationCode");
});

test("PUT may name the PSU and choose the method of the PSU who has logged in, and no other", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  const { standardUrl, pagesUrl } = bank.payments;
  const url = `${standardUrl}/v1/x/authorisations`;
  const resource = {
    kind: "payment",
    subjectId: paymentId,
    tppId: "PSDLT-BOL-123456",
    url,
    standardUrl,
    pagesUrl,
  } as const;
  const put = (body: unknown, headers = {}) =>
    updateByTpp(bank.authorisation, resource, { authorisationId, body, headers }).then(
      ({ scaStatus }) => scaStatus as string,
      (error: { code: string }) => error.code,
    );
  assert.equal(await put({}, { psuId: "nobody that the bank knows" }), "psuIdentified");
  assert.equal(await put({ authenticationMethodId: "phone" }), "SCA_METHOD_UNKNOWN");
  const challengeId = await reachChallenge(bank, authorisationId, { psu: alice, methodId: "pin" });
  assert.equal(await put({ authenticationMethodId: "app" }), "STATUS_INVALID");
  assert.deepEqual(await answerCode(bank, { authorisationId, challengeId, answer: "1234567" }), {
    kind: "unconfirmed",
  });
});
