/** Proves: what several PSUs have given replaces what the same ones have given before, when the last of them has signed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { authoriseConsent, consentStatus, giveConsent, postConsent, reachAnswer } from "../../testing/consents.ts";
import { carol, dan, erin, type FakePsu } from "../../testing/fake-core-banking.ts";
import { openHttpBank, type HttpBank } from "../../testing/http-bank.ts";
import { sharedAccount } from "../../testing/payments.ts";
import { testProfile } from "../../testing/test-bank.ts";

const profile = { ...testProfile, multipleConsents: false };
const shared = { access: { balances: [sharedAccount] } };
let bank: HttpBank;
before(async () => {
  bank = await openHttpBank({ profile });
});
after(() => bank.close());

async function start(consentId: string): Promise<string> {
  return (await bank.call({ method: "POST", path: `/v1/consents/${consentId}/authorisations`, body: {} })).body
    .authorisationId;
}

async function signedBy(...psus: FakePsu[]): Promise<string> {
  const { consentId } = (await postConsent(bank, shared)).body;
  for (const psu of psus) await authoriseConsent(bank, await start(consentId), { psu, profile });
  return consentId;
}

test("rule 24: only the last signature replaces, and only what exactly the same PSUs have given", async () => {
  const own = await giveConsent(
    bank,
    { access: { balances: [{ iban: carol.accounts[1]!.iban }] } },
    { psu: carol, profile },
  );
  const [former, ofOthers] = [await signedBy(carol, dan), await signedBy(dan, erin)];
  const next = await signedBy(dan);
  const statuses = () => Promise.all([own, former, ofOthers, next].map((consentId) => consentStatus(bank, consentId)));
  assert.deepEqual(await statuses(), ["valid", "valid", "valid", "partiallyAuthorised"]);
  await authoriseConsent(bank, await start(next), { psu: carol, profile });
  assert.deepEqual(await statuses(), ["valid", "terminatedByTpp", "valid", "valid"]);
});

test("rule 24: of several that get their last signatures at once the last one stays, round after round", async () => {
  for (let round = 0; round < 13; round++) {
    const made = [];
    for (let at = 0; at < 4; at++) {
      const [first, last] = at % 2 === 0 ? [carol, dan] : [dan, carol];
      const consentId = await signedBy(first);
      made.push({ consentId, answer: await reachAnswer(bank, await start(consentId), { psu: last, profile }) });
    }
    const outcomes = await Promise.all(made.map(({ answer }) => answer()));
    assert.ok(outcomes.every(({ kind }) => kind === "finalised"));
    const after = await Promise.all(made.map(({ consentId }) => consentStatus(bank, consentId)));
    assert.equal(after.filter((one) => one === "valid").length, 1, after.join(" "));
  }
});
