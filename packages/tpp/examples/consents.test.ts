// Runs the example at a bank in memory: a consent is authorised, read under, taken back, and read under no more.
import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl } from "@tallystick/kit/testing";
import { createBankClient } from "@tallystick/tpp";
import { keepConsents } from "./consents.ts";

test("the example reads while the consent is authorised, and records each move", async (t) => {
  const database = await createScratchDatabase(testDatabaseUrl());
  const pool = new pg.Pool({ connectionString: database.url });
  const scope = { access: { allPsd2: "allAccounts" as const }, recurringIndicator: true, frequencyPerDay: 4 };
  let consentStatus = "valid";
  const paths: string[] = [];
  const read = Promise.withResolvers<void>();
  const bank = createBankClient({
    baseUrl: "https://bank.example",
    request: async ({ url }) => {
      const { pathname } = new URL(url);
      paths.push(pathname);
      if (pathname === "/v1/accounts") read.resolve();
      const consent = { ...scope, validUntil: "9999-12-31", lastActionDate: "2026-11-24", consentStatus };
      const body = pathname === "/v1/accounts" ? { accounts: [] } : consent;
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(JSON.stringify(body)),
      };
    },
  });
  const moves: string[] = [];
  const consents = await keepConsents(pool, { rzb_ro: bank }, async ({ from, to }) => void moves.push(`${from} ${to}`));
  t.after(async () => {
    await consents.stop();
    await pool.end();
    await database.drop();
  });

  const key = { bank: "rzb_ro", consentId: "c-1" };
  await consents.track({ ...key, scope, validUntil: "9999-12-31", scaRedirect: "https://bank.example/sca" });
  await consents.refresh(key);
  await read.promise;
  consentStatus = "revokedByPsu";
  await consents.sweep();
  assert.deepEqual(moves, ["undefined created", "created authorised", "authorised revoked"]);
  assert.equal(paths.filter((path) => path === "/v1/accounts").length, 1);
  await assert.rejects(
    consents.run(key, async () => 1),
    { name: "ConsentNotAuthorised", state: "revoked" },
  );
});
