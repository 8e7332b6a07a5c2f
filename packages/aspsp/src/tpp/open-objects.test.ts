/** Proves that a TPP has no more payments and consents waiting for a PSU than the profile allows (row D8). */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Insertable } from "kysely";
import type { ConsentTable } from "../migrations/schema.ts";
import { issue } from "../testing/certificates.ts";
import { codeOf, openHttpBank, productPath, type HttpBank } from "../testing/http-bank.ts";
import { testProfile } from "../testing/test-bank.ts";

const maximumOpen = 6;
let bank: HttpBank;
let beside: HttpBank;
before(async () => {
  bank = await openHttpBank({ profile: { ...testProfile, maximumOpen } });
  beside = await openHttpBank({ profile: { ...testProfile, maximumOpen }, beside: bank });
});
after(async () => {
  await beside.close();
  await bank.close();
});

test("D8: of 60 payments at once over two processes the maximum is stored, the others are 429 and nothing of them stays", async () => {
  const headers = { "X-Request-ID": randomUUID() };
  const first = await bank.initiate({}, { headers });
  const replies = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? bank : beside).initiate()));
  assert.equal(replies.filter(({ status }) => status === 201).length, maximumOpen - 1);
  const refused = replies.filter(({ status }) => status === 429);
  assert.equal(refused.length, 60 - maximumOpen + 1);
  assert.deepEqual(new Set(refused.map(codeOf)), new Set(["ACCESS_EXCEEDED"]));
  assert.deepEqual(new Set(refused.map((reply) => reply.headers["retry-after"])), new Set(["60"]));
  assert.equal(await bank.countPayments(), maximumOpen);

  // The maximum hides nothing that was answered, and is each TPP's own.
  assert.deepEqual((await beside.initiate({}, { headers })).body, first.body);
  const certificate = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  assert.equal((await bank.initiate({}, { certificate })).status, 201);

  // One less, one more: then it is full again.
  const path = `${productPath}/${first.body.paymentId}`;
  assert.equal((await bank.call({ method: "DELETE", path })).status, 204);
  assert.deepEqual([(await bank.initiate()).status, (await beside.initiate()).status], [201, 429]);
});

test("D8: what has run out makes room at once; consents and payments fill the same room", async () => {
  bank.clock.advance(15 * 60_000);
  const { db } = bank.database;
  for (const status of ["received", "received", "valid", "rejected"] as const) {
    await db.insertInto("consent").values(consentOf(status)).execute();
  }
  const statuses: number[] = [];
  for (let i = 0; i < maximumOpen - 1; i++) statuses.push((await bank.initiate()).status);
  assert.deepEqual(statuses, [201, 201, 201, 201, 429]);
});

function consentOf(status: ConsentTable["status"]): Insertable<ConsentTable> {
  const at = bank.clock.now();
  return {
    consent_id: randomUUID(),
    tpp_id: "PSDLT-BOL-123456",
    tpp_name: "Test TPP",
    kind: "dedicated",
    status,
    recurring: true,
    valid_until: "2099-01-01",
    frequency_per_day: 4,
    combined_service: false,
    access: "{}",
    owner_name: false,
    balances: true,
    transactions: true,
    last_action_date: "2026-01-01",
    created_at: at,
    expires_at: new Date(at.getTime() + 86_400_000),
    changed_at: at,
  } as Insertable<ConsentTable>;
}
