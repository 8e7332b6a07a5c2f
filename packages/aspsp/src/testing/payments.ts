import type { PaymentService, SinglePayment } from "@tallystick/xs2a";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { startOne } from "../payment/authorisations.ts";
import { cancelPayment } from "../payment/cancel.ts";
import type { PaymentDeps } from "../payment/deps.ts";
import { initiatePayment } from "../payment/initiate.ts";
import type { Tpp } from "../tpp/tpp.ts";
import type { Call } from "../wire/call.ts";

/** What TPPs send of payments, and the bank's verbs on them without HTTP. */
export const testTpp: Tpp = {
  tppId: "PSDLT-BOL-123456",
  name: "Test TPP",
  country: "LT",
  ncaId: "LT-BOL",
  roles: ["PSP_PI"],
  thumbprint: "test",
  hosts: ["tpp.example"],
};

export const samplePayment: SinglePayment = {
  instructedAmount: { currency: "RON", amount: "12.50" },
  debtorAccount: { iban: "RO03RZBR0000069999999999" },
  creditorAccount: { iban: "RO10RZBR0000069999999970" },
  creditorName: "Shop",
  remittanceInformationUnstructured: "Order 1",
};

/** The account that Carol and Dan share. */
export const sharedAccount = { iban: "RO80RZBR0000069999999971" };

const { debtorAccount, ...sampleOrder } = samplePayment;

/** Orders of 12.50, 12.51 and so on, to payees of their own. */
export function sampleBulk(count: number, change: object = {}) {
  const payments = Array.from({ length: count }, (_, at) => ({
    ...sampleOrder,
    instructedAmount: { currency: "RON", amount: `12.${String(50 + at).slice(-2)}` },
    creditorName: `Payee ${at + 1}`,
    endToEndIdentification: `E2E-${at + 1}`,
  }));
  return { debtorAccount, payments, ...change };
}

export function samplePeriodic(change: object) {
  return { ...samplePayment, frequency: "Monthly", ...change };
}

interface Sent {
  readonly body: unknown;
  readonly service?: PaymentService;
  readonly tpp?: Tpp | undefined;
  readonly headers?: Call["headers"];
}

export async function initiateAs({ payments: deps }: { payments: PaymentDeps }, sent: Sent) {
  const { service = "payments", tpp = testTpp, headers } = sent;
  await deps.db
    .insertInto("tpp")
    .values({ tpp_id: tpp.tppId, name: tpp.name, country: "LT", nca_id: tpp.ncaId, enrolled_at: deps.clock.now() })
    .onConflict((conflict) => conflict.column("tpp_id").doNothing())
    .execute();
  const text = JSON.stringify(sent.body);
  const answer = await initiatePayment(deps, {
    operation: "initiatePayment",
    params: { "payment-service": service, "payment-product": "domestic-ron-transfers" },
    tpp,
    requestId: { value: deps.random.uuid(), sent: true },
    query: {},
    headers: { redirectUri: "https://tpp.example/back", ...headers },
    body: JSON.parse(text),
    rawBody: Buffer.from(text),
  });
  const { href = "" } = answer.body._links["scaRedirect"] ?? {};
  return { paymentId: answer.body.paymentId, authorisationId: href.slice(href.lastIndexOf("/") + 1) };
}

interface OnPayment {
  readonly paymentId: string;
  readonly service?: PaymentService;
}

function callOn({ payments }: { payments: PaymentDeps }, { paymentId, service = "payments" }: OnPayment) {
  return {
    params: { "payment-service": service, "payment-product": "domestic-ron-transfers", paymentId },
    tpp: testTpp,
    requestId: { value: payments.random.uuid(), sent: true },
    headers: {},
    query: {},
    body: undefined,
    rawBody: new Uint8Array(),
  };
}

/** The HTTP status of a DELETE. */
export async function cancel(bank: { payments: PaymentDeps }, on: OnPayment): Promise<number> {
  return statusOf(cancelPayment(bank.payments, { operation: "cancelPayment", ...callOn(bank, on) }));
}

/** POST of an authorisation; its id, or the HTTP status of the refusal. */
export async function start(
  bank: { payments: PaymentDeps; authorisation: AuthorisationDeps },
  on: OnPayment & { kind?: "payment" | "cancellation" },
): Promise<string> {
  const call = { operation: "startPaymentAuthorisation", ...callOn(bank, on) } as const;
  const answer = await startOne(bank.payments, bank.authorisation, on.kind ?? "payment", call);
  return answer.body.authorisationId;
}

export async function statusOf(answer: Promise<{ readonly status: number }>): Promise<number> {
  try {
    return (await answer).status;
  } catch (error) {
    return (error as { status: number }).status;
  }
}
