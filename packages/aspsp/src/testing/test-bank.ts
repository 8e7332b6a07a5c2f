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
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import { createConsentSubject } from "../consent/authorising/subject.ts";
import { bankMigrations } from "../migrations/index.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { PaymentDeps } from "../payment/deps.ts";
import { createExecutor } from "../payment/execute.ts";
import { createCancellationSubject } from "../payment/cancellation-subject.ts";
import { executeTopic } from "../payment/execution/schedule.ts";
import { createPaymentSubject } from "../payment/subject.ts";
import type { BankProfile } from "../profile.ts";
import type { Tpp } from "../tpp/tpp.ts";
import { FakeCoreBanking } from "./fake-core-banking.ts";
import { initiateAs, samplePayment, testTpp } from "./payments.ts";

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
  localPsuIsPresent: true,
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

export { samplePayment, testTpp };

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
    isConsentValid: async () => undefined,
  };
  const outbox = createOutbox({ db, clock, log, checkpoint, handlers: { [executeTopic]: createExecutor(payments) } });
  const authorisation = authorisationOf(common);
  const bank = { database, clock, spi, payments, authorisation, outbox };
  return {
    ...bank,
    initiate: (payment, tpp) => initiateAs({ payments }, { body: { ...samplePayment, ...payment }, tpp }),
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

/** What lets a PSU authorise at a bank that keeps its insides to itself. */
export function authorisationOf(
  common: Pick<AuthorisationDeps, "db" | "clock" | "spi" | "profile"> & Partial<AuthorisationDeps>,
): AuthorisationDeps {
  const random = systemRandom;
  const { profile } = common;
  return {
    random,
    log: silentLog,
    checkpoint: noCheckpoint,
    subjects: {
      payment: createPaymentSubject({ random, profile }),
      cancellation: createCancellationSubject({ profile }),
      consent: createConsentSubject({ random, profile }),
    },
    codeKey: randomBytes(32),
    onFinalised: () => {},
    ...common,
  };
}
