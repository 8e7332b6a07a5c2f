/** Proves, over HTTP: a page is under its consent still and is not counted again; forged links, old history and blocked accounts. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { issue } from "../testing/certificates.ts";
import { aliceRon, giveConsent } from "../testing/consents.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { codeOf, messagesOf, openHttpBank, type HttpBank, type Reply } from "../testing/http-bank.ts";
import { storeToken } from "../testing/store-token.ts";
import { flatProfile, testProfile } from "../testing/test-bank.ts";

let bank: HttpBank;
const daysBack = (days: number): string => addDays(dateOf(bank.clock.now()), -days)!;
before(async () => {
  bank = await openHttpBank();
  for (const age of [91, 90, 89, 3, 2, 1]) bank.spi.book("a-ron", { bookingDate: daysBack(age), amount: BigInt(age) });
});
after(() => bank.close());

/** A consent of its own, and calls under it: attended ones unless they say otherwise. */
async function underConsent() {
  const consentId = await giveConsent(bank, { access: { transactions: [{ iban: aliceRon }] } });
  const headers = { "Consent-ID": consentId, "PSU-IP-Address": "8.8.8.8" };
  const get = (path: string, more: Record<string, string | undefined> = {}): Promise<Reply> =>
    bank.call({ path, headers: { ...headers, ...more } });
  const [account] = (await get("/v1/accounts")).body.accounts;
  return { consentId, get, path: `/v1/accounts/${account.resourceId}/transactions` };
}

const query = (dateFrom: string) => `?bookingStatus=booked&dateFrom=${dateFrom}&itemsPerPage=2`;
const nextOf = ({ body }: Reply): string => {
  const { href } = body.transactions._links.next;
  return href.slice(href.indexOf("/v1/"));
};
const unattended = { "PSU-IP-Address": undefined };

test("A1: of unattended reports 4 are served, their further pages beside them, and the fifth is not", async () => {
  const { get, path } = await underConsent();
  const first = path + query(daysBack(80));
  const links: string[] = [];
  for (let n = 0; n < 4; n++) links.push(nextOf(await get(first, unattended)));
  const fifth = await get(first, unattended);
  assert.deepEqual([fifth.status, codeOf(fifth)], [429, "ACCESS_EXCEEDED"]);
  for (const link of links) assert.equal((await get(link, unattended)).status, 200);
  assert.equal((await get(first)).status, 200, "the PSU is there");
});

test("A5: with the consent its further pages end", async () => {
  const { get, path, consentId } = await underConsent();
  const next = nextOf(await get(path + query(daysBack(80))));
  assert.equal((await bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
  const reply = await get(next);
  assert.deepEqual([reply.status, codeOf(reply)], [401, "CONSENT_INVALID"]);
});

test("B8: a changed link, another TPP's and another consent's give no rows", async () => {
  const { get, path } = await underConsent();
  const next = nextOf(await get(path + query(daysBack(80))));
  const cursor = new URL(next, "https://bank.example").searchParams.get("cursor")!;
  const changed = [
    cursor.slice(1),
    `${cursor}A`,
    `A${cursor}`,
    cursor.toLowerCase(),
    cursor.split("").toReversed().join(""),
    `${cursor}%00`,
    "",
    "%27%20or%201=1--",
    "A".repeat(4_000),
  ];
  for (const one of changed) {
    const reply = await get(next.replace(cursor, one));
    assert.equal(reply.status, 400, one);
    assert.equal(codeOf(reply), "FORMAT_ERROR");
  }
  for (const one of [next.replace("itemsPerPage=2", "itemsPerPage=3"), next.replace(daysBack(80), daysBack(900))]) {
    assert.deepEqual(messagesOf(await get(one)), ["FORMAT_ERROR cursor"]);
  }
  const other = await underConsent();
  const elsewhere = await other.get(next.replace(path, other.path));
  assert.deepEqual([elsewhere.status, messagesOf(elsewhere)], [400, ["FORMAT_ERROR cursor"]]);
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  const foreign = await bank.call({ path: next, certificate: stranger, headers: {} });
  assert.deepEqual([foreign.status, messagesOf(foreign)], [400, ["FORMAT_ERROR cursor"]]);
});

test("A4: all history shortly after the SCA, later 90 days of it and no 91st", async () => {
  const { get, path } = await underConsent();
  const all = await get(`${path}?bookingStatus=booked&dateFrom=${daysBack(91)}`);
  assert.equal(all.body.transactions.booked.length, 6);
  const [oldest] = all.body.transactions.booked.toReversed();
  const details = `${path}/${oldest.transactionId}`;
  assert.equal((await get(details)).status, 200);
  bank.clock.advance(61 * 60_000);
  const counts: number[] = [];
  for (const days of [89, 90]) {
    const { transactions } = (await get(`${path}?bookingStatus=booked&dateFrom=${daysBack(days)}`)).body;
    counts.push(transactions.booked.length);
  }
  assert.ok(counts[0]! >= 4 && counts[1]! >= counts[0]!, counts.join());
  const late = await get(`${path}?bookingStatus=booked&dateFrom=${daysBack(91)}`);
  assert.deepEqual([late.status, messagesOf(late)], [400, ["PERIOD_INVALID dateFrom"]]);
  const entry = await get(details);
  assert.deepEqual([entry.status, messagesOf(entry)], [400, ["PERIOD_INVALID transactionId"]]);
});

test("a blocked account is listed, and 400 RESOURCE_BLOCKED elsewhere", async (t) => {
  const { get, path } = await underConsent();
  const blocked = alice.accounts.map((one) => ({ ...one, status: "blocked" as const }));
  t.mock.method(bank.spi, "accounts", async () => blocked);
  t.mock.method(bank.spi, "transactions", async () => undefined);
  const [account] = (await get("/v1/accounts")).body.accounts;
  assert.deepEqual([account.status, account._links], ["blocked", undefined]);
  const reply = await get(path + query(daysBack(80)));
  assert.deepEqual([reply.status, messagesOf(reply)], [400, ["RESOURCE_BLOCKED account-id"]]);
});

test("O8: at an OAuth bank a token bound to the consent is enough, and another TPP's or another consent's is not", async () => {
  const oauth = await openHttpBank({ profile: flatProfile });
  try {
    for (let n = 0; n < 3; n++) oauth.spi.book("a-ron", { bookingDate: daysBack(1), amount: 1n });
    const access = { transactions: [{ iban: aliceRon }] };
    const [consentId, other] = [await giveConsent(oauth, { access }), await giveConsent(oauth, { access })];
    const consent = { consentId, psuId: alice.psuId };
    const token = await storeToken(oauth, { scope: `AIS:${consentId}`, aliveMs: 3_600_000, consent });
    const headers = { Authorization: `Bearer ${token}` };
    const { accounts } = (await oauth.call({ path: "/v1/accounts", headers })).body;
    const path = `/v1/accounts/${accounts[0].resourceId}/transactions`;
    const next = nextOf(await oauth.call({ path: path + query(daysBack(80)), headers }));
    assert.equal((await oauth.call({ path: next, headers })).body.transactions.booked.length, 1);
    const refused: [object, unknown[]][] = [
      [{ headers: {} }, [403, "TOKEN_UNKNOWN"]],
      [{ headers: { ...headers, "Consent-ID": other } }, [401, "CONSENT_INVALID"]],
      [{ headers, certificate: issue(oauth.authority) }, [403, "TOKEN_INVALID"]],
    ];
    for (const [options, expected] of refused) {
      const reply = await oauth.call({ path: next, ...options });
      assert.deepEqual([reply.status, reply.body.code], expected);
    }
  } finally {
    await oauth.close();
  }
});

test("a bank without cards and funds confirmations has no such paths", async () => {
  const bare = await openHttpBank({ profile: { ...testProfile, cardAccounts: false, fundsConfirmation: false } });
  try {
    for (const path of ["/v1/card-accounts", "/v1/funds-confirmations", "/v2/consents/confirmation-of-funds/1"]) {
      const reply = await bare.call({ path });
      assert.deepEqual([reply.status, codeOf(reply)], [404, "RESOURCE_UNKNOWN"], path);
    }
  } finally {
    await bare.close();
  }
});
