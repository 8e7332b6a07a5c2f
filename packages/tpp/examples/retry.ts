// Initiates a payment that may be repeated, and reads through a transport that repeats by itself.
import {
  createBankClient,
  retry,
  retryingRequest,
  type BankClient,
  type HttpRequest,
  type InitiatedPayment,
  type InitiatePaymentInput,
} from "@tallystick/tpp";

/** Every call of this client, each page of an iterator included, is made up to three times. */
export function connect(baseUrl: string, request: HttpRequest): BankClient {
  return createBankClient({ baseUrl, request: retryingRequest(request) });
}

/** Around one call: the intent's id goes along, so that the bank makes one payment of all tries. */
export function pay(bank: BankClient, payment: InitiatePaymentInput, signal: AbortSignal): Promise<InitiatedPayment> {
  return retry(({ requestId }) => bank.initiatePayment({ ...payment, requestId, signal }), {
    signal,
    onRetry: ({ attempt, waitMs, status }) => console.warn(`try ${attempt}: ${status}, again in ${waitMs} ms`),
  });
}
