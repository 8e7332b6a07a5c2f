// Proves the one contract of consent stores over all three of them: what is added is found, changes are compare-and-set,
// an event is stored with its move and told by one.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { createFileConsentStore } from "@tallystick/tpp/node";
import { consentMigration, createPostgresConsentStore, createTables, queryOf } from "@tallystick/tpp/postgres";
import { createMemoryConsentStore } from "./memory-store.ts";
import type { ConsentEvent, ConsentRecord } from "./record.ts";
import { consentStates, liveStates, mayMove, stateAtBank } from "./states.ts";
import { change, type ConsentStore } from "./store.ts";

const at = new Date("2026-11-24T08:00:00.123Z");
const soon = new Date(at.getTime() + 60_000);

function consent(consentId: string, more: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    bank: "rzb_ro",
    consentId,
    user: "u-1",
    state: "created",
    reason: undefined,
    validUntil: "2027-05-23",
    scope: { access: { allPsd2: "allAccounts" }, recurringIndicator: true, frequencyPerDay: 4 },
    links: { scaRedirect: `https://bank.example/sca/${consentId}?a=b&c="'\\` },
    renews: undefined,
    renewal: undefined,
    createdAt: at,
    changedAt: at,
    version: 1,
    ...more,
  };
}

function eventOf({ bank, consentId, state: to, version }: ConsentRecord, eventId: string): ConsentEvent {
  return { eventId, bank, consentId, from: undefined, to, reason: undefined, version, at };
}

let folder: string;
let database: ScratchDatabase;
let pool: pg.Pool;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "consents-"));
  database = await createScratchDatabase(testDatabaseUrl());
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
  await createTables(queryOf(pool), consentMigration);
});
after(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
const stores: Record<string, () => Promise<ConsentStore>> = {
  memory: async () => createMemoryConsentStore(),
  file: async () => createFileConsentStore(join(folder, `consents-${++files}.json`)),
  PostgreSQL: async () => {
    await pool.query("truncate tpp_consent, tpp_consent_event");
    return createPostgresConsentStore(queryOf(pool));
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`the store: ${name}`, () => {
    let store: ConsentStore;
    beforeEach(async () => {
      store = await open();
    });

    test("a consent is found as it was added, its renewal included, and added once", async () => {
      const renewal: ConsentRecord["renewal"] = {
        requestId: "r",
        step: "intended",
        successor: undefined,
        failures: 1,
        nextAt: at,
        refusal: undefined,
        request: { validUntil: "2027-05-23", ipAddress: "192.0.2.1", redirectUri: "https://tpp.example/back" },
        lease: { owner: "o", until: soon },
      };
      const whole = consent("a", { renewal, renews: "z", state: "authorised", reason: "status_at_bank" });
      const added = await Promise.all(Array.from({ length: 50 }, (_, n) => store.add(whole, eventOf(whole, `e${n}`))));
      assert.equal(added.filter(Boolean).length, 1);
      assert.partialDeepStrictEqual(await store.find(whole), whole);
      assert.equal(await store.find({ bank: "bt_ro", consentId: "a" }), undefined);
      const told = [await store.claimEvent(lease("x")), await store.claimEvent(lease("x"))];
      assert.deepEqual([typeof told[0], told[1]], ["object", undefined]);
    });

    test("of 50 movers of one consent exactly one wins, and one event is stored", async () => {
      await store.add(consent("a", { state: "authorised" }), eventOf(consent("a"), "first"));
      const kinds = ["revoked", "expired", "superseded"] as const;
      const done = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          change(store, { bank: "rzb_ro", consentId: "a" }, ({ state }) => {
            const to = kinds[n % 3]!;
            return mayMove(state, to) ? { record: { state: to }, event: { eventId: `move-${n}`, at } } : undefined;
          }),
        ),
      );
      const won = done.filter((one) => one?.changed);
      assert.equal(won.length, 1);
      assert.deepEqual(await store.find(consent("a")), won[0]?.record);
      const events = await drain(store);
      assert.deepEqual(
        events.map(({ version, to }) => [version, to]),
        [
          [1, "created"],
          [2, won[0]?.record.state],
        ],
      );
    });

    test("what was decided on an older version is not written, nor its event", async () => {
      const first = consent("a");
      await store.add(first, eventOf(first, "first"));
      assert.equal(await store.replace({ ...first, version: 2 }), true);
      const late = { ...first, state: "authorised", version: 2 } as const;
      assert.equal(await store.replace(late, eventOf(late, "late")), false);
      assert.equal((await store.find(first))?.state, "created");
      assert.equal(await store.replace({ ...consent("b"), version: 2 }, eventOf(consent("b"), "none")), false);
      assert.deepEqual(
        (await drain(store)).map(({ eventId }) => eventId),
        ["first"],
      );
    });

    test("50 that change different things all do, one after the other", async () => {
      await store.add(consent("a"), eventOf(consent("a"), "first"));
      await Promise.all(
        Array.from({ length: 50 }, () => change(store, consent("a"), ({ user }) => ({ record: { user: `${user}+` } }))),
      );
      assert.equal((await store.find(consent("a")))?.user, `u-1${"+".repeat(50)}`);
      assert.equal((await store.find(consent("a")))?.version, 51);
    });

    test("lists by state and last day, in the order of bank and id, page by page", async () => {
      const rows: [bank: string, id: string, state: ConsentRecord["state"], validUntil: string][] = [
        ["rzb_ro", "b", "authorised", "2026-12-01"],
        ["rzb_ro", "B", "authorised", "2026-11-30"],
        ["bt_ro", "ä", "created", "2026-11-30"],
        ["bt_ro", "z", "authorised", "2026-11-30"],
        ["rzb_ro", "a", "revoked", "2026-11-30"],
      ];
      for (const [bank, id, state, validUntil] of rows) {
        const one = consent(id, { bank, state, validUntil });
        await store.add(one, eventOf(one, `${bank} ${id}`));
      }
      const ids = async (filter: Parameters<ConsentStore["list"]>[0]) =>
        (await store.list(filter)).map(({ consentId }) => consentId).join();
      assert.equal(await ids({ states: liveStates, limit: 9 }), "z,ä,B,b");
      assert.equal(await ids({ states: ["authorised"], endsBy: "2026-11-30", limit: 9 }), "z,B");
      assert.equal(await ids({ states: liveStates, limit: 2 }), "z,ä");
      assert.equal(await ids({ states: liveStates, limit: 2, after: { bank: "bt_ro", consentId: "ä" } }), "B,b");
      assert.equal(await ids({ states: liveStates, limit: 2, after: { bank: "rzb_ro", consentId: "B" } }), "b");
    });

    test("50 tellers share the events: each goes to one, a consent's in their order, a lost one again after its lease", async () => {
      for (let n = 0; n < 10; n++) {
        const one = consent(`c${n}`);
        await store.add(one, eventOf(one, `c${n}-1`));
        const two = { ...one, state: "authorised", version: 2 } as const;
        await store.replace(two, eventOf(two, `c${n}-2`));
      }
      const tellers = Array.from({ length: 50 }, (_, n) => `t${n}`);
      const taken = await Promise.all(tellers.map((owner) => store.claimEvent(lease(owner))));
      const first = taken.filter((event) => event !== undefined);
      assert.ok(first.every(({ version }) => version === 1));
      assert.equal(new Set(first.map(({ eventId }) => eventId)).size, first.length);
      assert.ok(first.length > 0 && first.length <= 10);
      // Another one's settling counts for nothing, nor one's own that was lost.
      const [lost] = first;
      await store.settleEvent(lost!, "somebody else");
      const later = { now: soon, until: new Date(soon.getTime() + 60_000) };
      const again = await store.claimEvent({ owner: "second", ...later });
      assert.ok(again);
      await store.settleEvent(again, "nobody");
      await store.settleEvent(again, "second");
      const next = await drain(store, later);
      assert.equal(next.length, 19);
      assert.deepEqual(await drain(store, later), []);
    });
  });
}

const lease = (owner: string) => ({ owner, now: at, until: soon });

async function drain(store: ConsentStore, when = { now: at, until: soon }): Promise<ConsentEvent[]> {
  const events: ConsentEvent[] = [];
  for (;;) {
    const event = await store.claimEvent({ owner: "drain", ...when });
    if (event === undefined) return events;
    events.push(event);
    await store.settleEvent(event, "drain");
  }
}

test("a file outlives its process whole, is for its owner alone, and what is none is named", async () => {
  const path = join(folder, "own", "..", "own.json");
  await createFileConsentStore(path).add(consent("a"), eventOf(consent("a"), "e"));
  assert.partialDeepStrictEqual(await createFileConsentStore(path).find(consent("a")), consent("a"));
  assert.ok((await readdir(folder)).every((name) => !name.endsWith(".new")));
  // What a kill in the middle of writing leaves beside it is not read.
  await writeFile(`${path}.new`, "{");
  assert.equal((await createFileConsentStore(path).list({ states: ["created"], limit: 9 })).length, 1);
  if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o777, 0o600);
  const text = await readFile(path, "utf8");
  for (const bad of [
    "{",
    "[]",
    text.replace("2027-05-23", "2027-02-30"),
    text.replace('"version":1', '"version":"1"'),
  ]) {
    await writeFile(path, bad);
    await assert.rejects(createFileConsentStore(path).find(consent("a")), /own\.json is no file of consents/);
    assert.equal(await readFile(path, "utf8"), bad, "left as it was");
  }
  await assert.rejects(
    createFileConsentStore(join(folder, "nowhere", "x.json")).add(consent("a"), eventOf(consent("a"), "e")),
    { code: "ENOENT" },
  );
});

test("the moves there are, of all pairs of states", () => {
  const allowed = consentStates.flatMap((from) =>
    consentStates.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`),
  );
  assert.deepEqual(allowed, [
    "created authorised",
    "created expired",
    "created revoked",
    "created rejected",
    "authorised expired",
    "authorised revoked",
    "authorised superseded",
  ]);
});

test("a move that is not in the table is a fault of the caller's, and nothing is written", async () => {
  const store = createMemoryConsentStore();
  await store.add(consent("a", { state: "revoked" }), eventOf(consent("a"), "e"));
  const back = () => ({ record: { state: "authorised" } as const, event: { eventId: "x", at } });
  await assert.rejects(change(store, consent("a"), back), RangeError);
  assert.equal((await store.find(consent("a")))?.state, "revoked");
});

test("the bank's words, from each state", () => {
  const said = [
    "received",
    "partiallyAuthorised",
    "valid",
    "rejected",
    "expired",
    "revokedByPsu",
    "terminatedByTpp",
  ] as const;
  const from = (state: ConsentRecord["state"]) => said.map((status) => stateAtBank(state, status));
  const none = undefined;
  assert.deepEqual(from("created"), [none, none, "authorised", "rejected", "expired", "revoked", "revoked"]);
  assert.deepEqual(from("authorised"), [none, none, none, "revoked", "expired", "revoked", "revoked"]);
  for (const state of ["expired", "revoked", "superseded", "rejected"] as const) {
    assert.deepEqual(
      from(state),
      said.map(() => none),
    );
  }
});
