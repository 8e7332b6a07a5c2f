import type { OperationId } from "@tallystick/xs2a";
import { createBankClient, type BankClient } from "../bank-client.ts";
import type { HttpAnswer, HttpRequestInput } from "../transport.ts";

export const links = { scaRedirect: { href: "https://bank.example/sca/a1" } };
export const account = { currency: "EUR", resourceId: "r1", iban: "LT803500010001234567" };
const card = { ...account, maskedPan: "525412******3241" };
export const money = { currency: "EUR", amount: "-12.50" };
export const psu = { ipAddress: "203.0.113.7", userAgent: "Browser/1.0" };
const redirectUri = "https://tpp.example/back";
const payment = {
  instructedAmount: { currency: "EUR", amount: "12.50" },
  creditorAccount: { iban: account.iban },
  creditorName: "Shop",
};
const ofPayment = { product: "sepa-credit-transfers", paymentId: "id" };
const ofAuthorisation = { ...ofPayment, authorisationId: "a1" };
export const ofConsent = { consentId: "id" };
export const ofAccount = { ...ofConsent, accountId: "r1" };
const confirmation = { authorisationId: "a1", confirmationCode: "code" };
const started = { scaStatus: "received", authorisationId: "a1", _links: links };

interface Reached {
  readonly by: (client: BankClient) => Promise<unknown>;
  readonly answer: object | null;
  readonly status?: number;
}

/** Every operation of the table; one that the client does not reach does not compile. */
export const operations: Record<OperationId, Reached> = {
  initiatePayment: {
    by: (client) => client.initiatePayment({ ...ofPayment, payment, psuIpAddress: psu.ipAddress, redirectUri }),
    answer: { transactionStatus: "RCVD", paymentId: "id", _links: links },
    status: 201,
  },
  getPaymentInformation: {
    by: (client) => client.getPayment(ofPayment),
    answer: { ...payment, transactionStatus: "ACSC" },
  },
  cancelPayment: { by: (client) => client.cancelPayment(ofPayment), answer: null, status: 204 },
  getPaymentInitiationStatus: {
    by: (client) => client.getPaymentStatus(ofPayment),
    answer: { transactionStatus: "ACSC" },
  },
  startPaymentAuthorisation: {
    by: (client) => client.startPaymentAuthorisation({ ...ofPayment, redirectUri }),
    answer: started,
    status: 201,
  },
  getPaymentInitiationAuthorisation: {
    by: (client) => client.listPaymentAuthorisations(ofPayment),
    answer: { authorisationIds: ["a1"] },
  },
  getPaymentInitiationScaStatus: {
    by: (client) => client.getPaymentScaStatus(ofAuthorisation),
    answer: { scaStatus: "finalised" },
  },
  updatePaymentPsuData: {
    by: (client) => client.confirmPayment({ ...ofPayment, ...confirmation }),
    answer: { scaStatus: "finalised", _links: {} },
  },
  startPaymentInitiationCancellationAuthorisation: {
    by: (client) => client.startCancellationAuthorisation({ ...ofPayment, redirectUri }),
    answer: started,
    status: 201,
  },
  getPaymentInitiationCancellationAuthorisationInformation: {
    by: (client) => client.listCancellationAuthorisations(ofPayment),
    answer: { authorisationIds: ["a1"] },
  },
  getPaymentCancellationScaStatus: {
    by: (client) => client.getCancellationScaStatus(ofAuthorisation),
    answer: { scaStatus: "finalised" },
  },
  updatePaymentCancellationPsuData: {
    by: (client) => client.confirmCancellation({ ...ofPayment, ...confirmation }),
    answer: { scaStatus: "finalised", _links: {} },
  },
  createConsent: {
    by: (client) =>
      client.createConsent({
        access: { allPsd2: "allAccounts" },
        recurringIndicator: true,
        validUntil: "9999-12-31",
        frequencyPerDay: 4,
        psu,
        redirectUri,
      }),
    answer: { consentStatus: "received", consentId: "id", _links: links },
    status: 201,
  },
  getConsentInformation: {
    by: (client) => client.getConsent(ofConsent),
    answer: {
      access: { allPsd2: "allAccounts" },
      recurringIndicator: true,
      validUntil: "2027-01-31",
      frequencyPerDay: 4,
      lastActionDate: "2026-11-25",
      consentStatus: "valid",
    },
  },
  deleteConsent: { by: (client) => client.deleteConsent(ofConsent), answer: null, status: 204 },
  getConsentStatus: { by: (client) => client.getConsentStatus(ofConsent), answer: { consentStatus: "valid" } },
  startConsentAuthorisation: {
    by: (client) => client.startConsentAuthorisation({ ...ofConsent, redirectUri }),
    answer: started,
    status: 201,
  },
  getConsentAuthorisation: {
    by: (client) => client.listConsentAuthorisations(ofConsent),
    answer: { authorisationIds: ["a1"] },
  },
  getConsentScaStatus: {
    by: (client) => client.getConsentScaStatus({ ...ofConsent, authorisationId: "a1" }),
    answer: { scaStatus: "finalised" },
  },
  updateConsentsPsuData: {
    by: (client) => client.confirmConsent({ ...ofConsent, ...confirmation }),
    answer: { scaStatus: "finalised", _links: {} },
  },
  getAccountList: { by: (client) => client.listAccounts(ofConsent), answer: { accounts: [account] } },
  readAccountDetails: { by: (client) => client.getAccount(ofAccount), answer: { account } },
  getBalances: {
    by: (client) => client.getBalances(ofAccount),
    answer: { balances: [{ balanceAmount: money, balanceType: "interimAvailable" }] },
  },
  getTransactionList: {
    by: (client) => Array.fromAsync(client.transactions(ofAccount)),
    answer: { transactions: { booked: [{ transactionAmount: money }], _links: {} } },
  },
  getTransactionDetails: {
    by: (client) => client.getTransaction({ ...ofAccount, transactionId: "t1" }),
    answer: { transactionsDetails: { transactionDetails: { transactionAmount: money } } },
  },
  getCardAccountList: { by: (client) => client.listCardAccounts(ofConsent), answer: { cardAccounts: [card] } },
  readCardAccountDetails: { by: (client) => client.getCardAccount(ofAccount), answer: { cardAccount: card } },
  getCardAccountBalances: {
    by: (client) => client.getCardBalances(ofAccount),
    answer: { balances: [{ balanceAmount: money, balanceType: "interimBooked" }] },
  },
  getCardAccountTransactionList: {
    by: (client) => Array.fromAsync(client.cardTransactions(ofAccount)),
    answer: { cardTransactions: { booked: [{ transactionAmount: money }], _links: {} } },
  },
  checkAvailabilityOfFunds: {
    by: (client) =>
      client.confirmFunds({
        question: { account: { iban: account.iban }, instructedAmount: payment.instructedAmount },
      }),
    answer: { fundsAvailable: true },
  },
  createConsentConfirmationOfFunds: {
    by: (client) => client.createFundsConsent({ consent: { account: { iban: account.iban } }, redirectUri }),
    answer: { consentStatus: "received", consentId: "id", _links: links },
    status: 201,
  },
  getConsentConfirmationOfFunds: {
    by: (client) => client.getFundsConsent(ofConsent),
    answer: { account: { iban: account.iban }, consentStatus: "valid" },
  },
  getConsentConfirmationOfFundsStatus: {
    by: (client) => client.getFundsConsentStatus(ofConsent),
    answer: { consentStatus: "valid" },
  },
  deleteConsentConfirmationOfFunds: {
    by: (client) => client.deleteFundsConsent(ofConsent),
    answer: null,
    status: 204,
  },
  startConsentConfirmationOfFundsAuthorisation: {
    by: (client) => client.startFundsConsentAuthorisation({ ...ofConsent, redirectUri }),
    answer: started,
    status: 201,
  },
  getConsentConfirmationOfFundsAuthorisation: {
    by: (client) => client.listFundsConsentAuthorisations(ofConsent),
    answer: { authorisationIds: ["a1"] },
  },
  getConsentConfirmationOfFundsScaStatus: {
    by: (client) => client.getFundsConsentScaStatus({ ...ofConsent, authorisationId: "a1" }),
    answer: { scaStatus: "finalised" },
  },
  updateConsentConfirmationOfFundsPsuData: {
    by: (client) => client.confirmFundsConsent({ ...ofConsent, ...confirmation }),
    answer: { scaStatus: "finalised", _links: {} },
  },
};

export const baseUrl = "https://bank.example/x";

/** A client of a bank that answers everything alike. */
export function clientOf(answer: object | null, status = 200): { client: BankClient; asked: HttpRequestInput[] } {
  const asked: HttpRequestInput[] = [];
  const request = async (input: HttpRequestInput): Promise<HttpAnswer> => {
    asked.push(input);
    const text = answer === null ? "" : JSON.stringify(answer);
    return { status, headers: { "content-type": "application/json" }, body: new TextEncoder().encode(text) };
  };
  const clock = { now: () => new Date("2026-11-25T10:00:00Z") };
  return { client: createBankClient({ baseUrl, request, clock }), asked };
}
