/** Proves: a consent is found by its owner alone, moves once, and every move leaves its event. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { after as later, MovableClock } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { bankMigrations } from "../../migrations/index.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import { testProfile, testTpp } from "../../testing/test-bank.ts";
import { requireOwnState } from "./find.ts";
import { accountsOf, insertConsent, isConsentId, loadConsent, lockConsent, moveConsent } from "./store.ts";

const { tppId } = testTpp;
const clock = new MovableClock();
const today = "2026-03-01";
let database: TestDatabase<BankSchema>;
before(async () => {
  database = await openTestDatabase<BankSchema>(bankMigrations, 12);
  await database.db
    .insertInto("tpp")
    .values({ tpp_id: tppId, name: "Test TPP", country: "LT", nca_id: "LT-BOL", enrolled_at: clock.now() })
    .execute();
});
after(() => database.close());

const deps = () => ({ db: database.db, clock, profile: testProfile });

async function stored(): Promise<string> {
  const consent_id = crypto.randomUUID();
  const at = clock.now();
  await database.db.transaction().execute((tx) =>
    insertConsent(tx, {
      consent_id,
      tpp_id: tppId,
      tpp_name: "Test TPP",
      kind: "global",
      status: "received",
      status_reason: null,
      recurring: true,
      valid_until: "2026-06-01",
      frequency_per_day: 4,
      combined_service: false,
      access: JSON.stringify({ allPsd2: "allAccounts" }),
      owner_name: false,
      balances: true,
      transactions: true,
      signatures_needed: 1,
      chosen: null,
      psu_id: null,
      sca_at: null,
      first_used_at: null,
      authorised_hash: null,
      redirect_uri: null,
      nok_redirect_uri: null,
      last_action_date: today,
      created_at: at,
      expires_at: later(at, 3_600_000),
      changed_at: at,
    }),
  );
  return consent_id;
}

test("B1: another TPP's consent, an unknown one and what is no id are not found", async () => {
  const consentId = await stored();
  const find = (of: { tppId?: string; consentId?: string }) =>
    requireOwnState(deps(), { tpp: { ...testTpp, ...of }, params: { consentId, ...of } });
  assert.equal((await find({})).status, "received");
  const unknown = { code: "CONSENT_UNKNOWN" };
  await assert.rejects(find({ tppId: "PSDLT-BOL-000000" }), unknown);
  await assert.rejects(find({ consentId: crypto.randomUUID() }), unknown);
  await assert.rejects(find({ consentId: `${consentId}'` }), unknown);
  await assert.rejects(requireOwnState(deps(), { tpp: testTpp, params: { consentId } }, "funds"), unknown);
  assert.equal(isConsentId(consentId.toUpperCase()), false);
  assert.deepEqual(await accountsOf(database.db, consentId), []);
});

test("CONC-FF: of 50 moves at once one is made, with one event", async () => {
  const consentId = await stored();
  const move = { consentId, from: "received", to: "terminatedByTpp", at: clock.now(), today } as const;
  const one = () => database.db.transaction().execute((tx) => moveConsent(tx, move));
  const moved = await Promise.all(Array.from({ length: 50 }, one));
  assert.equal(moved.filter(Boolean).length, 1);
  const events = await database.db
    .selectFrom("consent_event")
    .select(["sequence", "from_status", "to_status"])
    .where("consent_id", "=", consentId)
    .orderBy("sequence")
    .execute();
  assert.deepEqual(events, [
    { sequence: 1, from_status: null, to_status: "received" },
    { sequence: 2, from_status: "received", to_status: "terminatedByTpp" },
  ]);
  const locked = await database.db.transaction().execute((tx) => lockConsent(tx, consentId));
  assert.deepEqual(locked, await loadConsent(database.db, consentId));
  await assert.rejects(
    database.db.transaction().execute((tx) => moveConsent(tx, { ...move, from: "terminatedByTpp", to: "valid" })),
    RangeError,
  );
});
