import assert from "node:assert/strict";
import { answerChallenge } from "../authorisation/answer.ts";
import { startChallenge } from "../authorisation/proof/challenge.ts";
import { chooseMethod } from "../authorisation/choose.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { alice, method, type FakePsu } from "./fake-core-banking.ts";
import type { TestBank } from "./test-bank.ts";

/** As much of a bank as a PSU meets. */
type AtBank = Pick<TestBank, "authorisation" | "spi">;

/** A PSU at the bank's pages, step by step, without the pages. */
export async function logIn(bank: AtBank, authorisationId: string, psu: FakePsu = alice) {
  return identifyPsu(bank.authorisation, { authorisationId, login: psu.login, secret: psu.secret });
}

/** Logs in, picks the method and gets a challenge; returns its id. */
export async function reachChallenge(
  bank: AtBank,
  authorisationId: string,
  by: { psu?: FakePsu; methodId?: string } = {},
): Promise<string> {
  const { psu = alice, methodId = method.code.methodId } = by;
  const { psuId } = psu;
  assert.equal((await logIn(bank, authorisationId, psu)).kind, "identified");
  assert.equal((await chooseMethod(bank.authorisation, { authorisationId, psuId, methodId })).kind, "chosen");
  const started = await startChallenge(bank.authorisation, { authorisationId, psuId });
  assert.equal(started.kind, "started");
  return started.kind === "started" ? started.challengeId : "";
}

export async function answerCode(
  bank: AtBank,
  of: { authorisationId: string; challengeId: string; answer?: string; psu?: FakePsu },
) {
  const { authorisationId, challengeId, answer = bank.spi.lastCode(), psu = alice } = of;
  return answerChallenge(bank.authorisation, { authorisationId, psuId: psu.psuId, challengeId, answer });
}

/** The whole of it, with the right code. */
export async function authorise(bank: AtBank, authorisationId: string, psu: FakePsu = alice): Promise<void> {
  const challengeId = await reachChallenge(bank, authorisationId, { psu });
  assert.deepEqual(await answerCode(bank, { authorisationId, challengeId, psu }), { kind: "finalised" });
}

/** A code that is not the right one. */
export function wrongCode(bank: AtBank): string {
  const right = bank.spi.lastCode();
  return `${right[0] === "1" ? "2" : "1"}${right.slice(1)}`;
}
