import type { ConsentStatus, ScaStatus, TransactionStatus } from "@tallystick/xs2a";
import type { BankClient } from "../../client/bank-client.ts";
import { BankError } from "../../client/bank-error.ts";
import type { BankResult, ScaSubject } from "./outcome.ts";

export interface ResultInput {
  readonly subject: ScaSubject;
  /** Where it is known; else the bank is asked which there are. */
  readonly authorisationId: string | undefined;
  readonly accessToken: string | undefined;
}

/** Asks the bank what became of an authorisation: the resource's status, and the authorisation's. Throws BankError. */
export async function askBank(client: BankClient, input: ResultInput): Promise<BankResult> {
  const { subject, authorisationId, accessToken } = input;
  const options = accessToken === undefined ? {} : { accessToken };
  if (subject.kind === "consent") {
    const { consentId } = subject;
    const { consentStatus: status } = await client.getConsentStatus({ ...options, consentId });
    const scaStatus = await newest(
      authorisationId,
      () => client.listConsentAuthorisations({ ...options, consentId }),
      (id) => client.getConsentScaStatus({ ...options, consentId, authorisationId: id }),
    );
    return { verdict: ofConsent(status, scaStatus), status, scaStatus };
  }
  const payment = { ...options, ...referenceOf(subject) };
  const { transactionStatus: status } = await client.getPaymentStatus(payment);
  const scaStatus = await newest(
    authorisationId,
    () => client.listPaymentAuthorisations(payment),
    (id) => client.getPaymentScaStatus({ ...payment, authorisationId: id }),
  );
  return { verdict: ofPayment(status, scaStatus), status, scaStatus };
}

export function referenceOf({ paymentId, service, product }: Extract<ScaSubject, { kind: "payment" }>) {
  return {
    paymentId,
    ...(service === undefined ? {} : { service }),
    ...(product === undefined ? {} : { product }),
  };
}

/** One that is done, else one that goes on, else one that failed. Banks that show no authorisations tell nothing. */
async function newest(
  known: string | undefined,
  list: () => Promise<string[]>,
  read: (id: string) => Promise<{ readonly scaStatus: ScaStatus }>,
): Promise<ScaStatus | undefined> {
  try {
    const ids = known === undefined ? await list() : [known];
    const statuses = await Promise.all(ids.map(async (id) => (await read(id)).scaStatus));
    const isDone = (status: ScaStatus): boolean => status === "finalised" || status === "exempted";
    return statuses.find(isDone) ?? statuses.find((status) => status !== "failed") ?? statuses[0];
  } catch (error) {
    // The resource's own status has been read: a refusal here takes nothing from it.
    if (error instanceof BankError && (error.code === "not_offered" || error.outcome === "refused")) return undefined;
    throw error;
  }
}

function ofConsent(status: ConsentStatus, scaStatus: ScaStatus | undefined): BankResult["verdict"] {
  if (status === "valid") return "authorised";
  if (status === "partiallyAuthorised") return "pending";
  if (status === "received") return scaStatus === "failed" ? "refused" : "pending";
  return "refused";
}

function ofPayment(status: TransactionStatus, scaStatus: ScaStatus | undefined): BankResult["verdict"] {
  if (status === "RJCT" || status === "CANC") return "refused";
  if (status === "PATC") return "pending";
  if (status !== "RCVD") return "authorised";
  // Received says nothing of the account holder: a bank may finish the authorisation first and look at the order later.
  if (scaStatus === "finalised" || scaStatus === "exempted") return "authorised";
  return scaStatus === "failed" ? "refused" : "pending";
}
