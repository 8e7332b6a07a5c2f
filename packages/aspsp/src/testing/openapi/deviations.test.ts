/** Proves: every deviation is still made, each by a call of its own, and the document lists exactly these. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openApiIfPresent } from "@tallystick/xs2a/testing";
import { postConsent } from "../consents.ts";
import { issue } from "../certificates.ts";
import { codeOf, openHttpBank, productPath, type HttpBank, type Reply } from "../http-bank.ts";
import { openStatusAuthority, type StatusAuthority } from "../status-authority.ts";
import { flatProfile, samplePayment, testProfile } from "../test-bank.ts";
import { deviations, type Deviation, type DeviationName } from "./deviations.ts";

const banks = {} as Record<"standard" | "flat" | "limited" | "revoking" | "sealing", HttpBank>;
let status: StatusAuthority;
before(async () => {
  banks.standard = await openHttpBank({ profile: testProfile });
  banks.flat = await openHttpBank({ profile: flatProfile });
  banks.limited = await openHttpBank({ profile: { ...testProfile, limits: { perSecond: 1_000, perHour: 2 } } });
  banks.revoking = await openHttpBank({
    profile: { ...testProfile, revokedSpelling: "CERTIFICATE_REVOKED" },
    bank: async ({ authority, clock, trust }) => {
      status = await openStatusAuthority(authority, clock);
      const issuers = [{ certificate: authority.pem, crlUrl: status.crlUrl }];
      return { trust: { ...trust, revocation: { request: status.request, issuers } } };
    },
  });
  banks.sealing = await openHttpBank({
    profile: { ...testProfile, jwsSignature: true },
    bank: async ({ authority }) => {
      const seal = issue(authority, { qcType: "seal", usages: [] });
      return { sealKey: seal.key, sealCertificate: seal.cert };
    },
  });
});
after(() => Promise.all([...Object.values(banks), status].map((bank) => bank.close())));

interface Provocation {
  readonly at: keyof typeof banks;
  readonly call: (bank: HttpBank) => Promise<Reply>;
  /** What shows a deviation that the file's schemas cannot show. */
  readonly shows?: (reply: Reply) => boolean;
}

const read = async (bank: HttpBank, change: Record<string, unknown>): Promise<Reply> =>
  bank.call({ path: `${productPath}/${(await bank.initiate(change)).body.paymentId}` });

/** A question about funds without a consent, or a consent to them, by a TPP of that role. */
const ofFunds = async (bank: HttpBank, path: string, role: string): Promise<Reply> => {
  const { debtorAccount: account, instructedAmount } = samplePayment;
  const certificate = issue(bank.authority, { roles: [role] });
  return bank.call({ method: "POST", path, body: { account, instructedAmount }, certificate });
};

/** The members that the file leaves to the bank. */
const everyMember = {
  instructionIdentification: "1",
  debtorName: "Payer",
  ultimateDebtor: "Payer",
  creditorAgentName: "Bank",
  creditorId: "1",
  ultimateCreditor: "Shop",
  purposeCode: "GDDS",
  chargeBearer: "SHAR",
  remittanceInformationUnstructured: undefined,
  remittanceInformationStructured: { reference: "RF18539007547034" },
};

/** One call for each deviation. */
const provocations: Readonly<Record<DeviationName, Provocation>> = {
  bodyTooLarge: { at: "standard", call: (bank) => bank.initiate({ creditorName: "x".repeat(70_000) }) },
  headTooLong: { at: "standard", call: (bank) => bank.call({ path: `${productPath}/1?x=${"x".repeat(9_000)}` }) },
  flatForm: { at: "flat", call: (bank) => bank.initiate({ creditorName: 7 }) },
  flatWithoutCode: { at: "flat", call: (bank) => bank.initiate({}, { headers: { Accept: "text/html" } }) },
  debtorLeftOpen: { at: "standard", call: (bank) => read(bank, { debtorAccount: undefined }) },
  paymentMembers: { at: "standard", call: (bank) => read(bank, everyMember) },
  paymentExtras: { at: "flat", call: (bank) => read(bank, {}) },
  statusMessages: {
    at: "standard",
    call: async (bank) => {
      const { paymentId } = (await bank.initiate()).body;
      await bank.database.db.updateTable("payment").set({ status: "RJCT", funds_available: false }).execute();
      return bank.call({ path: `${productPath}/${paymentId}/status` });
    },
  },
  tokenForbidden: { at: "flat", call: (bank) => bank.initiate({}, { headers: { Authorization: "Bearer x" } }) },
  limitedEverywhere: {
    at: "limited",
    call: async (bank) => {
      for (const _ of [1, 2]) await bank.initiate();
      return bank.initiate();
    },
  },
  consentWarnings: {
    at: "standard",
    call: (bank) => postConsent(bank, {}, { headers: { "TPP-Redirect-URI": "https://elsewhere.example/" } }),
  },
  multipleConsents: { at: "standard", call: (bank) => postConsent(bank) },
  limitHeaders: { at: "limited", call: (bank) => bank.initiate() },
  revokedSpelling: {
    at: "revoking",
    call: (bank) => {
      status.revoke(bank.certificate);
      return bank.initiate();
    },
  },
  sealedAnswers: { at: "sealing", call: (bank) => bank.initiate() },
  fundsCodes: { at: "standard", call: (bank) => ofFunds(bank, "/v1/funds-confirmations", "PSP_IC") },
  fundsConsentRole: { at: "standard", call: (bank) => ofFunds(bank, "/v2/consents/confirmation-of-funds", "PSP_AI") },
  otherBodySameId: {
    at: "standard",
    call: async (bank) => {
      const headers = { "X-Request-ID": randomUUID() };
      await bank.initiate({}, { headers });
      return bank.initiate({ creditorName: "Other" }, { headers });
    },
    shows: (reply) => reply.status === 400 && codeOf(reply) === "PARAMETER_NOT_CONSISTENT",
  },
  unknownInPath: {
    at: "standard",
    call: (bank) => bank.call({ path: `${productPath}/${randomUUID()}` }),
    shows: (reply) => reply.status === 404 && codeOf(reply) === "RESOURCE_UNKNOWN",
  },
};

for (const [name, { at, call, shows }] of Object.entries(provocations) as [DeviationName, Provocation][]) {
  test(`${name}: ${deviations[name].ours}`, async (t) => {
    const reply = await call(banks[at]);
    if (shows !== undefined) return assert.ok(shows(reply), `${reply.status} ${reply.text}`);
    if (openApiIfPresent() === undefined) return t.skip("../shared is not here");
    assert.ok(reply.deviations.includes(name), `not made any more, so strike it: ${reply.status} ${reply.text}`);
  });
}

test("the document's table is this one", () => {
  const rows = Object.entries(deviations).map(([name, { file, ours, decision }]: [string, Deviation]) =>
    [name, file, ours, decision].join(" | "),
  );
  const text = readFileSync(new URL("../../../../../docs/standard-deviations.md", import.meta.url), "utf8");
  const cells = (line: string): string[] =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const written = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
  assert.deepEqual(
    written.map((line) => cells(line).join(" | ")),
    rows,
  );
});
