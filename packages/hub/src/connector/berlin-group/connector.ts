import { BankError, createBankClient, type BankClient, type Dialect, type HttpRequest } from "@tallystick/tpp";
import type { SinglePayment } from "@tallystick/xs2a";
import type {
  Bank,
  BankPayment,
  CancelOutcome,
  Confirmation,
  ConfirmOutcome,
  Connector,
  Initiation,
  InitiationOutcome,
  PaymentAtBank,
  StatusOutcome,
} from "../connector.ts";
import { continueUrlOf } from "./continue-url.ts";
import { reasonOf } from "./reason.ts";
import { refusalOf } from "./refusal.ts";

export interface BerlinGroupBank {
  readonly bank: Bank;
  /** What this bank does otherwise than the standard. */
  readonly dialect?: Partial<Dialect>;
}

export interface BerlinGroupOptions extends BerlinGroupBank {
  /** Address of the bank's interface up to but not including `/xs2a/...`. */
  readonly xs2aUrl: string;
  /** With the hub's client certificate. */
  readonly request: HttpRequest;
}

const standardPath = "/xs2a/berlin/1.3";
const answerWithinMs = 15_000;

/** A bank with a NextGenPSD2 interface that pays by redirect (decision 1). */
export function createBerlinGroupConnector({ bank, dialect, xs2aUrl, request }: BerlinGroupOptions): Connector {
  const client = createBankClient({
    baseUrl: xs2aUrl.replace(/\/$/, "") + standardPath,
    request,
    ...(dialect === undefined ? {} : { dialect }),
  });
  return {
    bank,
    initiatePayment: (initiation) => initiate(client, initiation),
    paymentStatus: (payment) => askStatus(client, payment),
    cancelPayment: (payment) => cancel(client, payment),
    confirmPayment: (confirmation) => confirm(client, confirmation),
  };
}

async function initiate(client: BankClient, initiation: Initiation): Promise<InitiationOutcome> {
  try {
    const answer = await client.initiatePayment({
      product: initiation.payment.product,
      payment: singlePaymentOf(initiation.payment),
      psuIpAddress: initiation.psuIpAddress,
      ...(initiation.psuUserAgent === undefined ? {} : { psuUserAgent: initiation.psuUserAgent }),
      redirectUri: initiation.redirectUri,
      nokRedirectUri: initiation.nokRedirectUri,
      requestId: initiation.requestId,
      signal: deadline(initiation),
    });
    const continueUrl = continueUrlOf(answer.scaRedirect);
    const { confirmsAuthorisationId } = answer;
    return {
      kind: "accepted",
      paymentId: answer.paymentId,
      status: answer.transactionStatus,
      ...(continueUrl === undefined ? {} : { continueUrl }),
      ...(confirmsAuthorisationId === undefined ? {} : { confirmsAuthorisationId }),
    };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    return { kind: verdictOf(error), ...refusalOf(error) };
  }
}

/** Answers that a bank gives before it looks at the payment prove nothing about an earlier try of it. */
const beforeThePayment: ReadonlySet<number> = new Set([401, 405, 406, 415, 429]);

function verdictOf(error: BankError): "refused" | "not_done" | "unknown" {
  if (error.outcome === "unknown") return "unknown";
  // 409: the first try with this id is still running.
  if (error.status === 409) return "unknown";
  if (error.outcome === "not_sent") return "not_done";
  return error.status === undefined || beforeThePayment.has(error.status) ? "not_done" : "refused";
}

async function askStatus(client: BankClient, payment: PaymentAtBank): Promise<StatusOutcome> {
  try {
    const { product, paymentId } = payment;
    const answer = await client.getPaymentStatus({ product, paymentId, signal: deadline(payment) });
    const reason = reasonOf(answer.psuMessage);
    return { kind: "status", status: answer.transactionStatus, ...(reason === undefined ? {} : { reason }) };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    return { kind: "unavailable", ...refusalOf(error) };
  }
}

async function cancel(client: BankClient, payment: PaymentAtBank): Promise<CancelOutcome> {
  try {
    const { product, paymentId } = payment;
    const answer = await client.cancelPayment({ product, paymentId, signal: deadline(payment) });
    if (answer.outcome === "cancelled") return { kind: "cancelled" };
    return { kind: "refused", code: "authorisation_required", message: "The bank wants the payer to confirm the end." };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    return { kind: error.outcome === "refused" ? "refused" : "unknown", ...refusalOf(error) };
  }
}

async function confirm(client: BankClient, confirmation: Confirmation): Promise<ConfirmOutcome> {
  try {
    const { product, paymentId, authorisationId, confirmationCode } = confirmation;
    const signal = deadline(confirmation);
    await client.confirmPayment({ product, paymentId, authorisationId, confirmationCode, signal });
    return { kind: "confirmed" };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    return { kind: error.outcome === "refused" ? "refused" : "unknown", ...refusalOf(error) };
  }
}

function deadline({ timeoutMs = answerWithinMs, signal }: { timeoutMs?: number; signal?: AbortSignal }): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

function singlePaymentOf(payment: BankPayment): SinglePayment {
  const { creditor, debtorIban, remittance, creditorReference, requestedExecutionDate } = payment;
  return {
    endToEndIdentification: payment.endToEndId,
    instructedAmount: { currency: payment.amount.currency, amount: payment.amount.amount },
    ...(debtorIban === undefined ? {} : { debtorAccount: { iban: debtorIban } }),
    creditorAccount: { iban: creditor.iban },
    creditorName: creditor.name,
    ...(creditor.bic === undefined ? {} : { creditorAgent: creditor.bic }),
    ...(remittance === undefined ? {} : { remittanceInformationUnstructured: remittance }),
    ...(creditorReference === undefined
      ? {}
      : {
          remittanceInformationStructured: {
            reference: creditorReference,
            referenceType: "SCOR",
            referenceIssuer: "ISO",
          },
        }),
    ...(requestedExecutionDate === undefined ? {} : { requestedExecutionDate }),
  };
}
