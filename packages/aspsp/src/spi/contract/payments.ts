import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { ExecutableOrder, PaymentOrder } from "../spi.ts";
import { balances, orderOf, payerOf, type Current } from "./subject.ts";

export function testChecks(current: Current): void {
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

export function testExecution(current: Current): void {
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
