// Proves that every member of links/create that is wrong is refused by its name with 400, and that nothing is stored.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, withMember, type Fixture } from "../testing/fixture.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const tooLongName = "x".repeat(71);
const wrong: Readonly<Record<string, readonly unknown[]>> = {
  payment_intent: [undefined, null, 1, "x", [], true],
  // Row I1.
  "payment_intent.amount": [
    undefined,
    null,
    12.5,
    12,
    true,
    [],
    {},
    "",
    "1e3",
    "01.00",
    ".5",
    "5.",
    "+1",
    "-1",
    "0",
    "0.00",
    "-0",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "1,00",
    " 1",
    "1 ",
    "１",
    "١",
    "1.005",
    "1".repeat(15),
    "1".repeat(40),
    "1\u0000",
  ],
  "payment_intent.currency": [undefined, null, 1, "", "ron", "RO", "XXX", "XAU", "RON ", "АЕД"],
  "payment_intent.creditor": [undefined, null, "x", []],
  "payment_intent.creditor.name": [
    undefined,
    1,
    "",
    " ",
    tooLongName,
    "ß".repeat(36),
    "a\u202eb",
    "a\u0000",
    "公司",
    "\ud800",
    "😀",
  ],
  // Row I2.
  "payment_intent.creditor.iban": [
    undefined,
    1,
    "",
    "RO10RZBR0000069999999971",
    "RO10RZBR000006999999997",
    "RO10RZBR00000699999999700",
    "XX10RZBR0000069999999970",
    "RО10RZBR0000069999999970",
    "RO10-RZBR-0000-0699-9999-9970",
    "RO01RZBR0000069999999970",
  ],
  "payment_intent.creditor.bic": [1, "", "rzbrrobu", "RZBRROB", "RZBRROBUXX", "RZBRROBU!"],
  "payment_intent.debtor": [null, 1, []],
  "payment_intent.debtor.iban": [1, "", "RO00"],
  "payment_intent.debtor.name": [1, "", tooLongName, "\u2066x"],
  "payment_intent.debtor.psu_id": [1, "", "x".repeat(129), "a\nb"],
  "payment_intent.description": [1, "", " ", "x".repeat(141), "line\nbreak", "a\u202eb"],
  "payment_intent.creditor_reference": [
    1,
    "",
    "RF19539007547034",
    "RF18",
    "5390",
    "RF18 5390 0754 7034 5390 0754 7034",
  ],
  "payment_intent.end_to_end_id": [1, "", "x".repeat(36), "/a", "a/", "a//b", "ș", " a"],
  "payment_intent.items": [1, {}, [], [null], [{ name: "x", quantity: 2, unit_price: "12.50" }]],
  "payment_intent.items.0": [{ name: "x", quantity: 1 }],
  // Row I4.
  "payment_intent.requested_execution_date": [
    1,
    "",
    "2026-02-30",
    "2020-01-01",
    "31.12.2026",
    "9999-12-31",
    "2027-1-1",
  ],
  payment_method: [null, 1, []],
  "payment_method.provider_id": [1, "", [], [1]],
  "payment_method.remitter_type": ["retail", [], ["company"], [1]],
  "payment_method.payment_scheme": ["sepa", ["card"]],
  "payment_method.env": ["live", 1],
  options: [null, 1, []],
  "options.type": ["card", 1, null],
  "options.ux_template": ["fancy", "classic", 1],
  "options.user_editable": ["yes", 1],
  "options.expires_in": [59, 3_888_001, 60.5, "600", -1, null],
  "options.webhook_url": [1, "", "x", "http://shop.test/webhook", "https://shop.test/other", "ftp://localhost/"],
  "options.redirect_url": [
    1,
    "",
    "shop",
    "javascript:alert(1)",
    "http://shop.test/done",
    "https://shop.test/done/x",
    "https://shop.test/done#x",
    "https://shop.test@evil.test/done",
    "https://evil.test/done",
    "https://shop.test\\@evil.test",
    "//shop.test/done",
    "https://shop.test/done\t",
    "https://shop.test/d\u200bone",
    "http://localhost.evil.test/",
    "http://a@localhost/",
  ],
  "options.locale": ["fr", "EN", 1],
  "options.max_completions": [0, 1_000_001, 1.5, "1"],
  tracking: [null, 1],
  "tracking.entity_id": [1, "", "A", "-a", "a".repeat(129), "a b", "ä"],
  "tracking.user_id": [1, "", ".a", "a/b"],
  client_id: [1, "x".repeat(129)],
  client_secret: [1, "x".repeat(129)],
};

for (const [path, values] of Object.entries(wrong)) {
  test(`I1-I4, I6: a wrong ${path} is 400 with the member's name, and nothing is stored`, async () => {
    const before = await hub.count("link");
    for (const value of values) {
      const answer = await hub.post("/test/links/create", withMember(path, value));
      const shown = `${JSON.stringify(value)}: ${JSON.stringify(answer.body)}`;
      assert.equal(answer.status, 400, shown);
      assert.ok(["validation_error", "method_selection_error"].includes(answer.body.code), shown);
      const member = path === "payment_intent.items.0" ? "payment_intent.items" : path;
      const named = answer.body.errors.some((error: { path: string }) => error.path.startsWith(member));
      assert.ok(named, shown);
      assert.match(answer.body.error_id, /^[0-9a-f-]{36}$/);
    }
    assert.equal(await hub.count("link"), before);
  });
}
