/** Proves: a consent's authorisations start while it waits for one, are repeated like any POST, and end with what they were for. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { authorisationIdOf, authoriseConsent, postConsent } from "../testing/consents.ts";
import { codeOf, openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { whileLocked } from "../testing/while-locked.ts";
import { moveConsent } from "./record/store.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

const remove = (consentId: string) => bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` });

function start(consentId: string, requestId: string = randomUUID()) {
  const headers = { "X-Request-ID": requestId };
  return bank.call({ method: "POST", path: `/v1/consents/${consentId}/authorisations`, body: {}, headers });
}

test("C17: the same POST gets the same answer also once the consent has ended, and a new one is refused", async () => {
  const { consentId } = (await postConsent(bank)).body;
  const requestId = randomUUID();
  const first = await start(consentId, requestId);
  assert.equal(first.status, 201, first.text);
  assert.equal((await remove(consentId)).status, 204);
  const again = await start(consentId, requestId);
  assert.deepEqual([again.status, again.body], [201, first.body]);
  const late = await start(consentId);
  assert.deepEqual([late.status, codeOf(late)], [409, "STATUS_INVALID"]);
});

test("P9: none starts on a consent that ends at the same moment", async () => {
  const reply = await postConsent(bank);
  const { consentId } = reply.body;
  const { db } = bank.database;
  const end = {
    consentId,
    from: "received",
    to: "terminatedByTpp",
    at: bank.clock.now(),
    today: "2026-03-01",
  } as const;
  const started = await whileLocked(db, {
    lock: (tx) => moveConsent(tx, end),
    work: () => start(consentId),
  });
  assert.deepEqual([started.status, codeOf(started)], [409, "STATUS_INVALID"]);
  const { rows } = await sql`select from authorisation where subject_id = ${consentId}`.execute(db);
  assert.equal(rows.length, 1, "the one that came with the consent");
});

test("of two authorisations of a consent the one that was not used has failed when it is read", async () => {
  const reply = await postConsent(bank);
  const path = `/v1/consents/${reply.body.consentId}/authorisations`;
  const second = (await start(reply.body.consentId)).body.authorisationId;
  const status = async (authorisationId: string) => (await bank.call({ path: `${path}/${authorisationId}` })).body;
  assert.deepEqual(await status(second), { scaStatus: "received" });
  await authoriseConsent(bank, authorisationIdOf(reply));
  assert.deepEqual(await status(authorisationIdOf(reply)), { scaStatus: "finalised" });
  assert.deepEqual(await status(second), { scaStatus: "failed" });
});
