import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { CoreBanking, ExecutableOrder, PaymentAccount, PaymentOrder } from "./spi.ts";

/** A core banking system under test, with what the suite must know about it. Made afresh for each run. */
export interface ContractSubject {
  readonly spi: CoreBanking;
  readonly fixtures: ContractFixtures;
  /** Booked balance of an account of the bank, in minor units. */
  balanceOf(iban: string): Promise<bigint>;
  close(): Promise<void>;
}

export interface ContractFixtures {
  /** Has at least one account with 100.00 available and at least one SCA method. */
  readonly payer: { readonly login: string; readonly secret: string };
  /** Another PSU, with an account in the payer's currency that the payer may not use. */
  readonly stranger: { readonly login: string; readonly secret: string };
  /** An account of this bank in the payer's currency that can be paid to. */
  readonly creditorIban: string;
  /** A product in which the payer can pay that creditor. */
  readonly product: string;
  /** A currency that the product does not support. */
  readonly foreignCurrency: string;
  /** A product that the bank does not have. */
  readonly unknownProduct: string;
  /** An IBAN with right check digits that looks like this bank's and is no account. */
  readonly unknownIban: string;
  /** When the bank has such methods: a PSU with a static pin. */
  readonly pinHolder?: { readonly login: string; readonly secret: string; readonly pin: string };
}

/** Registers the suite that every implementation of `CoreBanking` passes, with node:test. */
export function coreBankingContract(make: () => Promise<ContractSubject>): void {
  describe("core banking contract", () => {
    let subject: ContractSubject;
    before(async () => {
      subject = await make();
    });
    after(() => subject.close());
    const current = (): ContractSubject => subject;
    testIdentity(current);
    testAccounts(current);
    testChecks(current);
    testExecution(current);
  });
}

type Current = () => ContractSubject;

async function payerOf({ spi, fixtures }: ContractSubject): Promise<{ psuId: string; account: PaymentAccount }> {
  const psu = await spi.authenticatePsu(fixtures.payer.login, fixtures.payer.secret);
  assert.ok(psu, "the payer's login works");
  const account = (await spi.accounts(psu.psuId)).find((one) => one.available >= 10_000n);
  assert.ok(account, "the payer has an account with 100.00 available");
  return { psuId: psu.psuId, account };
}

async function orderOf(subject: ContractSubject, amount = 1_250n): Promise<ExecutableOrder> {
  const { psuId, account } = await payerOf(subject);
  return {
    paymentId: randomUUID(),
    executionId: randomUUID(),
    psuId,
    product: subject.fixtures.product,
    amount,
    currency: account.currency,
    creditor: { name: "Contract Creditor", iban: subject.fixtures.creditorIban },
    debtorIban: account.iban,
    endToEndId: "CONTRACT",
    remittance: "Contract suite",
  };
}

function testIdentity(current: Current): void {
  test("a right login names the PSU, the same one each time", async () => {
    const { spi, fixtures } = current();
    const { login, secret } = fixtures.payer;
    const [first, second] = await Promise.all([spi.authenticatePsu(login, secret), spi.authenticatePsu(login, secret)]);
    assert.ok(first && first.psuId !== "" && first.name !== "");
    assert.deepEqual(first, second);
  });

  test("a wrong secret, an unknown login and odd texts are undefined, never an error", async () => {
    const { spi, fixtures } = current();
    const { login, secret } = fixtures.payer;
    const wrong: [string, string][] = [
      [login, `${secret}x`],
      [login, ""],
      ["", ""],
      [`${login}-unknown`, secret],
      [fixtures.stranger.login, secret],
      ["' or 1=1 --", secret],
      ["__proto__", "constructor"],
      ["x".repeat(10_000), "y".repeat(10_000)],
    ];
    for (const [name, word] of wrong) assert.equal(await spi.authenticatePsu(name, word), undefined);
  });

  test("the PSU has SCA methods with distinct ids; an unknown PSU has none", async () => {
    const subject = current();
    const { psuId } = await payerOf(subject);
    const methods = await subject.spi.scaMethods(psuId);
    assert.ok(methods.length > 0);
    assert.equal(new Set(methods.map((method) => method.methodId)).size, methods.length);
    for (const { type, name } of methods) assert.ok(["code", "push", "static_pin"].includes(type) && name !== "");
    assert.deepEqual(await subject.spi.scaMethods("no such psu"), []);
  });

  test("a static pin fits its PSU and method alone", async (t) => {
    const { spi, fixtures } = current();
    const holder = fixtures.pinHolder;
    if (holder === undefined) return t.skip("the bank has no static pins");
    const psu = await spi.authenticatePsu(holder.login, holder.secret);
    assert.ok(psu);
    const method = (await spi.scaMethods(psu.psuId)).find((one) => one.type === "static_pin");
    assert.ok(method);
    assert.equal(await spi.verifyStaticPin(psu.psuId, method.methodId, holder.pin), true);
    for (const pin of [`${holder.pin}0`, holder.pin.slice(1), "", "x".repeat(10_000)]) {
      assert.equal(await spi.verifyStaticPin(psu.psuId, method.methodId, pin), false);
    }
    assert.equal(await spi.verifyStaticPin("no such psu", method.methodId, holder.pin), false);
    assert.equal(await spi.verifyStaticPin(psu.psuId, "no such method", holder.pin), false);
  });

  test("a code and a push request are delivered for every method that has them", async () => {
    const subject = current();
    const { psuId } = await payerOf(subject);
    for (const { methodId, type } of await subject.spi.scaMethods(psuId)) {
      if (type === "static_pin") continue;
      const secret = type === "code" ? { code: "0123456" } : { approval: randomUUID() };
      await subject.spi.deliver({
        psuId,
        methodId,
        challengeId: randomUUID(),
        kind: type,
        ...secret,
        text: "Contract suite",
        expiresAt: new Date("2099-12-31T00:00:00Z"),
      });
    }
  });
}

function testAccounts(current: Current): void {
  test("accounts belong to one PSU; an unknown PSU has none", async () => {
    const { spi, fixtures } = current();
    const { psuId } = await payerOf(current());
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    assert.ok(stranger && stranger.psuId !== psuId);
    const [own, foreign] = await Promise.all([spi.accounts(psuId), spi.accounts(stranger.psuId)]);
    const key = ({ iban, currency }: PaymentAccount): string => `${iban} ${currency}`;
    const ownKeys = new Set(own.map(key));
    assert.ok(foreign.length > 0 && foreign.every((account) => !ownKeys.has(key(account))));
    for (const { iban, currency } of own) assert.match(`${iban} ${currency}`, /^[A-Z]{2}\d{2}[A-Z0-9]{1,30} [A-Z]{3}$/);
    assert.deepEqual(await spi.accounts("no such psu"), []);
  });
}

function testChecks(current: Current): void {
  test("a payment that can be taken is ok, with and without a debtor account, and moves nothing", async () => {
    const subject = current();
    const order = await orderOf(subject);
    const balance = await subject.balanceOf(order.debtorIban);
    const { debtorIban: _debtor, ...withoutDebtor } = asChecked(order);
    assert.deepEqual(await subject.spi.checkPayment(asChecked(order)), { ok: true });
    assert.deepEqual(await subject.spi.checkPayment(withoutDebtor), { ok: true });
    assert.equal(await subject.balanceOf(order.debtorIban), balance);
  });

  test("an unknown debtor, creditor, currency or product is told apart", async () => {
    const subject = current();
    const { unknownIban, foreignCurrency, unknownProduct } = subject.fixtures;
    const order = asChecked(await orderOf(subject));
    const check = async (change: Partial<PaymentOrder>) => {
      const result = await subject.spi.checkPayment({ ...order, ...change });
      return result.ok ? "ok" : result.code;
    };
    assert.equal(await check({ debtorIban: unknownIban }), "DEBTOR_UNKNOWN");
    assert.equal(await check({ creditor: { ...order.creditor, iban: unknownIban } }), "CREDITOR_UNKNOWN");
    assert.equal(await check({ currency: foreignCurrency }), "CURRENCY_NOT_SUPPORTED");
    assert.equal(await check({ product: unknownProduct }), "PRODUCT_NOT_SUPPORTED");
  });
}

function asChecked({ executionId: _execution, psuId: _psu, ...order }: ExecutableOrder): PaymentOrder {
  return order;
}

function testExecution(current: Current): void {
  test("P8: 50 executions of one id at once, and one later, book once and answer the same", async () => {
    const subject = current();
    const order = await orderOf(subject);
    const before = await balances(subject, order);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => subject.spi.execute(order)));
    outcomes.push(await subject.spi.execute(order));
    assert.ok(["ACSC", "ACSP"].includes(outcomes[0]?.status ?? ""));
    for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
    const now = await balances(subject, order);
    assert.deepEqual(now, { debtor: before.debtor - order.amount, creditor: before.creditor + order.amount });
  });

  test("two execution ids are two bookings", async () => {
    const subject = current();
    const order = await orderOf(subject, 100n);
    const before = await balances(subject, order);
    await subject.spi.execute(order);
    await subject.spi.execute({ ...order, executionId: randomUUID(), paymentId: randomUUID() });
    assert.equal((await balances(subject, order)).debtor, before.debtor - 200n);
  });

  test("without funds it is RJCT with a reason, again and again, and nothing moves", async () => {
    const subject = current();
    const { account } = await payerOf(subject);
    const order = await orderOf(subject, account.available + 1n);
    const before = await balances(subject, order);
    const first = await subject.spi.execute(order);
    assert.equal(first.status, "RJCT");
    assert.ok(first.reason !== undefined && first.reason !== "" && !first.reason.includes(order.debtorIban));
    assert.deepEqual(await subject.spi.execute(order), first);
    assert.deepEqual(await balances(subject, order), before);
  });

  test("an account that is not the PSU's is RJCT and not touched", async () => {
    const subject = current();
    const { spi, fixtures } = subject;
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    const order = await orderOf(subject, 100n);
    const account = (await spi.accounts(stranger?.psuId ?? "")).find((one) => one.currency === order.currency);
    assert.ok(account, "the stranger has an account in the payer's currency");
    const stolen = { ...order, debtorIban: account.iban };
    const before = await balances(subject, stolen);
    assert.equal((await spi.execute(stolen)).status, "RJCT");
    assert.deepEqual(await balances(subject, stolen), before);
  });
}

async function balances(subject: ContractSubject, order: ExecutableOrder) {
  const [debtor, creditor] = await Promise.all([
    subject.balanceOf(order.debtorIban),
    subject.balanceOf(order.creditor.iban),
  ]);
  return { debtor, creditor };
}
