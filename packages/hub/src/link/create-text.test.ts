// Proves that no string of the big list of naughty strings, in any string member, makes a 500 or is half stored.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";

const list = new URL("../../../../../shared/vectors/text/blns.json", import.meta.url);
const skip = !existsSync(list) && !process.env["CI"] && "the shared test vectors are not here";

/** Members that share a reader with one of these are tried with every fifth string. */
const readers = new Set([
  "payment_intent.amount",
  "payment_intent.creditor.name",
  "payment_intent.creditor.iban",
  "payment_intent.debtor.psu_id",
  "payment_intent.end_to_end_id",
  "options.redirect_url",
  "tracking.entity_id",
]);

const members = [
  "payment_intent.amount",
  "payment_intent.currency",
  "payment_intent.creditor.name",
  "payment_intent.creditor.iban",
  "payment_intent.creditor.bic",
  "payment_intent.debtor.iban",
  "payment_intent.debtor.name",
  "payment_intent.debtor.psu_id",
  "payment_intent.description",
  "payment_intent.creditor_reference",
  "payment_intent.end_to_end_id",
  "payment_intent.items.0.name",
  "payment_intent.items.0.unit_price",
  "payment_intent.requested_execution_date",
  "payment_method.provider_id",
  "payment_method.remitter_type.0",
  "payment_method.payment_scheme.0",
  "payment_method.env",
  "options.type",
  "options.ux_template",
  "options.webhook_url",
  "options.redirect_url",
  "options.locale",
  "tracking.entity_id",
  "tracking.user_id",
];

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test(
  "I3: every naughty string in every string member is 200 or 400, and only what is answered 200 is stored",
  { skip },
  async () => {
    const strings = JSON.parse(readFileSync(list, "utf8")) as string[];
    assert.ok(strings.length > 450);
    let stored = 0;
    for (const [offset, member] of members.entries()) {
      const tried = strings.filter((_, index) => readers.has(member) || index % 5 === offset % 5);
      const answers = await inBatches(tried, (text) => hub.post("/test/links/create", bodyWith(member, text)));
      for (const [index, { status, body }] of answers.entries()) {
        assert.ok(status === 200 || status === 400, `${member} ${JSON.stringify(tried[index])}: ${status}`);
        if (status === 200) stored += 1;
        else
          assert.ok(
            body.errors === undefined || body.errors[0].path.startsWith(member.split(".0")[0]!),
            JSON.stringify(body),
          );
      }
    }
    assert.equal(await hub.count("link"), stored);
  },
);

test("I3, O19: naughty credentials, ids, cursors and searches are refused like any unknown one", { skip }, async () => {
  const strings = JSON.parse(readFileSync(list, "utf8")) as string[];
  const calls = [
    ["/test/links/get", (text: string) => ({ client_id: text, link_id: crypto.randomUUID() })],
    ["/test/links/get", (text: string) => ({ client_secret: text, link_id: crypto.randomUUID() })],
    ["/test/links/get", (text: string) => ({ link_id: text })],
    ["/test/links/cancel", (text: string) => ({ link_id: text })],
    ["/test/links/list", (text: string) => ({ pagination: { after: text } })],
    ["/test/links/list", (text: string) => ({ filter: { provider_id: text } })],
    ["/test/providers/get", (text: string) => ({ provider_id: text })],
    ["/test/providers/list", (text: string) => ({ filter: { search: text } })],
  ] as const;
  for (const [offset, [path, bodyOf]] of calls.entries()) {
    const tried = strings.filter((_, index) => index % 3 === offset % 3);
    const answers = await inBatches(tried, (text) => hub.post(path, bodyOf(text)));
    for (const [index, { status }] of answers.entries()) {
      assert.ok([200, 400, 401, 404].includes(status), `${path} ${JSON.stringify(tried[index])}: ${status}`);
    }
  }
});

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 50) {
    results.push(...(await Promise.all(items.slice(start, start + 50).map(work))));
  }
  return results;
}

function bodyWith(path: string, text: string): Record<string, unknown> {
  const body: Record<string, any> = goodLink();
  if (path.includes(".items.")) {
    body["payment_intent"].items = [{ name: "Stick", quantity: 1, unit_price: "12.50" }];
  }
  const names = path.split(".");
  let node = body;
  for (const [index, name] of names.slice(0, -1).entries()) node = node[name] ??= names[index + 1] === "0" ? [] : {};
  node[names.at(-1)!] = text;
  return body;
}
