import assert from "node:assert/strict";
import type { AccountAccess, ConsentRequest } from "@tallystick/xs2a";
import { answerChallenge } from "../authorisation/answer.ts";
import { chooseAccounts, chooseMethod } from "../authorisation/choose.ts";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { startChallenge } from "../authorisation/proof/challenge.ts";
import type { BankProfile } from "../profile.ts";
import type { TestCertificate } from "./certificates.ts";
import { alice, method, type FakePsu } from "./fake-core-banking.ts";
import type { HttpBank, Reply } from "./http-bank.ts";
import { authorisationOf, testProfile } from "./test-bank.ts";

export const aliceRon = "RO03RZBR0000069999999999";
export const aliceEur = "RO49AAAA1B31007593840000";
export const bobRon = "RO10RZBR0000069999999970";

/** A recurring consent to everything of one account, for as long as it goes. */
export const sampleConsent: ConsentRequest = {
  access: { balances: [{ iban: aliceRon }], transactions: [{ iban: aliceRon }] },
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
};

type Options = Omit<Parameters<HttpBank["call"]>[0], "path">;

/** POST of a consent with the body changed, and headers overridden. */
export function postConsent(bank: HttpBank, change: object = {}, options: Options = {}): Promise<Reply> {
  return bank.call({ method: "POST", path: "/v1/consents", body: { ...sampleConsent, ...change }, ...options });
}

/** What the pages do with a consent of this bank, without the pages. */
export function consentAuthorisation(
  { database: { db }, clock, spi }: HttpBank,
  profile: BankProfile = testProfile,
): AuthorisationDeps {
  return authorisationOf({ db, clock, spi, profile });
}

export interface AuthorisedBy {
  readonly psu?: FakePsu;
  /** For a bank-offered consent. */
  readonly accountIds?: readonly string[];
  readonly profile?: BankProfile;
}

/** Up to the challenge; what answers it rightly. */
export async function reachAnswer(
  bank: HttpBank,
  authorisationId: string,
  by: AuthorisedBy = {},
): Promise<() => ReturnType<typeof answerChallenge>> {
  const { psu = alice, accountIds } = by;
  const { psuId, login, secret } = psu;
  const deps = consentAuthorisation(bank, by.profile);
  assert.equal((await identifyPsu(deps, { authorisationId, login, secret })).kind, "identified");
  if (accountIds !== undefined) {
    assert.equal((await chooseAccounts(deps, { authorisationId, psuId, accountIds })).kind, "chosen");
  }
  const { methodId } = method.code;
  assert.equal((await chooseMethod(deps, { authorisationId, psuId, methodId })).kind, "chosen");
  const started = await startChallenge(deps, { authorisationId, psuId });
  if (started.kind !== "started") assert.fail(started.kind);
  const answer = bank.spi.lastCode();
  return () => answerChallenge(deps, { authorisationId, psuId, challengeId: started.challengeId, answer });
}

export async function authoriseConsent(bank: HttpBank, authorisationId: string, by: AuthorisedBy = {}): Promise<void> {
  assert.deepEqual(await (await reachAnswer(bank, authorisationId, by))(), { kind: "finalised" });
}

export function authorisationIdOf(reply: Reply): string {
  const href: string = reply.body._links.scaStatus.href;
  return href.slice(href.lastIndexOf("/") + 1);
}

/** A valid consent. */
export async function giveConsent(
  bank: HttpBank,
  change: Partial<Omit<ConsentRequest, "access">> & { access?: AccountAccess } = {},
  by: AuthorisedBy & Pick<Options, "certificate"> = {},
): Promise<string> {
  const { certificate, ...rest } = by;
  const reply = await postConsent(bank, change, certificate === undefined ? {} : { certificate });
  assert.equal(reply.status, 201, reply.text);
  await authoriseConsent(bank, authorisationIdOf(reply), rest);
  return reply.body.consentId;
}

export async function consentStatus(
  bank: HttpBank,
  consentId: string,
  certificate: TestCertificate = bank.certificate,
): Promise<string> {
  return (await bank.call({ path: `/v1/consents/${consentId}/status`, certificate })).body.consentStatus;
}

/** The name of one of core banking's accounts under a consent. */
export async function resourceIdOf(bank: HttpBank, consentId: string, accountId: string): Promise<string> {
  const row = await bank.database.db
    .selectFrom("consent_account")
    .select("resource_id")
    .where("consent_id", "=", consentId)
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return row.resource_id;
}
