// Proves the toolkit's signatures against the sandbox's banks over mutual TLS: at a bank that wants every request sealed
// by the TPP's QSealC, and at one of the Georgian standard that wants its JWS, sealed requests are done and others refused.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Psd2Role } from "@tallystick/xs2a";
import { berlinGroup, createBankClient, payseraGe, type BankClient, type SignatureRules } from "@tallystick/tpp";
import { createMutualTlsRequest, signRequests, type Identity } from "@tallystick/tpp/node";
import { payseraGe as georgianBank } from "../src/banks/paysera_ge.ts";
import { rzbRo } from "../src/banks/rzb_ro.ts";
import { makeTppCertificate } from "../src/certificates/tpp-certificate.ts";
import { openSystem, type OwnSystem } from "./harness/system.ts";

type Standard = Parameters<typeof makeTppCertificate>[1]["standard"];

const psu = { ipAddress: "192.0.2.7" };
const redirectUri = "https://tpp.example/callback";
const roles: readonly Psd2Role[] = ["PSP_PI", "PSP_AI"];

// No bank of the sandbox wants signatures; here these two do.
Object.assign(rzbRo.profile, { requireSignature: "always" });
Object.assign(georgianBank.profile, { jwsSignature: true });

let own: OwnSystem;
const closing: (() => Promise<void>)[] = [];
before(async () => (own = await openSystem()));
after(async () => {
  for (const close of closing) await close();
  await own?.end();
});

async function identityOf(standard: Standard, organizationIdentifier: string, seal: boolean): Promise<Identity> {
  const { chain, key } = await makeTppCertificate(join(own.system.dataDir, "pki"), {
    standard,
    organizationIdentifier,
    organizationName: "Developer's Own TPP",
    roles,
    seal,
    days: 90,
    clock: own.clock,
  });
  return { cert: chain, key };
}

async function transportOf(identity: Identity): Promise<ReturnType<typeof createMutualTlsRequest>> {
  const ca = await readFile(own.system.files.ca, "utf8");
  const request = createMutualTlsRequest({ ...identity, ca, clock: own.clock });
  closing.push(() => request.close());
  return request;
}

const berlinRules: SignatureRules = { ...berlinGroup.signature, when: "always" };
const payment = {
  creditorAccount: { iban: "RO10RZBR0000069999999970" },
  creditorName: "Tally and Daughters",
  instructedAmount: { currency: "RON", amount: "12.50" },
};

async function payAndAsk(client: BankClient, product: string): Promise<string> {
  const { paymentId } = await client.initiatePayment({ product, payment, psuIpAddress: psu.ipAddress, redirectUri });
  return (await client.getPaymentStatus({ product, paymentId })).transactionStatus;
}

test("C14: a bank that wants signatures does what the TPP's seal signs, in each written form of the certificate", async () => {
  const tppId = "PSDLT-BOL-123456";
  const request = await transportOf(await identityOf("berlin", tppId, false));
  const seal = await identityOf("berlin", tppId, true);
  const baseUrl = `${own.system.addresses.banksXs2a}/rzb_ro/xs2a/berlin/1.3`;
  const plain = createBankClient({ baseUrl, request, clock: own.clock });
  const product = "domestic-ron-transfers";
  await assert.rejects(payAndAsk(plain, product), { code: "SIGNATURE_MISSING", outcome: "refused" });
  for (const certificateEncoding of ["base64-der", "pem-one-line", "base64-pem", "url-encoded-pem"] as const) {
    // The bank reads what banks are known to read: the base64 of a PEM file is not among it.
    if (certificateEncoding === "base64-pem") continue;
    const rules = { ...berlinRules, certificateEncoding };
    const sealed = signRequests(request, { seal, rules, clock: own.clock });
    assert.equal(
      await payAndAsk(createBankClient({ baseUrl, request: sealed, clock: own.clock }), product),
      "RCVD",
      certificateEncoding,
    );
  }
});

test("C7: a seal of another TPP, and a request that was changed after it was sealed, are refused", async () => {
  const request = await transportOf(await identityOf("berlin", "PSDLT-BOL-123456", false));
  const baseUrl = `${own.system.addresses.banksXs2a}/rzb_ro/xs2a/berlin/1.3`;
  const clientBy = (sealed: typeof request | ReturnType<typeof signRequests>) =>
    createBankClient({ baseUrl, request: sealed, clock: own.clock });
  const foreign = await identityOf("berlin", "PSDLT-BOL-654321", true);
  const byForeign = signRequests(request, { seal: foreign, rules: berlinRules, clock: own.clock });
  await assert.rejects(payAndAsk(clientBy(byForeign), "domestic-ron-transfers"), { outcome: "refused", status: 401 });
  const seal = await identityOf("berlin", "PSDLT-BOL-123456", true);
  const changed = signRequests(
    (input) => request({ ...input, headers: { ...input.headers, "x-request-id": crypto.randomUUID() } }),
    { seal, rules: berlinRules, clock: own.clock },
  );
  await assert.rejects(payAndAsk(clientBy(changed), "domestic-ron-transfers"), { code: "SIGNATURE_INVALID" });
});

test("the Georgian JWS covers target, host and body, with and without a body", async () => {
  const tppId = "PSDGE-NBG-123456";
  const request = await transportOf(await identityOf("georgia", tppId, false));
  const seal = await identityOf("georgia", tppId, true);
  const baseUrl = `${own.system.addresses.banksXs2a}/paysera_ge`;
  const options = { baseUrl, dialect: payseraGe, clock: own.clock };
  const gel = {
    ...payment,
    creditorAccount: { iban: "GE14PS0010000034567801" },
    instructedAmount: { currency: "GEL", amount: "3.20" },
  };
  const pay = async (client: BankClient): Promise<string> => {
    const { paymentId } = await client.initiatePayment({ payment: gel, psuIpAddress: psu.ipAddress, redirectUri });
    return (await client.getPaymentStatus({ paymentId })).transactionStatus;
  };
  const rules: SignatureRules = { ...berlinGroup.signature, ...payseraGe.signature, when: "always" };
  const sealed = signRequests(request, { seal, rules, clock: own.clock });
  await assert.rejects(pay(createBankClient({ ...options, request })), { code: "SIGNATURE_MISSING" });
  assert.equal(await pay(createBankClient({ ...options, request: sealed })), "RCVD");
});
