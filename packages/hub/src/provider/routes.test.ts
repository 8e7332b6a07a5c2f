// Proves what the directory of providers tells, and that its validation schemas agree with links/create.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileSchema } from "@tallystick/kit";
import { banks } from "../connector/banks/all.ts";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { createLink, pay } from "../testing/pay.ts";
import { matchesSearch } from "./search.ts";
import { validationSchemaOf } from "./validation-schema.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("providers/list shows who can be paid from, by name, with methods when asked", async () => {
  const { body } = await hub.post("/test/providers/list", {});
  assert.deepEqual(
    body.providers.map(({ provider_id: id }: { provider_id: string }) => id),
    ["bt_ro", "rzb_ro"],
  );
  assert.equal(body.providers[0].payment_methods, undefined);
  const options = { show_payment_methods: true, show_validation_schema: true, show_ais_methods: true };
  const [bank] = (await hub.post("/test/providers/list", { options, filter: { search: "raif" } })).body.providers;
  assert.equal(bank.bic, "RZBRROBU");
  assert.equal(bank.status, "up");
  assert.deepEqual(bank.ais_methods, []);
  const [method] = bank.payment_methods;
  assert.deepEqual(method.remitter_type, ["retail", "corporate"]);
  assert.deepEqual(method.env, ["sandbox"]);
  assert.equal(method.validation_schema.type, "object");
  assert.deepEqual((await hub.post("/test/providers/list", { filter: { country: "LT" } })).body.providers, []);
  assert.deepEqual((await hub.post("/test/providers/list", { filter: { env: "prod" } })).body.providers, []);
});

test("providers/get shows one, and 404 for another; version 1 has one remitter type a method", async () => {
  const { body } = await hub.post("/test/v1/providers/get", { provider_id: "bt_ro" });
  assert.equal(body.name, "Banca Transilvania (sandbox)");
  const domestic = body.payment_methods.filter(
    (method: { payment_method_id: string }) => method.payment_method_id === "domestic-ron-transfers",
  );
  assert.deepEqual(
    domestic.map(({ remitter_type: type }: { remitter_type: string }) => type),
    ["retail", "corporate"],
  );
  const missing = await hub.post("/test/providers/get", { provider_id: "nobody_xx" });
  assert.equal(missing.status, 404);
  assert.equal(missing.body.code, "provider_not_found");
});

test("a bank that does not answer is degraded, then down, and up again with its first answer", async () => {
  const status = async () => (await hub.post("/test/providers/get", { provider_id: "rzb_ro" })).body.status;
  const { linkId } = await createLink(hub);
  const deps = await hub.deps.db
    .selectFrom("link")
    .select("web_id")
    .where("link_id", "=", linkId)
    .executeTakeFirstOrThrow();
  await pay(hub, deps.web_id);
  hub.bank.statusAvailable = false;
  const seen = new Set<string>();
  for (let poll = 0; poll < 6; poll += 1) {
    hub.clock.advance(2_000);
    await hub.hub.drainDue();
    seen.add(await status());
  }
  assert.deepEqual([...seen], ["up", "degraded", "down"]);
  const { body } = await hub.post("/test/providers/health", { provider_id: "rzb_ro" });
  const [measured] = body.providers;
  assert.equal(measured.status_reason, "bank_unavailable");
  assert.ok(measured.unanswered_calls >= 5);
  assert.ok(measured.status_since < measured.last_call_at, JSON.stringify(measured));
  const page = await (await fetch(`${hub.url}/providers`)).text();
  assert.match(page, /Raiffeisen[\s\S]*?Not reachable since/);
  hub.bank.statusAvailable = true;
  hub.clock.advance(2_000);
  await hub.hub.drainDue();
  assert.equal(await status(), "up");
  const [again] = (await hub.post("/test/providers/health", { provider_id: "rzb_ro" })).body.providers;
  assert.ok(again.last_answer_at > measured.last_call_at && again.unanswered_calls === 0, JSON.stringify(again));
});

test("providers/health tells of banks that were never asked too, and 404 of one that is not there", async () => {
  const { body } = await hub.post("/test/v1/providers/health", {});
  assert.ok(body.measured_since);
  const untouched = body.providers.find(({ provider_id: id }: { provider_id: string }) => id === "bt_ro");
  assert.deepEqual(
    [untouched.status, untouched.last_call_at, untouched.last_answer_at, untouched.unanswered_calls],
    ["up", null, null, 0],
  );
  assert.equal(
    (await hub.post("/test/providers/health", { provider_id: "nobody_xx" })).body.code,
    "provider_not_found",
  );
});

test("/providers shows the directory to people, in their language, found by what they type", async () => {
  const read = async (query: string, language = "en") => {
    const answer = await fetch(`${hub.url}/providers${query}`, { headers: { "accept-language": language } });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    return answer.text();
  };
  const all = await read("");
  assert.match(all, /Banca Transilvania[\s\S]*Not asked yet/);
  assert.match(all, /Raiffeisen/);
  assert.doesNotMatch(await read("?q=raif"), /Banca Transilvania/);
  assert.match(await read("?q=%3Czzz%3E"), /No bank matches “&lt;zzz&gt;”/);
  for (const [language, name] of [
    ["ro", "ro"],
    ["de-AT", "de"],
    ["xx", "en"],
  ] as const) {
    assert.match(await read("", language), new RegExp(`<html lang="${name}"`));
  }
  assert.match(await read("?lang=ka", "de"), /<html lang="ka"/);
});

test("the validation schema of a method takes the good intent in its currency and refuses others", () => {
  for (const { bank } of banks) {
    for (const method of bank.paymentMethods) {
      const checker = compileSchema(validationSchemaOf(method) as never);
      const { payment_intent: intent } = goodLink();
      const fitting = { ...intent, currency: method.currencies[0] };
      assert.equal(checker.check(fitting).ok, true);
      assert.equal(checker.check({ ...fitting, amount: "1.005" }).ok, false);
      assert.equal(checker.check({ ...fitting, currency: "XXX" }).ok, false);
      assert.equal(checker.check({ ...fitting, creditor: { name: "x", iban: "US00" } }).ok, false);
      assert.equal(checker.check({ ...fitting, creditor: { ...intent.creditor, name: "x".repeat(71) } }).ok, false);
    }
  }
});

test("search finds a bank by name without accents, by other names, BIC and IBAN", () => {
  const found = (typed: string) =>
    banks.filter(({ bank }) => matchesSearch(bank, typed)).map(({ bank }) => bank.providerId);
  assert.deepEqual(found("economii"), ["cec_ro"]);
  assert.deepEqual(found("btrlro22"), ["bt_ro"]);
  assert.deepEqual(found("RO42 CECE AG02"), ["cec_ro"]);
  assert.deepEqual(found("lt80 3500 0100"), ["paysera_lt"]);
  assert.deepEqual(found("PAYS"), ["paysera_lt"]);
  assert.deepEqual(found("no such bank"), []);
  assert.equal(found(" ").length, banks.length);
});
