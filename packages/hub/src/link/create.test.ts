// Proves that links/create takes what the contract names, refuses what the server owns, and says what is not offered.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { goodLink, startFixture, withMember, type Fixture } from "../testing/fixture.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("a good body makes a link that links/get reads back", async () => {
  const body = {
    ...goodLink(),
    options: { expires_in: 600, locale: "ro", redirect_url: "https://shop.test/done", ux_template: "default" },
    tracking: { entity_id: "acme", user_id: "u-1" },
  };
  const made = await hub.post("/test/links/create", body, { "x-request-id": "call-1" });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.equal(made.body.request_id, "call-1");
  assert.equal(made.headers.get("x-request-id"), "call-1");
  assert.equal(made.body.api_client_app, "Shop");
  assert.equal(Date.parse(made.body.expires_at) - Date.parse(made.body.created_at), 600_000);
  assert.match(made.body.web_id, /^[A-Za-z0-9_-]{24}$/);
  assert.equal(made.body.web_url, `http://localhost:4000/pay/${made.body.web_id}`);
  const read = await hub.post("/test/links/get", { link_id: made.body.link_id });
  assert.equal(read.status, 200);
  assert.equal(read.body.status, "created");
  assert.equal(read.body.is_expired, false);
  assert.deepEqual(read.body.tracking, body.tracking);
  assert.match(read.body.payment_intent.end_to_end_id, /^[0-9a-f]{32}$/);
  const { end_to_end_id: _, ...intent } = read.body.payment_intent;
  assert.deepEqual(intent, body.payment_intent);
  assert.deepEqual(
    read.body.history.map(({ status }: { status: string }) => status),
    ["created"],
  );
});

test("every documented member is taken", async () => {
  const intent = {
    amount: "30",
    currency: "RON",
    creditor: { name: "Răboj & Fiii ”SRL”", iban: "ro10 rzbr 0000 0699 9999 9970", bic: "RZBRROBU" },
    debtor: { iban: "RO03RZBR0000069999999999", name: "Ștefan Popescu", psu_id: "შოთა" },
    creditor_reference: "rf18 5390 0754 7034",
    end_to_end_id: "INV-2026/1",
    items: [
      { name: "שלום", quantity: 3, unit_price: "8.50" },
      { name: "Delivery", quantity: 1, unit_price: "4.5" },
    ],
    requested_execution_date: hub.clock.now().toISOString().slice(0, 10),
  };
  const body = {
    payment_intent: intent,
    payment_method: {
      provider_id: ["rzb_ro", "bt_ro"],
      remitter_type: ["retail"],
      payment_scheme: ["domestic"],
      env: "sandbox",
    },
    options: { type: "link", user_editable: true, max_completions: 1, webhook_url: "http://127.0.0.1:4001/hook" },
  };
  const made = await hub.post("/test/v2/links/create", body);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const read = await hub.post("/test/links/get", { link_id: made.body.link_id });
  assert.equal(read.body.payment_intent.creditor.iban, "RO10RZBR0000069999999970");
  assert.equal(read.body.payment_intent.creditor_reference, "RF18539007547034");
});

test("B5: server-owned and unknown members are refused by name, in every object", async () => {
  const before = await hub.count("link");
  const members = [
    "status",
    "web_id",
    "link_id",
    "amount_paid",
    "expires_at",
    "sequence",
    "toString",
    "__defineGetter__",
  ];
  for (const name of members) {
    for (const parent of [
      "",
      "payment_intent.",
      "payment_intent.creditor.",
      "options.",
      "payment_method.",
      "tracking.",
    ]) {
      const answer = await hub.post("/test/links/create", withMember(parent + name, "x"));
      assert.equal(answer.status, 400);
      assert.equal(answer.body.code, "validation_error");
      assert.deepEqual(
        answer.body.errors.map((error: { path: string }) => error.path),
        [parent + name],
      );
    }
  }
  assert.equal(await hub.count("link"), before);
});

test("I8: keys that name parts of prototypes are refused and pollute nothing", async () => {
  for (const key of ["__proto__", "constructor"]) {
    const text = `{"client_id":"${hub.client.client_id}","client_secret":"${hub.client.client_secret}","payment_intent":{"${key}":{"prototype":{"polluted":1}}}}`;
    const answer = await hub.raw("/test/links/create", text);
    assert.equal(answer.status, 400);
  }
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("types that are documented but not offered say so", async () => {
  for (const type of ["wrapped_sca", "direct_sca", "redirect_sca"]) {
    const answer = await hub.post("/test/links/create", { ...goodLink(), options: { type } });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, "method_selection_error");
    assert.match(answer.body.message, new RegExp(type));
  }
});

test("a payment that no provider can make is a method_selection_error", async () => {
  const cases = [
    { ...goodLink(), payment_method: { provider_id: "nobody_xx" } },
    { ...goodLink(), payment_method: { payment_scheme: ["instant"] } },
    { ...goodLink(), payment_method: { env: "prod" } },
    withMember("payment_intent.currency", "GEL"),
    withMember("payment_intent.creditor.iban", "LT121000011101001000"),
    withMember("payment_intent.debtor.iban", "LT121000011101001000"),
    withMember(
      "payment_intent.requested_execution_date",
      new Date(hub.clock.now().getTime() + 864e5).toISOString().slice(0, 10),
    ),
  ];
  for (const body of cases) {
    const answer = await hub.post("/test/links/create", body);
    assert.equal(answer.body.code, "method_selection_error", JSON.stringify(answer.body));
    const [member] = Object.keys((body as { payment_method?: object }).payment_method ?? {});
    const path = member === undefined ? "payment_intent" : `payment_method.${member}`;
    assert.equal(answer.body.errors[0].path, path);
  }
});

test("a description beside a creditor reference is refused: the transfer carries one", async () => {
  const answer = await hub.post(
    "/test/links/create",
    withMember("payment_intent.creditor_reference", "RF18539007547034"),
  );
  assert.equal(answer.body.errors[0].path, "payment_intent.creditor_reference");
});

test("a mandatory tracking id that is missing is 401", async () => {
  const strict = await hub.hub.clients.add({ name: "Strict", requiredTracking: ["entity_id"] });
  const credentials = { client_id: strict.client_id, client_secret: strict.client_secret };
  const missing = await hub.post("/test/links/create", { ...credentials, ...goodLink() });
  assert.equal(missing.status, 401);
  assert.equal(missing.body.code, "unauthorized");
  const given = await hub.post("/test/links/create", { ...credentials, ...goodLink(), tracking: { entity_id: "a" } });
  assert.equal(given.status, 200);
});

test("version 1: remitter_type is a string and ux_template does not exist", async () => {
  const v1 = await hub.post("/test/v1/links/create", { ...goodLink(), payment_method: { remitter_type: "retail" } });
  assert.equal(v1.status, 200, JSON.stringify(v1.body));
  const list = await hub.post("/test/v1/links/create", {
    ...goodLink(),
    payment_method: { remitter_type: ["retail"] },
  });
  assert.equal(list.body.errors[0].path, "payment_method.remitter_type");
  const template = await hub.post("/test/v1/links/create", { ...goodLink(), options: { ux_template: "default" } });
  assert.equal(template.body.errors[0].path, "options.ux_template");
});
