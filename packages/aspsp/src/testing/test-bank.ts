import { randomBytes } from "node:crypto";
import {
  createOutbox,
  MovableClock,
  noCheckpoint,
  silentLog,
  systemRandom,
  type Checkpoint,
  type Log,
  type Outbox,
} from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import type { SinglePayment } from "@tallystick/xs2a";
import type { Subjects } from "../authorisation/subject.ts";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { bankMigrations } from "../migrations/index.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { PaymentDeps } from "../payment/deps.ts";
import { createExecutor } from "../payment/execute.ts";
import { initiatePayment } from "../payment/initiate.ts";
import { createCancellationSubject } from "../payment/cancellation-subject.ts";
import { executeTopic } from "../payment/execution/schedule.ts";
import { createPaymentSubject } from "../payment/subject.ts";
import type { BankProfile } from "../profile.ts";
import type { Tpp } from "../tpp/tpp.ts";
import { FakeCoreBanking } from "./fake-core-banking.ts";

export const testProfile: BankProfile = {
  providerId: "test_ro",
  name: "Test Bank",
  country: "RO",
  bic: "TESTROBU",
  standard: "berlin-1.3",
  products: ["domestic-ron-transfers", "sepa-credit-transfers"],
  defaultProduct: "domestic-ron-transfers",
  approach: "redirect",
  scaOAuth: false,
  errorForm: "tppMessages",
  revokedSpelling: "CERTIFICATE_REVOKE",
  cancellationCode: "CANCELLATION_INVALID",
  tolerates: { missingRequestId: false, missingPsuIpAddress: false },
  statusAnswerExtras: false,
  sampleIbans: [],
  brand: { colour: "#123456", accent: "#654321", font: "sans", tagline: "For tests", mark: "TB" },
};

/** A bank that writes errors flat and follows the Paysera table, as `paysera_lt` does. */
export const flatProfile: BankProfile = {
  ...testProfile,
  approach: "oauth",
  scaOAuth: true,
  errorForm: "flat",
  revokedSpelling: "CERTIFICATE_REVOKED",
  codeProfile: "paysera",
  cancellationCode: "SERVICE_INVALID",
  tolerates: { missingRequestId: true, missingPsuIpAddress: true },
  statusAnswerExtras: true,
};

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

/** A bank's insides on a database of their own, without HTTP. */
export interface TestBank {
  readonly database: TestDatabase<BankSchema>;
  readonly clock: MovableClock;
  readonly spi: FakeCoreBanking;
  readonly payments: PaymentDeps;
  readonly authorisation: AuthorisationDeps;
  readonly outbox: Outbox;
  /** Stores a payment and returns its ids. */
  initiate(payment?: Partial<SinglePayment>, tpp?: Tpp): Promise<{ paymentId: string; authorisationId: string }>;
  statusOf(paymentId: string): Promise<string>;
  close(): Promise<void>;
}

export async function openTestBank(
  options: { profile?: BankProfile; log?: Log; checkpoint?: Checkpoint; connections?: number } = {},
): Promise<TestBank> {
  const { profile = testProfile, log = silentLog, checkpoint = noCheckpoint, connections = 8 } = options;
  const database = await openTestDatabase<BankSchema>(bankMigrations, connections);
  const { db } = database;
  const clock = new MovableClock();
  const spi = new FakeCoreBanking();
  const random = systemRandom;
  const common = { db, clock, random, log, profile, spi, checkpoint };
  const payments: PaymentDeps = {
    ...common,
    standardUrl: "https://localhost:4443/test_ro/xs2a/berlin/1.3",
    pagesUrl: "http://127.0.0.1:4080/test_ro",
    redirectHosts: [],
  };
  const outbox = createOutbox({ db, clock, log, checkpoint, handlers: { [executeTopic]: createExecutor(payments) } });
  const authorisation: AuthorisationDeps = {
    ...common,
    subjects: {
      payment: createPaymentSubject({ random, profile }),
      cancellation: createCancellationSubject({ profile }),
    } as unknown as Subjects,
    codeKey: randomBytes(32),
    onFinalised: () => {},
  };
  const bank = { database, clock, spi, payments, authorisation, outbox };
  return {
    ...bank,
    initiate: (payment, tpp = testTpp) => initiate(payments, { ...samplePayment, ...payment }, tpp),
    statusOf: async (paymentId) => {
      const row = await db
        .selectFrom("payment")
        .select("status")
        .where("payment_id", "=", paymentId)
        .executeTakeFirstOrThrow();
      return row.status;
    },
    close: () => database.close(),
  };
}

async function initiate(deps: PaymentDeps, payment: SinglePayment, tpp: Tpp) {
  await deps.db
    .insertInto("tpp")
    .values({ tpp_id: tpp.tppId, name: tpp.name, country: "LT", nca_id: tpp.ncaId, enrolled_at: deps.clock.now() })
    .onConflict((conflict) => conflict.column("tpp_id").doNothing())
    .execute();
  const body: unknown = JSON.parse(JSON.stringify(payment));
  const answer = await initiatePayment(deps, {
    operation: "initiatePayment",
    params: { "payment-service": "payments", "payment-product": "domestic-ron-transfers" },
    tpp,
    requestId: { value: deps.random.uuid(), sent: true },
    query: {},
    headers: { redirectUri: "https://tpp.example/back" },
    body,
    rawBody: Buffer.from(JSON.stringify(payment)),
  });
  const { href = "" } = answer.body._links["scaRedirect"] ?? {};
  return { paymentId: answer.body.paymentId, authorisationId: href.slice(href.lastIndexOf("/") + 1) };
}
