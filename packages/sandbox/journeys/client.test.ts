// Proves the toolkit's client against the sandbox's banks over mutual TLS: every operation is called at a bank that
// offers it, and does there what its name says.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { endpoints } from "@tallystick/xs2a";
import {
  beginAuthorization,
  BankError,
  createBankClient,
  discover,
  finishAuthorization,
  payseraGe,
  payseraLt,
  type Dialect,
} from "@tallystick/tpp";
import { btRo } from "../src/banks/bt_ro.ts";
import { authoriseAtBank } from "./harness/account-holder.ts";
import { back, clientId, openToolkitWorld, type ToolkitWorld } from "./harness/toolkit.ts";

const psu = { ipAddress: "192.0.2.7", userAgent: "Journey/1.0" };
const romanian: Partial<Dialect> = { defaultProduct: "domestic-ron-transfers" };
const shop = { creditorAccount: { iban: "RO10RZBR0000069999999970" }, creditorName: "Tally and Daughters" };
const order = { ...shop, instructedAmount: { currency: "RON", amount: "12.50" } };

// No bank of the sandbox wants its PSU's word and a confirmation code for the end of a payment; here this one does.
Object.assign(btRo.profile, { confirmationCode: true });

let world: ToolkitWorld;
before(async () => {
  world = await openToolkitWorld();
});
after(() => world.close());
const clientOf: ToolkitWorld["clientOf"] = (...of) => world.clientOf(...of);
const authorise: ToolkitWorld["authorise"] = (...of) => world.authorise(...of);
const dayIn = (days: number): string => world.dayIn(days);

const wanted = (iban: string) => ({
  access: { balances: [{ iban }], transactions: [{ iban }] },
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
  psu,
  redirectUri: back,
});

describe("libra_ro: redirect, and a confirmation code", () => {
  const bank = "libra_ro";
  const login = "cristina.voicu";
  const iban = "RO36BREL0001234567890001";

  test("a consent from its creation to its end, and all that is read under it", async () => {
    const client = clientOf(bank, romanian);
    const created = await client.createConsent(wanted(iban));
    assert.deepEqual([created.consentStatus, created.scaApproach], ["received", "REDIRECT"]);
    const { consentId } = created;
    const confirmationCode = await authorise(bank, login, created);
    const authorisationId = created.confirmsAuthorisationId!;
    assert.deepEqual(await client.listConsentAuthorisations({ consentId }), [authorisationId]);
    const { scaStatus } = await client.getConsentScaStatus({ consentId, authorisationId });
    assert.equal(scaStatus, "unconfirmed");
    const confirmed = await client.confirmConsent({ consentId, authorisationId, confirmationCode });
    assert.equal(confirmed.scaStatus, "finalised");
    assert.equal((await client.getConsentStatus({ consentId })).consentStatus, "valid");
    const consent = await client.getConsent({ consentId });
    assert.deepEqual([consent.validUntil, consent.frequencyPerDay], [dayIn(180), 4]);

    const [account] = await client.listAccounts({ consentId, psu, withBalance: true });
    assert.deepEqual([account?.iban, account?.currency], [iban, "RON"]);
    assert.match(account?.balances?.[0]?.balanceAmount.amount ?? "", /^-?\d+\.\d\d$/);
    const ofAccount = { consentId, psu, accountId: account!.resourceId! };
    assert.equal((await client.getAccount(ofAccount)).iban, iban);
    const { balances } = await client.getBalances(ofAccount);
    assert.ok(balances.some(({ balanceType }) => balanceType === "interimAvailable"));

    const whole = await Array.fromAsync(client.transactions(ofAccount));
    const pages = await Array.fromAsync(client.transactionPages({ ...ofAccount, itemsPerPage: 10 }));
    assert.ok(pages.length > 2, `${pages.length} pages`);
    const ids = pages.flatMap(({ booked }) => booked.map(({ transactionId }) => transactionId));
    const booked = whole.filter(({ bookingStatus }) => bookingStatus === "booked");
    assert.deepEqual(
      ids,
      booked.map(({ transactionId }) => transactionId),
      "every entry once, in one order",
    );
    assert.equal(new Set(ids).size, ids.length);
    const one = await client.getTransaction({ ...ofAccount, transactionId: ids[0]! });
    assert.deepEqual(one.transactionAmount, booked[0]?.transactionAmount);

    await client.deleteConsent({ consentId });
    assert.equal((await client.getConsentStatus({ consentId })).consentStatus, "terminatedByTpp");
    await assert.rejects(client.listAccounts({ consentId, psu }), { code: "CONSENT_INVALID", status: 401 });
  });

  test("a consent whose authorisation the TPP begins", async () => {
    const client = clientOf(bank, romanian);
    const { consentId, scaRedirect } = await client.createConsent({ ...wanted(iban), explicitAuthorisation: true });
    assert.equal(scaRedirect, undefined);
    const started = await client.startConsentAuthorisation({ consentId, psu, redirectUri: back });
    const confirmationCode = await authorise(bank, login, started);
    const { authorisationId } = started;
    assert.equal(started.confirmsAuthorisationId, authorisationId);
    await client.confirmConsent({ consentId, authorisationId, confirmationCode });
    assert.equal((await client.getConsentStatus({ consentId })).consentStatus, "valid");
    // The same where the dialect has the client begin it, in the call that creates.
    const explicit = clientOf(bank, { ...romanian, authorisationStart: "explicit" });
    const joined = await explicit.createConsent(wanted(iban));
    assert.ok(joined.scaRedirect !== undefined && joined.confirmsAuthorisationId !== undefined);
  });

  test("a payment, confirmed by the browser that began it", async () => {
    const client = clientOf(bank, romanian);
    const payment = { ...order, debtorAccount: { iban } };
    const input = { payment, psuIpAddress: psu.ipAddress, redirectUri: back };
    const created = await client.initiatePayment({ ...input, explicitAuthorisation: true });
    const { paymentId } = created;
    const started = await client.startPaymentAuthorisation({ paymentId, psu, redirectUri: back });
    const confirmationCode = await authorise(bank, login, started);
    const { authorisationId } = started;
    assert.deepEqual(await client.listPaymentAuthorisations({ paymentId }), [authorisationId]);
    assert.deepEqual(await client.getPaymentScaStatus({ paymentId, authorisationId }), { scaStatus: "unconfirmed" });
    const wrong = client.confirmPayment({ paymentId, authorisationId: "nobody", confirmationCode });
    await assert.rejects(wrong, { code: "RESOURCE_UNKNOWN", status: 404 });
    const confirmed = await client.confirmPayment({ paymentId, authorisationId, confirmationCode });
    assert.equal(confirmed.scaStatus, "finalised");
    assert.match((await client.getPaymentStatus({ paymentId })).transactionStatus, /^(ACTC|ACSC)$/);
    const read = await client.getPayment({ paymentId });
    assert.deepEqual([read.instructedAmount, read.creditorName], [order.instructedAmount, order.creditorName]);
  });

  test("funds, asked for under a consent of their own", async () => {
    const client = clientOf(bank, romanian);
    const created = await client.createFundsConsent({ consent: { account: { iban } }, psu, redirectUri: back });
    const { consentId } = created;
    const confirmationCode = await authorise(bank, login, created);
    const [authorisationId = ""] = await client.listFundsConsentAuthorisations({ consentId });
    const before = await client.getFundsConsentScaStatus({ consentId, authorisationId });
    assert.equal(before.scaStatus, "unconfirmed");
    await client.confirmFundsConsent({ consentId, authorisationId, confirmationCode });
    assert.equal((await client.getFundsConsentStatus({ consentId })).consentStatus, "valid");
    assert.equal((await client.getFundsConsent({ consentId })).account.iban, iban);
    const ask = (amount: string) =>
      client.confirmFunds({ question: { account: { iban }, instructedAmount: { currency: "RON", amount } } });
    assert.deepEqual(await ask("1.00"), { fundsAvailable: true });
    assert.deepEqual(await ask("99999999.00"), { fundsAvailable: false });
    await client.deleteFundsConsent({ consentId });
    await assert.rejects(ask("1.00"), BankError);
    const apart = await client.createFundsConsent({
      consent: { account: { iban } },
      psu,
      redirectUri: back,
      explicitAuthorisation: true,
    });
    const ofApart = { consentId: apart.consentId, psu, redirectUri: back };
    assert.ok((await client.startFundsConsentAuthorisation(ofApart)).scaRedirect);
  });
});

describe("bt_ro: bulk, periodic, cards, and the end of a payment", () => {
  const bank = "bt_ro";
  const login = "testbt";
  const debtorAccount = { iban: "RO62BTRLRONCRT0V23456701" };
  const common = { psuIpAddress: psu.ipAddress, redirectUri: back };

  test("a bulk of two orders", async () => {
    const client = clientOf(bank, romanian);
    const service = "bulk-payments" as const;
    const created = await client.initiateBulkPayment({
      ...common,
      payment: { debtorAccount, payments: [order, order] },
    });
    const { paymentId } = created;
    const confirmationCode = await authorise(bank, login, created);
    const authorisationId = created.confirmsAuthorisationId!;
    await client.confirmPayment({ service, paymentId, authorisationId, confirmationCode });
    const { transactionStatus } = await client.getPaymentStatus({ service, paymentId });
    assert.match(transactionStatus, /^(ACTC|ACSP|ACSC)$/);
    assert.equal((await client.getPayment({ service, paymentId })).payments?.length, 2);
    await assert.rejects(client.getPaymentStatus({ paymentId }), { status: 404 }, "it is no single payment");
  });

  test("a standing order, ended with its holder's word and a code", async () => {
    const client = clientOf(bank, romanian);
    const payment = { ...order, debtorAccount, startDate: dayIn(20), frequency: "Monthly" } as const;
    const created = await client.initiatePeriodicPayment({ ...common, payment });
    const of = { service: "periodic-payments", paymentId: created.paymentId } as const;
    const code = await authorise(bank, login, created);
    const first = created.confirmsAuthorisationId!;
    await client.confirmPayment({ ...of, authorisationId: first, confirmationCode: code });
    assert.equal((await client.getPayment(of)).frequency, "Monthly");
    const answer = await client.cancelPayment({ ...of, redirectUri: back });
    assert.equal(answer.outcome, "authorisation_required");
    const started = await client.startCancellationAuthorisation({ ...of, psu, redirectUri: back });
    const { authorisationId } = started;
    const confirmationCode = await authorise(bank, login, started);
    assert.deepEqual(await client.listCancellationAuthorisations(of), [authorisationId]);
    const { scaStatus } = await client.getCancellationScaStatus({ ...of, authorisationId });
    assert.equal(scaStatus, "unconfirmed");
    await client.confirmCancellation({ ...of, authorisationId, confirmationCode });
    assert.equal((await client.getPaymentStatus(of)).transactionStatus, "CANC");
    await assert.rejects(client.cancelPayment(of), { code: "CANCELLATION_INVALID", status: 405 });
  });

  test("a card account", async () => {
    const client = clientOf(bank, romanian);
    const created = await client.createConsent({ ...wanted(""), access: { allPsd2: "allAccounts" } });
    const { consentId } = created;
    const confirmationCode = await authorise(bank, login, created);
    await client.confirmConsent({ consentId, authorisationId: created.confirmsAuthorisationId!, confirmationCode });
    const [card] = await client.listCardAccounts({ consentId, psu });
    assert.equal(card?.maskedPan, "479512******8810");
    const ofCard = { consentId, psu, accountId: card!.resourceId! };
    assert.equal((await client.getCardAccount(ofCard)).maskedPan, card?.maskedPan);
    assert.ok((await client.getCardBalances(ofCard)).balances.length > 0);
    const entries = await Array.fromAsync(client.cardTransactions(ofCard));
    const pages = await Array.fromAsync(client.cardTransactionPages({ ...ofCard, itemsPerPage: 5 }));
    assert.equal(pages.flatMap(({ booked, pending }) => [...booked, ...pending]).length, entries.length);
  });
});

describe("banks that authorise by OAuth, in their dialects", () => {
  test("paysera_lt: the token of the scope that the client names opens the accounts", async () => {
    const client = clientOf("paysera_lt", payseraLt);
    const iban = "LT803500010001234567";
    const created = await client.createConsent({ ...wanted(iban), redirectUri: back });
    const server = await discover(created.scaOAuth!, world.send);
    const context = { server, clientId, request: world.send };
    const pending = await beginAuthorization(context, { scope: created.oauthScope, redirectUri: back });
    const came = await authoriseAtBank(pending.url, world.holder("paysera_lt", "jonas.kazlauskas"), back);
    const { accessToken } = await finishAuthorization(context, pending, came.href);
    const { consentId } = created;
    const [account] = await client.listAccounts({ consentId, psu, accessToken });
    assert.equal(account?.iban, iban);
    const entries = client.transactions({
      consentId,
      psu,
      accessToken,
      accountId: account!.resourceId!,
      itemsPerPage: 20,
    });
    assert.ok((await Array.fromAsync(entries)).length > 20);
    const without = client.listAccounts({ consentId, psu, accessToken: "x".repeat(43) });
    await assert.rejects(without, { code: "TOKEN_UNKNOWN", status: 403 });
  });

  test("paysera_ge: another path, another product, the flat error form", async (t) => {
    const request = await world.transportOf("georgia", "PSDGE-NBG-123456", ["PSP_PI", "PSP_AI"]);
    t.after(() => request.close());
    const client = clientOf("paysera_ge", payseraGe, request);
    const payment = {
      instructedAmount: { currency: "GEL", amount: "12.50" },
      debtorAccount: { iban: "GE94PS0010000012345601" },
      creditorAccount: { iban: "GE54PS0010000023456701" },
      creditorName: "Qvevri Gvino LLC",
    };
    const input = { psuIpAddress: psu.ipAddress, redirectUri: back };
    const created = await client.initiatePayment({ ...input, payment });
    await authorise("paysera_ge", "nino.beridze", created);
    const { transactionStatus } = await client.getPaymentStatus({ paymentId: created.paymentId });
    assert.match(transactionStatus, /^(ACTC|ACSC)$/);
    const wrong = { ...payment, creditorName: "" };
    await assert.rejects(client.initiatePayment({ ...input, payment: wrong }), { code: "FORMAT_ERROR", status: 400 });
    await assert.rejects(client.listCardAccounts({ consentId: "c1", psu, accessToken: "t" }), { status: 404 });
  });
});

test("every operation of the client was called, and did what it should", () => {
  const all = Object.keys(createBankClient({ baseUrl: "https://bank.example", request: world.send }));
  assert.deepEqual(
    all.filter((name) => !world.reached.has(name)),
    [],
  );
  // One for each row of the table, three ways to initiate instead of one, two to read each of the two reports.
  assert.equal(all.length, Object.keys(endpoints).length + 2 + 2);
});
