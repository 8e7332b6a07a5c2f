import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CoreBanking, ExecutableOrder, PaymentOrder } from "@tallystick/aspsp";
import { after as later, MovableClock } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { sandboxBanks } from "../banks/all.ts";
import { ledgerMigrations } from "../ledger/migrations.ts";
import { checkBooks, readBalance } from "../ledger/read.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createCoreBanking } from "./core.ts";
import { openSandboxBank } from "./open.ts";

let ledger: TestDatabase<LedgerSchema>;
const clock = new MovableClock();
const lines: string[] = [];
const cores = new Map<string, CoreBanking>();

before(async () => {
  ledger = await openTestDatabase<LedgerSchema>(ledgerMigrations);
  for (const bank of sandboxBanks) {
    await openSandboxBank(ledger.db, bank, clock.now());
    const onCode = (line: string) => lines.push(line);
    cores.set(bank.profile.providerId, createCoreBanking({ bank, db: ledger.db, clock, onCode }));
  }
});
after(() => ledger.close());

const core = (providerId: string) => cores.get(providerId)!;

test("every documented user logs in with their password, has one way to authorise and their accounts", async () => {
  const reserved = await ledger.db.selectFrom("account").select(["iban", "currency", "reserved"]).execute();
  const onHold = new Map(reserved.map((row) => [`${row.iban} ${row.currency}`, BigInt(row.reserved)]));
  for (const { profile, users } of sandboxBanks) {
    for (const user of users) {
      const psu = await core(profile.providerId).authenticatePsu(user.login, user.password);
      assert.deepEqual(psu, { psuId: user.login, name: user.name });
      const methods = await core(profile.providerId).scaMethods(psu.psuId);
      assert.deepEqual([methods.length, methods[0]?.type], [1, user.sca]);
      const accounts = await core(profile.providerId).accounts(psu.psuId);
      assert.deepEqual(
        accounts.map(({ available, currency, iban, ownerName }) => ({ available, currency, iban, ownerName })),
        user.accounts.map(({ balance, creditLimit = 0n, currency, iban, ownerName }) => ({
          available: balance + creditLimit - (onHold.get(`${iban} ${currency}`) ?? 0n),
          currency,
          iban,
          ownerName: ownerName ?? user.name,
        })),
      );
    }
  }
});

test("S2: a wrong password and an unknown login, also of another bank or no text at all, are alike", async () => {
  const bank = core("rzb_ro");
  const wrong = [
    ["9999999998", "9999999999"],
    ["9999999998", ""],
    ["testbt", "testbt"],
    ["nobody", "9999999998"],
    ["", ""],
    ["99999\u000099998", "9999999998"],
    ["9".repeat(100_000), "9999999998"],
  ] as const;
  for (const [login, secret] of wrong) assert.equal(await bank.authenticatePsu(login, secret), undefined);
  assert.deepEqual(await bank.scaMethods("nobody"), []);
  assert.deepEqual(await bank.accounts("testbt"), []);
});

test("S2: an unknown login costs as much as a wrong password", async () => {
  const bank = core("rzb_ro");
  const cost = async (login: string) => {
    const samples: number[] = [];
    for (let round = 0; round < 9; round++) {
      const from = performance.now();
      await bank.authenticatePsu(login, "wrong");
      samples.push(performance.now() - from);
    }
    return samples.toSorted((a, b) => a - b)[4]!;
  };
  const [known, unknown] = [await cost("9999999998"), await cost("nobody")];
  assert.ok(unknown > known / 2 && unknown < known * 2, `${known} ms and ${unknown} ms`);
});

test("no password or pin can be read in the database, and equal ones look different", async () => {
  const rows = await ledger.db.selectFrom("psu").select(["password_hash", "pin_hash"]).execute();
  const text = JSON.stringify(rows);
  for (const user of sandboxBanks.flatMap(({ users }) => users)) {
    assert.ok(!text.includes(user.password) && !(user.pin && text.includes(user.pin)), user.login);
  }
  assert.equal(new Set(rows.map((row) => row.password_hash)).size, rows.length);
});

test("a static pin is that person's and that method's", async () => {
  const bank = core("bt_ro");
  assert.equal(await bank.verifyStaticPin("testbt", "static-pin", "1234567"), true);
  assert.equal(await bank.verifyStaticPin("testbt", "static-pin", "7654321"), false);
  assert.equal(await bank.verifyStaticPin("testbt", "phone-code", "1234567"), false);
  assert.equal(await bank.verifyStaticPin("nobody", "static-pin", "1234567"), false);
  assert.equal(await core("rzb_ro").verifyStaticPin("9999999998", "static-pin", "9999999998"), false);
});

/** The IBAN of somebody's account. */
function ibanOf(login: string, index = 0): string {
  const user = sandboxBanks.flatMap(({ users }) => users).find((one) => one.login === login);
  return user!.accounts[index]!.iban;
}
const blocked = ibanOf("petru.blaga", 1);

const order: PaymentOrder = {
  paymentId: "p",
  product: "domestic-ron-transfers",
  amount: 1_250n,
  currency: "RON",
  creditor: { name: "Shop", iban: "RO10RZBR0000069999999970" },
};

test("what a bank can tell before anybody authorises", async () => {
  const sepa = { product: "sepa-credit-transfers", currency: "EUR" };
  const cases: readonly [string, Partial<PaymentOrder>, string | undefined][] = [
    ["rzb_ro", {}, undefined],
    ["rzb_ro", { debtorIban: "RO03RZBR0000069999999999" }, undefined],
    ["rzb_ro", { debtorIban: "RO62BTRLRONCRT0V23456701" }, "DEBTOR_UNKNOWN"],
    ["rzb_ro", { ...sepa, debtorIban: "RO03RZBR0000069999999999" }, "DEBTOR_UNKNOWN"],
    ["rzb_ro", { creditor: { name: "Nobody", iban: "RO11RZBR0000060000099999" } }, "CREDITOR_UNKNOWN"],
    ["rzb_ro", { creditor: { name: "Abroad", iban: "LT493500010002345678" } }, "CREDITOR_UNKNOWN"],
    ["bt_ro", { creditor: { name: "Nobody", iban: "RO11RZBR0000060000099999" } }, undefined],
    ["rzb_ro", { creditor: { name: "Far away", iban: "RO49AAAA1B31007593840000" } }, undefined],
    ["rzb_ro", { currency: "EUR" }, "CURRENCY_NOT_SUPPORTED"],
    ["rzb_ro", { product: "instant-sepa-credit-transfers", currency: "EUR" }, "PRODUCT_NOT_SUPPORTED"],
    ["paysera_lt", {}, undefined],
    ["paysera_ge", {}, "PRODUCT_NOT_SUPPORTED"],
    ["paysera_lt", { ...sepa, debtorIban: "LT123456789012345678" }, undefined],
    ["cec_ro", { debtorIban: blocked }, "DEBTOR_UNKNOWN"],
  ];
  for (const [providerId, changes, code] of cases) {
    const check = await core(providerId).checkPayment({ ...order, ...changes });
    assert.deepEqual(check, code === undefined ? { ok: true } : { ok: false, code }, JSON.stringify(changes.creditor));
  }
});

test("each product goes where it reaches, in the currencies that it moves", async () => {
  const gvino = ibanOf("gvino.company");
  const [jonas, gintare, andrei] = [ibanOf("jonas.kazlauskas"), ibanOf("gintare.petrauske"), ibanOf("9999999998")];
  const [tbilisi, vilnius] = ["GE71ZZ0000000000000001", "LT639990010001000001"];
  const cases: readonly [string, string, string, string, string | undefined][] = [
    ["paysera_ge", "aspsp", "GEL", gvino, undefined],
    ["paysera_ge", "aspsp", "GEL", tbilisi, "CREDITOR_UNKNOWN"],
    ["paysera_ge", "domestic", "GEL", tbilisi, undefined],
    ["paysera_ge", "domestic", "EUR", gvino, "CREDITOR_UNKNOWN"],
    ["paysera_ge", "domestic", "GEL", vilnius, "CREDITOR_UNKNOWN"],
    ["paysera_ge", "foreign", "EUR", vilnius, undefined],
    ["paysera_ge", "foreign", "EUR", tbilisi, "CREDITOR_UNKNOWN"],
    ["paysera_ge", "foreign", "RON", andrei, "CURRENCY_NOT_SUPPORTED"],
    ["paysera_ge", "sepa-credit-transfers", "EUR", vilnius, "PRODUCT_NOT_SUPPORTED"],
    ["paysera_lt", "aspsp", "EUR", jonas, undefined],
    ["paysera_lt", "aspsp", "RON", gintare, undefined],
    ["paysera_lt", "aspsp", "GEL", gintare, "CURRENCY_NOT_SUPPORTED"],
    ["paysera_lt", "domestic", "EUR", vilnius, undefined],
    ["paysera_lt", "foreign", "RON", andrei, undefined],
    ["paysera_lt", "target-2-payments", "EUR", vilnius, undefined],
    ["paysera_lt", "target-2-payments", "RON", vilnius, "CURRENCY_NOT_SUPPORTED"],
    ["paysera_lt", "cross-border-credit-transfers", "EUR", tbilisi, undefined],
    ["paysera_lt", "cross-border-credit-transfers", "EUR", vilnius, "CREDITOR_UNKNOWN"],
    ["paysera_lt", "instant-sepa-credit-transfers", "EUR", vilnius, undefined],
  ];
  for (const [providerId, product, currency, iban, code] of cases) {
    const check = await core(providerId).checkPayment({ ...order, product, currency, creditor: { name: "X", iban } });
    const wanted = code === undefined ? { ok: true } : { ok: false, code };
    assert.deepEqual(check, wanted, `${providerId} ${product} ${currency} ${iban}`);
  }
});

test("two hold the company's account, each may pay from it, and the bank says that both have to sign", async () => {
  const libra = core("libra_ro");
  const [first, second] = await Promise.all([libra.accounts("atelier.lemn"), libra.accounts("ioana.hotea")]);
  assert.deepEqual(first, second);
  const [account] = first;
  assert.deepEqual([first.length, account?.signatures, account?.usage], [1, 2, "ORGA"]);
  const debtorIban = account!.iban;
  assert.deepEqual(await libra.checkPayment({ ...order, debtorIban }), { ok: true, signatures: 2 });
  for (const psuId of ["atelier.lemn", "ioana.hotea"]) {
    const executionId = `signed-${psuId}`;
    assert.equal((await libra.execute({ ...order, debtorIban, psuId, executionId })).status, "ACSC");
  }
});

test("a blocked account is listed as such, pays nothing and tells nothing", async () => {
  const cec = core("cec_ro");
  const account = (await cec.accounts("petru.blaga")).find(({ iban }) => iban === blocked)!;
  assert.equal(account.status, "blocked");
  const of = { psuId: "petru.blaga", accountId: account.accountId };
  assert.equal(await cec.balances(of), undefined);
  assert.equal(await cec.transactions({ ...of, status: "booked", limit: 5 }), undefined);
  const payment = { ...order, debtorIban: blocked, psuId: of.psuId, executionId: "blocked" };
  assert.equal((await cec.execute(payment)).status, "RJCT");
});

test("one IBAN holds euros and lei, each with a balance and a statement of its own", async () => {
  const lt = core("paysera_lt");
  const accounts = await lt.accounts("gintare.petrauske");
  assert.deepEqual(
    accounts.map(({ currency, iban }) => [iban, currency]),
    [
      ["LT493500010002345678", "EUR"],
      ["LT493500010002345678", "RON"],
    ],
  );
  const currencies = await Promise.all(
    accounts.map(async ({ accountId }) => {
      const page = await lt.transactions({ psuId: "gintare.petrauske", accountId, status: "booked", limit: 100 });
      return new Set(page?.entries.map(({ currency }) => currency));
    }),
  );
  assert.deepEqual(currencies, [new Set(["EUR"]), new Set(["RON"])]);
});

test("P8: an order is booked once however often it is executed, and refusals have words without account data", async () => {
  const executable: ExecutableOrder = {
    ...order,
    debtorIban: "RO03RZBR0000069999999999",
    psuId: "9999999998",
    executionId: "e-1",
  };
  const balance = await readBalance(ledger.db, executable.debtorIban);
  const answers = await Promise.all(Array.from({ length: 60 }, () => core("rzb_ro").execute(executable)));
  assert.ok(answers.every(({ status }) => status === "ACSC"));
  assert.equal(await readBalance(ledger.db, executable.debtorIban), balance! - 1_250n);
  const refused = await core("rzb_ro").execute({ ...executable, executionId: "e-2", psuId: "maria.ionescu" });
  assert.equal(refused.status, "RJCT");
  assert.doesNotMatch(refused.reason!, /RO\d|maria/);
  assert.deepEqual(await checkBooks(ledger.db), { unbalanced: [], wrong: [] });
});

test("a message reaches the phone and, on one line without control characters, the terminal; old ones leave", async () => {
  const message = {
    psuId: "9999999998",
    methodId: "phone-code",
    challengeId: "c-1",
    kind: "code",
    code: "1234567",
    text: "Pay 12.50 RON to \u001b[31mShop\u202e\nRO10",
    expiresAt: later(clock.now(), 300_000),
  } as const;
  await core("rzb_ro").deliver(message);
  await core("rzb_ro").deliver(message);
  assert.equal(
    lines.at(-1),
    "Raiffeisen Bank Romania (sandbox) → phone of 9999999998: code 1234567. Pay 12.50 RON to [31mShop RO10",
  );
  const kept = () => ledger.db.selectFrom("phone_message").select("challenge_id").execute();
  assert.deepEqual(await kept(), [{ challenge_id: "c-1" }]);
  clock.advance(2 * 3_600_000);
  await core("rzb_ro").deliver({ ...message, challengeId: "c-2", expiresAt: later(clock.now(), 300_000) });
  assert.deepEqual(await kept(), [{ challenge_id: "c-2" }]);
});
