import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountKey } from "../account-data.ts";
import { orderOf, payerOf, type ContractSubject, type Current } from "./subject.ts";

/** What an account holds, and whether it could pay. */
export function testBalances(current: Current): void {
  test("an account has an available balance in its currency, the one of the account list, and each type once", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    const { account } = await payerOf(subject);
    const balances = (await subject.spi.balances(key)) ?? [];
    const available = balances.find(({ type }) => type === "interimAvailable");
    assert.deepEqual([available?.amount, available?.currency], [account.available, account.currency]);
    assert.equal(new Set(balances.map(({ currency, type }) => `${type} ${currency}`)).size, balances.length);
  });

  test("a payment lowers what is available by its amount", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    const order = await orderOf(subject, 7n);
    const before = await availableOf(subject, key);
    await subject.spi.execute(order);
    assert.equal(await availableOf(subject, key), before - 7n);
  });

  test("funds are there up to what is available, in the account's currency alone, and asking reserves nothing", async () => {
    const subject = current();
    const { currency, key } = await payersKey(subject);
    const available = await availableOf(subject, key);
    const ask = (amount: bigint, of = currency) => subject.spi.fundsAvailable({ ...key, amount, currency: of });
    assert.equal(await ask(1n), true);
    assert.deepEqual(await Promise.all([ask(available), ask(available), ask(available)]), [true, true, true]);
    assert.equal(await ask(available + 1n), false);
    assert.equal(await ask(1n, subject.fixtures.foreignCurrency), false);
    assert.equal(await availableOf(subject, key), available);
  });
}

/** The payer's account as account data names it. */
export async function payersKey(subject: ContractSubject): Promise<{ key: AccountKey; currency: string }> {
  const { account, psuId } = await payerOf(subject);
  return { key: { psuId, accountId: account.accountId }, currency: account.currency };
}

async function availableOf({ spi }: ContractSubject, key: AccountKey): Promise<bigint> {
  const available = (await spi.balances(key))?.find(({ type }) => type === "interimAvailable");
  assert.ok(available, "the account has an available balance");
  return available.amount;
}
