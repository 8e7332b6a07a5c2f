import { hkdfSync } from "node:crypto";
import {
  createOutbox,
  noCheckpoint,
  sweepIdempotency,
  type Checkpoint,
  type Clock,
  type Db,
  type HttpHandler,
  type Log,
  type Outbox,
  type Random,
} from "@tallystick/kit";
import type { AccountDeps } from "./account/deps.ts";
import { createPageCursors } from "./account/report/cursor.ts";
import { createXs2aApp } from "./app.ts";
import { answerPush } from "./authorisation/answer.ts";
import { sweepAttempts } from "./authorisation/proof/attempts.ts";
import type { AuthorisationDeps } from "./authorisation/deps.ts";
import { createAccessCheck } from "./consent/access.ts";
import type { ConsentDeps } from "./consent/deps.ts";
import { expireDueConsents, sweepConsents } from "./consent/expire.ts";
import { createBankOfferedConsent } from "./consent/offer.ts";
import { isConsentValid } from "./consent/record/find.ts";
import { createConsentSubject } from "./consent/authorising/subject.ts";
import type { BankSchema } from "./migrations/schema.ts";
import type { OfferConsent } from "./oauth/offer.ts";
import { handOnPlainGrants } from "./oauth/store/grants.ts";
import type { OauthTables } from "./oauth/store/tables.ts";
import { createOauth, type OauthDeps } from "./oauth/oauth.ts";
import type { PaymentDeps } from "./payment/deps.ts";
import { createExecutor } from "./payment/execute.ts";
import { expireDuePayments } from "./payment/expire.ts";
import { createCancellationSubject } from "./payment/cancellation-subject.ts";
import { executeTopic } from "./payment/execution/schedule.ts";
import { createStandingPayments } from "./payment/standing.ts";
import { createPaymentSubject } from "./payment/subject.ts";
import type { BankProfile } from "./profile.ts";
import { createPsuPages } from "./psu-pages/psu-pages.ts";
import { rulesOf } from "./standard/rules-of.ts";
import { createScaPages } from "./sca-pages/sca-pages.ts";
import type { CoreBanking } from "./spi/spi.ts";
import { createCertificateChecker, createSealChecker, type CertificateRules } from "./tpp/certificate.ts";
import { createEnrolment } from "./tpp/enrol.ts";
import { createTppLimits } from "./tpp/limits.ts";
import { createRevocation } from "./tpp/revocation/revocation.ts";
import { createSignatures } from "./wire/signing/signatures.ts";

export interface BankOptions {
  readonly profile: BankProfile;
  /** Opened on the bank's schema, which `bankMigrations` has brought up to date. */
  readonly db: Db<BankSchema>;
  readonly spi: CoreBanking;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where TPPs find the bank, "https://localhost:4443/rzb_ro". */
  readonly xs2aUrl: string;
  /** Where browsers find it, "http://127.0.0.1:4080/rzb_ro". */
  readonly pagesUrl: string;
  readonly trust: CertificateRules["trust"];
  /** Exact "host:port" pairs that redirects may lead to by plain http; empty by default. */
  readonly redirectHosts?: readonly string[];
  /** Secrets of this deployment, the newest first: codes and forms are of the first one, cookies of any are accepted. */
  readonly cookieKeys: readonly string[];
  /** Private keys (JWK) of the OAuth server. */
  readonly signingKeys: OauthDeps["signingKeys"];
  /** PEM of the bank's own seal, with which it signs its answers; the certificate's leaf first, without the root. */
  readonly sealKey?: string;
  readonly sealCertificate?: string;
  readonly checkpoint?: Checkpoint;
}

export interface Bank {
  /** For the mutual-TLS listener: paths below `/<provider_id>/xs2a`. */
  readonly xs2a: HttpHandler;
  /** For the browsers' listener: paths below `/<provider_id>`. */
  readonly pages: HttpHandler;
  /** The PSU's device answers a push request; false when the request is not answerable (any more). */
  answerPush(answer: { challengeId: string; approval: string; approve: boolean }): Promise<boolean>;
  /** Begins executing what is authorised and ending what has run out. */
  start(): void;
  stop(): Promise<void>;
  /** Does all that is due now. For tests. */
  drainDue(): Promise<void>;
}

const sweepEveryMs = 5_000;

/** Puts one bank together. It neither listens nor migrates: the caller does. */
export async function createBank(options: BankOptions): Promise<Bank> {
  const { profile, db, clock, random, log, cookieKeys } = options;
  const parts = partsOf(options);
  const { authorisation, payments, consents, accounts, outbox } = parts;
  const codeProfile = profile.codeProfile ?? "standard";
  const rules = { clock, log, trust: options.trust, codeProfile };
  const revocation = createRevocation(options.trust.revocation, { clock, log, random });
  const checkCertificate = createCertificateChecker(rules, revocation);
  const enrol = createEnrolment({ db, clock });
  const limits = createTppLimits(options);
  const offers = rulesOf(profile).consentKinds.includes("bankOffered")
    ? { offerConsent: (of: Parameters<OfferConsent>[0]) => createBankOfferedConsent(consents, of) }
    : {};
  const oauth = await createOauth({ ...options, ...offers, authorisation, checkCertificate, enrol, limits });
  const pages = await createScaPages({ authorisation, pagesUrl: options.pagesUrl, cookieKeys, back: oauth.back });
  const servePsu = await createPsuPages({ ...consents, cookieKeys });
  const { redirectHosts = [] } = options;
  const signatures = createSignatures({ ...options, checkSeal: createSealChecker(rules, revocation) });
  const guards = { checkCertificate, enrol, limits };
  const features = { payments, consents, accounts, authorisation };
  const app = { profile, clock, random, log, ...features, ...guards, redirectHosts, signatures };
  const xs2a = await createXs2aApp({ ...app, tokens: oauth.tokens });
  const sweep = async (): Promise<void> => {
    await limits.renew();
    await expireDuePayments(payments);
    await sweepConsents(consents);
    await sweepAttempts({ db, clock });
    await pages.sweep();
    await oauth.sweep();
    await sweepIdempotency(db, clock.now());
  };
  const sweeper = createSweeper(sweep, log);
  return {
    // Each listener has paths of the authorization server beside its own.
    xs2a: (req, res) => void (oauth.serveXs2a(req, res) || xs2a(req, res)),
    pages: (req, res) => void (oauth.servePages(req, res) || servePsu(req, res) || pages.handler(req, res)),
    answerPush: (answer) => answerPush(authorisation, answer),
    start: () => {
      outbox.start();
      sweeper.start();
      revocation.start();
    },
    stop: async () => {
      await sweeper.stop();
      await revocation.stop();
      await outbox.stop();
    },
    drainDue: async () => {
      await revocation.refreshDue();
      await expireDuePayments(payments);
      await expireDueConsents(consents);
      await outbox.drainDue();
    },
  };
}

interface Parts {
  readonly authorisation: AuthorisationDeps;
  readonly payments: PaymentDeps;
  readonly consents: ConsentDeps;
  readonly accounts: AccountDeps;
  readonly outbox: Outbox;
}

/** Payments and authorisations know each other only through what is wired here. */
function partsOf(options: BankOptions): Parts {
  const { profile, db, spi, clock, random, checkpoint = noCheckpoint } = options;
  const [firstKey] = options.cookieKeys;
  if (firstKey === undefined) throw new TypeError("a bank needs at least one cookie key");
  const keyFor = (use: string): Uint8Array => new Uint8Array(hkdfSync("sha256", firstKey, profile.providerId, use, 32));
  const log = options.log.child({ providerId: profile.providerId });
  const payments: PaymentDeps = {
    db,
    clock,
    random,
    log,
    profile,
    spi,
    checkpoint,
    standardUrl: options.xs2aUrl + rulesOf(profile).path,
    pagesUrl: options.pagesUrl,
    redirectHosts: options.redirectHosts ?? [],
    isConsentValid: (tppId, consentId) => isConsentValid({ db, clock, profile }, { tppId, consentId }),
  };
  const outbox = createOutbox({ db, clock, log, checkpoint, handlers: { [executeTopic]: createExecutor(payments) } });
  const authorisation: AuthorisationDeps = {
    db,
    clock,
    random,
    log,
    profile,
    spi,
    checkpoint,
    subjects: {
      payment: createPaymentSubject({ random, profile }),
      cancellation: createCancellationSubject({ profile }),
      consent: createConsentSubject({
        random,
        profile,
        handOnGrants: (tx, of) => handOnPlainGrants(tx.withTables<OauthTables>(), of),
      }),
    },
    codeKey: keyFor("one-time codes"),
    onFinalised: () => outbox.wake(),
  };
  const accounts: AccountDeps = {
    ...payments,
    access: createAccessCheck(payments),
    standingPayments: createStandingPayments(payments),
    cursors: createPageCursors(keyFor("report cursors")),
  };
  return { authorisation, payments, consents: payments, accounts, outbox };
}

interface Sweeper {
  start(): void;
  stop(): Promise<void>;
}

/** Runs a round, waits, and runs the next; a round that fails is logged and the next one comes all the same. */
function createSweeper(round: () => Promise<void>, log: Log): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round()
        .catch((error: unknown) => log.error("bank.sweep_failed", { error }))
        .finally(next);
    }, sweepEveryMs);
  };
  return {
    start: next,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
