// Proves the renewal of consents against running banks, over mutual TLS and with consents kept in PostgreSQL: one successor
// at the bank whatever is killed, which its PSU authorises on the bank's pages, and the old one ended.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { createBankClient, createConsentLifecycle, createConsentRenewal } from "@tallystick/tpp";
import type {
  BankClient,
  ConsentFailure,
  ConsentStore,
  RenewalNotice,
  RenewalOptions,
  ToldEvent,
} from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { consentMigration, createPostgresConsentStore, createTables, queryOf } from "@tallystick/tpp/postgres";
import { addDays, dateOf } from "@tallystick/xs2a";
import { authoriseAtBank } from "./harness/account-holder.ts";
import { openSystem, type OwnSystem } from "./harness/system.ts";

const timeZone = "Europe/Bucharest";
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let own: OwnSystem;
let database: ScratchDatabase;
let pool: pg.Pool;
let store: ConsentStore;
let request: ReturnType<typeof createMutualTlsRequest>;
before(async () => {
  own = await openSystem();
  database = await createScratchDatabase(testDatabaseUrl());
  pool = new pg.Pool({ connectionString: database.url });
  await createTables(queryOf(pool), consentMigration);
  store = createPostgresConsentStore(queryOf(pool));
  const { tppCert, tppKey, ca } = own.system.files;
  const [cert = "", key = "", root = ""] = await Promise.all(
    [tppCert, tppKey, ca].map((file) => readFile(file, "utf8")),
  );
  request = createMutualTlsRequest({ cert, key, ca: root });
});
after(async () => {
  await request.close();
  await pool.end();
  await database.drop();
  await own.end();
});

const back = (): string => `${own.system.addresses.shop}/orders`;

function clientOf(bank: string): BankClient {
  const baseUrl = `${own.system.addresses.banksXs2a}/${bank}/xs2a/berlin/1.3`;
  return createBankClient({ baseUrl, request, clock: own.clock });
}

/** What its PSU does at the bank, behind the link. */
async function authorise(bank: string, login: string, scaRedirect: string | undefined): Promise<void> {
  const user = own.system.users[bank]?.find((one) => one.login === login);
  assert.ok(user && scaRedirect);
  const code = (): string => {
    const line = own.codes.findLast((one) => one.includes(`phone of ${login}: code `));
    return /: code (\d{7})\./.exec(line ?? "")?.[1] ?? assert.fail("no code came");
  };
  await authoriseAtBank(scaRedirect, { login, password: user.password, code }, back());
}

/** The sleep that belongs to the system's clock: it wakes those whose time has come when the clock is moved. */
function createSleepers() {
  const sleeping = new Set<{ at: number; wake: () => void }>();
  const sleep: RenewalOptions["sleep"] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      if (ms <= 0) return resolve();
      const sleeper = { at: own.clock.now().getTime() + ms, wake: resolve };
      sleeping.add(sleeper);
      signal?.addEventListener("abort", () => {
        sleeping.delete(sleeper);
        reject(signal.reason as Error);
      });
    });
  const moveTo = (at: Date): void => {
    own.clock.advance(at.getTime() - own.clock.now().getTime());
    for (const sleeper of sleeping) {
      if (sleeper.at > at.getTime()) continue;
      sleeping.delete(sleeper);
      sleeper.wake();
    }
  };
  return { sleep, moveTo };
}

/** As an application has it; each is a process of its own over the one store. */
function open(bank: string, more: Partial<RenewalOptions> = {}) {
  const { sleep, moveTo } = createSleepers();
  const notices: RenewalNotice[] = [];
  const [events, failures]: [ToldEvent[], ConsentFailure[]] = [[], []];
  const notified = Promise.withResolvers<RenewalNotice>();
  const options: RenewalOptions = {
    store,
    banks: { [bank]: clientOf(bank) },
    timeZone,
    clock: own.clock,
    sleep,
    request: () => ({ ipAddress: "192.0.2.1", redirectUri: back() }),
    notify: (notice) => {
      notices.push(notice);
      notified.resolve(notice);
    },
    onEvent: (event) => void events.push(event),
    onError: (failure) => void failures.push(failure),
    ...more,
  };
  const [lifecycle, renewal] = [createConsentLifecycle(options), createConsentRenewal(options)];
  return { lifecycle, renewal, moveTo, notices, events, failures, notified: notified.promise };
}

/** A recurring consent to one account, authorised, with so many days to its end. */
async function haveConsent(bank: string, login: string, { iban, days }: { iban: string; days: number }) {
  const access = { balances: [{ iban }], transactions: [{ iban }] };
  const scope = { access, recurringIndicator: true, frequencyPerDay: 4 };
  const validUntil = addDays(dateOf(own.clock.now(), timeZone), days)!;
  const psu = { ipAddress: "192.0.2.7" };
  const created = await clientOf(bank).createConsent({ ...scope, validUntil, psu, redirectUri: back() });
  const { lifecycle } = open(bank);
  const { consentId, scaRedirect } = created;
  await lifecycle.track({ bank, consentId, user: login, scope, validUntil, scaRedirect });
  await authorise(bank, login, scaRedirect);
  const record = await lifecycle.refresh({ bank, consentId });
  assert.deepEqual([record?.state, record?.validUntil], ["authorised", validUntil]);
  return { bank, consentId };
}

describe("at a bank that takes several consents at a time", () => {
  const [bank, login, iban] = ["rzb_ro", "maria.ionescu", "RO88RZBR0000060000012001"];

  test("six days before its end a consent is renewed, once, over two kills; the successor takes its place at the bank", async () => {
    const client = clientOf(bank);
    const key = await haveConsent(bank, login, { iban, days: 9 });
    // 09:00 in Bucharest, six days before the end.
    const days = 3 * dayMs;
    const nine = new Date(`${dateOf(new Date(own.clock.now().getTime() + days), timeZone)}T08:59:00+02:00`);

    // The first process is killed when the bank has answered, before anything is stored of it.
    const answered = Promise.withResolvers<{ consentId: string; requestId: string }>();
    const first = open(bank, {
      daysBefore: 6,
      banks: {
        [bank]: {
          ...client,
          createConsent: async (input) => {
            answered.resolve(await client.createConsent(input));
            return new Promise(() => {});
          },
        },
      },
    });
    first.renewal.start();
    first.moveTo(nine);
    assert.equal((await store.find(key))?.renewal, undefined, "not before nine");
    first.moveTo(new Date(nine.getTime() + minuteMs));
    const { consentId: successor, requestId } = await answered.promise;

    // The second one, once the first one's lease is over: it asks the same and gets the same, and dies telling.
    own.clock.advance(minuteMs);
    const telling = Promise.withResolvers<RenewalNotice>();
    const second = open(bank, {
      daysBefore: 6,
      notify: (notice) => {
        telling.resolve(notice);
        return new Promise(() => {});
      },
    });
    second.renewal.start();
    const untold = await telling.promise;

    own.clock.advance(minuteMs);
    const third = open(bank, { daysBefore: 6 });
    third.renewal.start();
    const notice = await third.notified;
    for (const one of [untold, notice]) {
      assert.deepEqual([one.successor.consentId, one.noticeId], [successor, requestId]);
    }
    await third.renewal.stop();
    assert.deepEqual((await third.renewal.run()).renewed, []);
    assert.equal((await store.find(key))?.renewal?.step, "notified");
    const ours = await store.list({ states: ["created", "authorised"], limit: 99 });
    assert.deepEqual(ours.map(({ consentId }) => consentId).toSorted(), [key.consentId, successor].toSorted());

    // Both stand at the bank until the PSU has authorised the new one.
    const statuses = async () =>
      Promise.all(
        [key.consentId, successor].map(
          async (consentId) => (await client.getConsentStatus({ consentId })).consentStatus,
        ),
      );
    assert.deepEqual(await statuses(), ["valid", "received"]);
    const { access, recurringIndicator, frequencyPerDay } = await client.getConsent({ consentId: successor });
    assert.deepEqual(
      { access, recurringIndicator, frequencyPerDay },
      { access: { balances: [{ iban }], transactions: [{ iban }] }, recurringIndicator: true, frequencyPerDay: 4 },
    );
    await authorise(bank, login, notice.scaRedirect);
    assert.deepEqual(await statuses(), ["valid", "valid"]);

    const { moved, failed } = await third.lifecycle.sweep();
    assert.deepEqual(failed, []);
    const states = Object.fromEntries(moved.map(({ consentId, state }) => [consentId, state]));
    assert.deepEqual(states, { [key.consentId]: "superseded", [successor]: "authorised" });
    assert.deepEqual(await statuses(), ["terminatedByTpp", "valid"]);
    const [account] = await client.listAccounts({ consentId: successor });
    assert.equal(account?.iban, iban);
    await assert.rejects(client.listAccounts({ consentId: key.consentId }), { code: "CONSENT_INVALID" });
    const told = third.events.map(({ consentId, to }) => `${consentId === successor ? "new" : "old"} ${to}`);
    assert.deepEqual(told.toSorted(), ["new authorised", "new created", "old superseded"]);
    assert.deepEqual(third.failures, []);
  });

  test("ten processes at nine: one successor at the bank, one notice", async () => {
    const key = await haveConsent(bank, "9999999998", { iban: "RO03RZBR0000069999999999", days: 5 });
    const processes = Array.from({ length: 10 }, () => open(bank));
    await Promise.all(processes.map(({ renewal }) => renewal.run()));
    assert.equal(processes.flatMap(({ notices }) => notices).length, 1);
    assert.deepEqual(
      processes.flatMap(({ failures }) => failures),
      [],
    );
    assert.equal((await store.find(key))?.renewal?.step, "notified");
  });

  test("what has ended at the bank is noticed by the next sweep, and work under it stops", async () => {
    const key = await haveConsent(bank, "9999999970", { iban: "RO10RZBR0000069999999970", days: 90 });
    const { lifecycle } = open(bank);
    const read = lifecycle.every(key, 60 * minuteMs, async (signal) => clientOf(bank).listAccounts({ ...key, signal }));
    await clientOf(bank).deleteConsent(key);
    await lifecycle.sweep();
    assert.equal((await read.ended)?.state, "revoked");
  });
});

describe("at a bank that ends the older consent", () => {
  test("the old one is superseded, not revoked", async () => {
    const [bank, login, iban] = ["paysera_lt", "jonas.kazlauskas", "LT803500010001234567"];
    const key = await haveConsent(bank, login, { iban, days: 6 });
    const { lifecycle, renewal, notified, events } = open(bank, { endSuperseded: false });
    assert.deepEqual((await renewal.run()).renewed, [key]);
    const { successor, scaRedirect } = await notified;
    await authorise(bank, login, scaRedirect);
    // The bank has done so by itself.
    assert.notEqual((await clientOf(bank).getConsentStatus(key)).consentStatus, "valid");
    await lifecycle.refresh(key);
    assert.deepEqual(
      [(await store.find(key))?.state, (await store.find(successor))?.state],
      ["superseded", "authorised"],
    );
    assert.equal(events.filter(({ to }) => to === "superseded").length, 1);
  });
});
