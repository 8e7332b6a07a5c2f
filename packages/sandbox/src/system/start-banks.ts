import { createBank, bankMigrations, type Bank, type BankSchema, type CoreBanking } from "@tallystick/aspsp";
import {
  byFirstSegment,
  createSafeRequest,
  migrate,
  openDb,
  type Db,
  type HttpHandler,
  type SafeRequest,
} from "@tallystick/kit";
import { sandboxBanks } from "../banks/all.ts";
import type { SandboxBank } from "../banks/bank.ts";
import { createClockEndpoint } from "../clock/clock-endpoint.ts";
import { createCoreBanking } from "../core/core.ts";
import { openSandboxBank } from "../core/open.ts";
import { ledgerMigrations } from "../ledger/migrations.ts";
import { catchUp } from "../ledger/catch-up.ts";
import { bookOf } from "../ledger/open.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createPhone } from "../phone/phone.ts";
import { createNowhere } from "./nowhere.ts";
import type { SystemParts } from "./parts.ts";
import { statusEndpoints, trustOf } from "./trust.ts";

export interface RunningBanks {
  readonly ledger: Db<LedgerSchema>;
  /** For the mutual-TLS listener and for the browser's. */
  readonly xs2a: HttpHandler;
  readonly pages: HttpHandler;
  readonly banks: Readonly<Record<string, Bank>>;
  /** Begins the work that was left over; once the listeners are open. */
  start(): void;
  stop(): Promise<void>;
}

/** Starts every sandbox bank before one ledger; each has a database schema of its own. */
export async function startBanks(parts: SystemParts): Promise<RunningBanks> {
  // PostgreSQL takes some 20 MB for each connection, and the whole sandbox has 600 MB.
  const ledger = openDb<LedgerSchema>({ url: parts.databaseUrl, schema: "ledger", max: 2 });
  await migrate(ledger, "ledger", ledgerMigrations);
  const toAuthorities = createSafeRequest({ allow: parts.addresses.loopback });
  const started = await Promise.all(sandboxBanks.map((bank) => startBank(parts, { ledger, toAuthorities }, bank)));
  const byId = <Value>(pick: (one: StartedBank) => Value): Record<string, Value> =>
    Object.fromEntries(started.map((one) => [one.providerId, pick(one)]));
  const xs2a = byId(({ bank }) => bank.xs2a);
  const pages = byId(({ pages: handler }) => handler);
  const nowhere = createNowhere(parts.addresses);
  const clock = await createClockEndpoint({
    clock: parts.sandboxClock,
    origin: parts.addresses.banksPages,
    log: parts.log,
    onMoved: async () => {
      for (const bank of sandboxBanks) await catchUp(ledger, bookOf(bank), parts.clock.now());
    },
  });
  return {
    ledger,
    xs2a: byFirstSegment({ ...xs2a, ".well-known": byIssuerPath(xs2a, nowhere) }, nowhere),
    pages: byFirstSegment(
      {
        ...pages,
        ".well-known": byIssuerPath(
          byId(({ bank }) => bank.pages),
          nowhere,
        ),
        sandbox: clock,
        pki: statusEndpoints(parts, nowhere),
      },
      nowhere,
    ),
    banks: byId(({ bank }) => bank),
    start: () => started.forEach(({ bank }) => bank.start()),
    stop: async () => {
      await Promise.all(started.map((one) => one.stop()));
      await toAuthorities.close();
      await ledger.destroy();
    },
  };
}

/** Answers are sealed at banks of the Georgian standard alone. */
function sealOf({ pki }: SystemParts): { sealKey: string; sealCertificate: string } {
  const { key: sealKey, cert: sealCertificate } = pki.georgia.bankSeal;
  return { sealKey, sealCertificate };
}

interface StartedBank {
  readonly providerId: string;
  readonly bank: Bank;
  readonly pages: HttpHandler;
  stop(): Promise<void>;
}

async function startBank(
  parts: SystemParts,
  { ledger, toAuthorities }: { ledger: Db<LedgerSchema>; toAuthorities: SafeRequest },
  sandbox: SandboxBank,
): Promise<StartedBank> {
  const { clock, random, log, addresses, secrets, checkpoint, onCode } = parts;
  const { profile } = sandbox;
  const { providerId } = profile;
  const schema = `bank_${providerId}`;
  const db = openDb<BankSchema>({ url: parts.databaseUrl, schema, max: 2 });
  await migrate(db, schema, bankMigrations);
  await openSandboxBank(ledger, sandbox, clock.now());
  const spi: CoreBanking = createCoreBanking({ bank: sandbox, db: ledger, clock, ...(onCode ? { onCode } : {}) });
  const bank = await createBank({
    profile,
    db,
    spi,
    clock,
    random,
    log: log.child({ bank: providerId }),
    xs2aUrl: `${addresses.banksXs2a}/${providerId}`,
    pagesUrl: `${addresses.banksPages}/${providerId}`,
    trust: trustOf(parts, profile, toAuthorities),
    redirectHosts: [...addresses.loopback, ...parts.allow],
    cookieKeys: [secrets.cookieKey],
    signingKeys: [secrets.oauthKeys[providerId] ?? {}],
    ...(profile.jwsSignature === true ? sealOf(parts) : {}),
    checkpoint: (point) => checkpoint(`bank.${point}`),
  });
  const phone = await createPhone({
    bank: sandbox,
    db: ledger,
    clock,
    random,
    log,
    answerPush: (answer) => bank.answerPush(answer),
    pagesUrl: `${addresses.banksPages}/${providerId}`,
  });
  return {
    providerId,
    bank,
    pages: underPhone(providerId, phone, bank.pages),
    stop: async () => {
      await bank.stop();
      await db.destroy();
    },
  };
}

/** `/{provider_id}/phone…` is the sandbox's, everything else the bank's; the bank's own front door leads to the phones. */
function underPhone(providerId: string, phone: HttpHandler, bank: HttpHandler): HttpHandler {
  const prefix = new RegExp(`^/${providerId}/phone(?:[/?]|$)`);
  const door = new RegExp(`^/${providerId}/?$`);
  return (request, response) => {
    const url = request.url ?? "";
    if (door.test(url)) return void response.writeHead(303, { location: `/${providerId}/phone` }).end();
    (prefix.test(url) ? phone : bank)(request, response);
  };
}

/** RFC 8414 puts the issuer's path behind the well-known one: `/.well-known/oauth-authorization-server/rzb_ro/…`. */
function byIssuerPath(banks: Readonly<Record<string, HttpHandler>>, nowhere: HttpHandler): HttpHandler {
  return (request, response) => {
    const providerId = /^\/\.well-known\/oauth-authorization-server\/([a-z_]+)\//.exec(request.url ?? "")?.[1] ?? "";
    (Object.hasOwn(banks, providerId) ? banks[providerId]! : nowhere)(request, response);
  };
}
