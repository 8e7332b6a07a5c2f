import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountKey } from "../account-data.ts";
import type { CoreBanking } from "../spi.ts";
import { payersKey } from "./balances.ts";
import { orderOf, type Current } from "./subject.ts";

/** Every question about an account that is not the PSU's has one answer. */
export function testForeignAccounts(current: Current): void {
  test("O7: another PSU's account, an unknown one and odd ids are undefined, whatever is asked", async () => {
    const { fixtures, spi } = current();
    const { key } = await payersKey(current());
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    const [foreign] = await spi.accounts(stranger?.psuId ?? "");
    const keys: AccountKey[] = [
      { ...key, accountId: foreign?.accountId ?? "" },
      { ...key, psuId: stranger?.psuId ?? "" },
      { ...key, psuId: "no such psu" },
      ...["no such account", "", "0", "-1", "1e3", "9".repeat(40), "' or 1=1 --", "__proto__"].map((accountId) => ({
        ...key,
        accountId,
      })),
    ];
    for (const of of keys) assert.deepEqual(await answersTo(spi, of), [], JSON.stringify(of));
  });

  test("O7: an entry is found through its own account alone", async () => {
    const subject = current();
    const { fixtures, spi } = subject;
    const { key } = await payersKey(subject);
    await spi.execute(await orderOf(subject, 5n));
    const page = await spi.transactions({ ...key, status: "booked", limit: 1 });
    const transactionId = page?.entries[0]?.transactionId ?? "";
    assert.ok(await spi.transaction({ ...key, transactionId }));
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    const [account] = await spi.accounts(stranger?.psuId ?? "");
    const foreign = { psuId: stranger?.psuId ?? "", accountId: account?.accountId ?? "" };
    assert.equal(await spi.transaction({ ...foreign, transactionId }), undefined);
    assert.equal(await spi.transaction({ ...key, psuId: foreign.psuId, transactionId }), undefined);
    for (const unknown of ["no such entry", "", "0", "9".repeat(40)]) {
      assert.equal(await spi.transaction({ ...key, transactionId: unknown }), undefined);
    }
  });
}

/** Those of all questions that were answered at all. */
async function answersTo(spi: CoreBanking, of: AccountKey): Promise<readonly unknown[]> {
  const query = { ...of, limit: 10 };
  const answers: readonly unknown[] = await Promise.all([
    spi.balances(of),
    spi.transactions({ ...query, status: "booked" }),
    spi.transactions({ ...query, status: "booked", afterEntry: "no such entry" }),
    spi.transactions({ ...query, status: "pending" }),
    spi.transaction({ ...of, transactionId: "1" }),
    spi.standingOrders(of),
    spi.cardBalances(of),
    spi.cardTransactions({ ...query, status: "booked" }),
    spi.cardTransactions({ ...query, status: "pending" }),
    spi.fundsAvailable({ ...of, amount: 1n, currency: "EUR" }),
  ]);
  return answers.filter((answer) => answer !== undefined);
}
