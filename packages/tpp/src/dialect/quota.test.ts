// Proves that reads without a PSU are counted as the bank counts them, and that one too many is not sent.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { openSmallBank, type Asked, type Reply } from "../client/testing/small-bank.ts";
import { createReadQuota, type QuotaRule } from "./quota.ts";

const psu = { ipAddress: "203.0.113.7" };
const ofAccount = { consentId: "c1", accountId: "r1" };
const report = { transactions: { booked: [], _links: {} } };
const answer = ({ path }: Asked): Reply => {
  if (path.endsWith("/accounts")) return { body: { accounts: [] } };
  return { body: path.endsWith("/balances") ? { balances: [] } : report };
};
const refused = { name: "BankError", code: "quota_used", outcome: "not_sent", retryable: false };

describe("unattended reads", () => {
  test("are four a day for each endpoint and account; a present PSU's are not counted", async (t) => {
    const bank = await openSmallBank(t, answer);
    const client = bank.client({ readQuota: createReadQuota() });
    for (let read = 0; read < 4; read += 1) await client.getBalances(ofAccount);
    await assert.rejects(client.getBalances(ofAccount), refused);
    await assert.rejects(client.getBalances(ofAccount), refused);
    assert.equal(bank.asked.length, 4);
    await client.getBalances({ ...ofAccount, psu });
    await client.getBalances({ ...ofAccount, accountId: "r2" });
    await client.getBalances({ ...ofAccount, consentId: "c2" });
    await client.listAccounts(ofAccount);
    await Array.fromAsync(client.transactions(ofAccount));
    assert.equal(bank.asked.length, 9);
  });

  test("further pages of a report are not counted", async (t) => {
    const bank = await openSmallBank(t, ({ path, query }) => {
      const key = Number(query.get("key") ?? "1");
      const links = key < 6 ? { next: `${path}?key=${key + 1}` } : {};
      return { body: { transactions: { booked: [], _links: links } } };
    });
    const client = bank.client({ readQuota: createReadQuota() });
    for (let read = 0; read < 4; read += 1) await Array.fromAsync(client.transactions(ofAccount));
    assert.equal(bank.asked.length, 24);
    await assert.rejects(Array.fromAsync(client.transactions(ofAccount)), refused);
  });

  test("100 at a time are four", async (t) => {
    const bank = await openSmallBank(t, answer);
    const client = bank.client({ readQuota: createReadQuota() });
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => client.getBalances(ofAccount)));
    assert.deepEqual([results.filter(({ status }) => status === "fulfilled").length, bank.asked.length], [4, 4]);
  });

  test("of a bank that counts by account, or by consent", async (t) => {
    const bank = await openSmallBank(t, answer);
    const clientOf = (unit: QuotaRule["unit"]) =>
      bank.client({ readQuota: createReadQuota(), dialect: { quota: { perDay: 1, unit, window: "calendar-day" } } });
    const byAccount = clientOf("account");
    await byAccount.getBalances(ofAccount);
    await assert.rejects(Array.fromAsync(byAccount.transactions(ofAccount)), refused);
    await byAccount.getBalances({ ...ofAccount, accountId: "r2" });
    const byConsent = clientOf("consent");
    await byConsent.getBalances(ofAccount);
    await assert.rejects(byConsent.getBalances({ ...ofAccount, accountId: "r2" }), refused);
    await byConsent.getBalances({ ...ofAccount, consentId: "c2" });
  });
});

describe("a day", () => {
  const read = { consentId: "c1", operation: "getBalances" } as const;
  const take = (window: QuotaRule["window"], instants: readonly string[]) => {
    const quota = createReadQuota({ timeZone: "Europe/Bucharest" });
    return instants.map((at) => quota.take(read, { perDay: 1, unit: "consent", window }, new Date(at)));
  };

  test("begins with the bank's midnight, or 24 hours after the read", () => {
    const instants = ["2026-11-25T20:00:00Z", "2026-11-25T21:59:59Z", "2026-11-25T22:00:00Z", "2026-11-26T20:00:00Z"];
    assert.deepEqual(take("calendar-day", instants), [true, false, true, false]);
    assert.deepEqual(take("rolling-24h", instants), [true, false, false, true]);
  });

  test("whatever the times are, no 24 hours hold more than the rule", () => {
    const ahead = fc.array(fc.integer({ min: 0, max: 36 * 3_600_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(ahead, fc.integer({ min: 1, max: 4 }), (steps, perDay) => {
        const quota = createReadQuota();
        let now = 0;
        const taken: number[] = [];
        for (const step of steps) {
          now += step;
          if (quota.take(read, { perDay, unit: "consent", window: "rolling-24h" }, new Date(now))) taken.push(now);
        }
        for (const at of taken) {
          assert.ok(taken.filter((other) => other >= at && other < at + 86_400_000).length <= perDay);
        }
      }),
    );
  });
});
