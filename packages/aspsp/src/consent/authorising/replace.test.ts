/** Proves: a consent that another one replaces hands its tokens on, and one that ends by itself does not. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemRandom } from "@tallystick/kit";
import { finishAuthorisation } from "../../authorisation/finish.ts";
import { findOpenChallenge } from "../../authorisation/store.ts";
import {
  authorisationIdOf,
  consentAuthorisation,
  consentStatus,
  giveConsent,
  postConsent,
  reachAnswer,
} from "../../testing/consents.ts";
import { openHttpBank, type HttpBank } from "../../testing/http-bank.ts";
import { testProfile } from "../../testing/test-bank.ts";
import { whileLocked } from "../../testing/while-locked.ts";
import { moveConsent } from "../record/store.ts";
import { createConsentSubject } from "./subject.ts";

const profile = { ...testProfile, multipleConsents: false };
let bank: HttpBank;
before(async () => {
  bank = await openHttpBank({ profile });
});
after(() => bank.close());

/** A consent that is about to be authorised in place of those before it; what it is handed on is noted. */
async function newer() {
  const handedOn: string[] = [];
  const deps = consentAuthorisation(bank, profile);
  const handOnGrants = async (_tx: unknown, { from }: { from: string }) => void handedOn.push(from);
  const consent = createConsentSubject({ random: systemRandom, profile, handOnGrants });
  const reply = await postConsent(bank);
  const authorisationId = authorisationIdOf(reply);
  await reachAnswer(bank, authorisationId, { profile });
  const challenge = await findOpenChallenge(bank.database.db, { authorisationId, at: bank.clock.now() });
  const finish = () => finishAuthorisation({ ...deps, subjects: { ...deps.subjects, consent } }, challenge!);
  return { consentId: reply.body.consentId as string, handedOn, finish };
}

test("rule 24: what was granted with a consent goes on under the one that replaces it", async () => {
  const older = await giveConsent(bank, {}, { profile });
  const { finish, handedOn } = await newer();
  assert.equal((await finish()).kind, "finalised");
  assert.deepEqual(handedOn, [older]);
});

test("O16: a consent that its TPP ends at the same moment takes its tokens with it", async () => {
  const older = await giveConsent(bank, {}, { profile });
  const { consentId, finish, handedOn } = await newer();
  const end = {
    consentId: older,
    from: "valid",
    to: "terminatedByTpp",
    reason: "by_tpp",
    today: "2026-03-01",
  } as const;
  const finished = await whileLocked(bank.database.db, {
    lock: (tx) => moveConsent(tx, { ...end, at: bank.clock.now() }),
    work: finish,
  });
  assert.equal(finished.kind, "finalised");
  assert.deepEqual(await Promise.all([older, consentId].map((id) => consentStatus(bank, id))), [
    "terminatedByTpp",
    "valid",
  ]);
  assert.deepEqual(handedOn, []);
});
