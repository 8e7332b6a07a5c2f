// Runs the example twice over one database: a consent that ends today gets one successor and one mail.
import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl } from "@tallystick/kit/testing";
import { createBankClient } from "@tallystick/tpp";
import { consentMigration, createPostgresConsentStore, createTables, queryOf } from "@tallystick/tpp/postgres";
import { addDays, dateOf } from "@tallystick/xs2a";
import { renewConsents } from "./renewal.ts";

test("the example renews a consent that ends tomorrow, once", async (t) => {
  const database = await createScratchDatabase(testDatabaseUrl());
  const pool = new pg.Pool({ connectionString: database.url });
  t.after(async () => {
    await pool.end();
    await database.drop();
  });
  await createTables(queryOf(pool), consentMigration);
  const store = createPostgresConsentStore(queryOf(pool));
  const at = new Date();
  const validUntil = addDays(dateOf(at, "Europe/Bucharest"), 1)!;
  const key = { bank: "rzb_ro", consentId: "old" };
  await store.add(
    {
      ...key,
      user: "maria@example.com",
      state: "authorised",
      reason: "status_at_bank",
      scope: { access: { allPsd2: "allAccounts" }, recurringIndicator: true, frequencyPerDay: 4 },
      validUntil,
      links: {},
      renews: undefined,
      renewal: undefined,
      createdAt: at,
      changedAt: at,
      version: 1,
    },
    { ...key, eventId: "e-1", from: "created", to: "authorised", reason: "status_at_bank", version: 1, at },
  );
  const asked: unknown[] = [];
  const bank = createBankClient({
    baseUrl: "https://bank.example",
    request: async ({ headers, body }) => {
      asked.push([headers?.["psu-ip-address"], JSON.parse(String(body)).validUntil]);
      const links = { scaRedirect: { href: "https://bank.example/sca/new" } };
      const created = { consentStatus: "received", consentId: "new", _links: links };
      return {
        status: 201,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(JSON.stringify(created)),
      };
    },
  });
  const mails: string[] = [];
  const first = Promise.withResolvers<void>();
  const mail = async (to: string, text: string): Promise<void> => {
    mails.push(`${to}: ${text}`);
    first.resolve();
  };
  const before = renewConsents(pool, { rzb_ro: bank }, mail);
  await first.promise;
  await before.stop();
  const after = renewConsents(pool, { rzb_ro: bank }, mail);
  assert.deepEqual((await after.run()).renewed, []);
  await after.stop();

  assert.deepEqual(asked, [["198.51.100.7", addDays(dateOf(at, "Europe/Bucharest"), 180)]]);
  assert.deepEqual(mails, [
    `maria@example.com: Your access ends on ${validUntil}. Go on: https://bank.example/sca/new`,
  ]);
});
