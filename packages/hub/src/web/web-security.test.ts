// What the hosted pages refuse, and what they never say.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { newLink, Payer } from "./testing/payer.ts";

let fixture: Fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());

async function confirmed() {
  const { webId, linkId } = await newLink(fixture, goodLink());
  const home = `/pay/${webId}`;
  const payer = new Payer(fixture);
  await payer.get(`${home}?bank=rzb_ro`);
  return { home, payer, linkId, webId, fields: payer.fieldsOf(home) };
}
const statusOf = async (linkId: string) => (await fixture.post("/test/links/get", { link_id: linkId })).body.status;

test("S4: a form of another site, browser, link or without its token changes nothing", async () => {
  const { home, payer, fields, linkId } = await confirmed();
  const stranger = new Payer(fixture);
  await stranger.get(home);
  const otherLink = await confirmed();
  const tries = [
    payer.post(home, fields, { origin: "https://evil.test" }),
    payer.post(home, fields, { origin: "null" }),
    payer.post(home, fields, { origin: "http://localhost:4001" }),
    payer.post(home, fields, { "sec-fetch-site": "cross-site" }),
    payer.post(home, fields, { "sec-fetch-site": "same-site" }),
    payer.post(home, { ...fields, token: "" }),
    payer.post(home, { ...fields, token: fields["token"]!.slice(1) }),
    payer.post(home, { ...fields, token: otherLink.fields["token"]! }),
    stranger.post(home, fields),
    new Payer(fixture).post(home, fields),
    payer.post(home, fields, { "content-type": "application/json" }),
    payer.post(`${home}/cancel`, fields, { origin: "https://evil.test" }),
    payer.post(`${home}/leave`, { ...fields, token: "x" }),
  ];
  for (const answer of await Promise.all(tries))
    assert.ok([400, 403, 415].includes(answer.status), String(answer.status));
  assert.equal(fixture.bank.payments.size, 0);
  assert.equal(await statusOf(linkId), "started");
});

test("S11: who comes back in another browser is told only that it is not the one", async () => {
  const { home, payer, linkId } = await confirmed();
  await payer.submit(home);
  const back = new URL(fixture.bank.initiations.at(-1)!.redirectUri).pathname;
  fixture.bank.only.status = "ACSC";
  const stranger = new Payer(fixture);
  const told = await stranger.get(`${back}?status=success&code=1`);
  assert.deepEqual([told.status, told.code], [200, "other_device"]);
  assert.doesNotMatch(told.text, /bank\.test|RO03/);
  assert.equal(await statusOf(linkId), "completed");
  fixture.bank.payments.clear();
});

test("while one browser is at the bank, another sees neither the way there nor the debtor", async () => {
  const { home, payer } = await confirmed();
  await payer.submit(home, { debtor_iban: "RO03RZBR0000069999999999" });
  const stranger = new Payer(fixture);
  const seen = await stranger.get(home);
  assert.equal(seen.code, "other_device");
  assert.doesNotMatch(seen.text, /bank\.test|RO03|9999 9999/);
  const go = await stranger.get(`${home}/go`);
  assert.deepEqual([go.status, go.location], [303, home]);
  fixture.bank.payments.clear();
});

test("P12, O2: no parameter of an address decides anything or leads anywhere", async () => {
  const { home, payer, linkId } = await confirmed();
  const evil = "https%3A%2F%2Fevil.test";
  for (const name of ["redirect_url", "returnTo", "url", "next", "status", "state", "cancelled", "lang", "bank"]) {
    const answer = await payer.get(`${home}?${name}=${evil}`);
    assert.equal(answer.status, 200);
    assert.doesNotMatch(answer.text, /(href|src|action)="https:\/\/evil/);
    assert.equal(answer.location, null);
  }
  await payer.get(`${home}?status=completed&cancelled=1`);
  assert.equal(await statusOf(linkId), "started");
  const unknown = await payer.get(`${home}/return/${"A".repeat(43)}?status=success`);
  assert.equal(unknown.status, 404);
});

test("S5, S6, S10, decision 10: the headers of every answer", async () => {
  const { home, payer, webId } = await confirmed();
  const answers = [
    await payer.get(home),
    await payer.get(`${home}/status`),
    await payer.get(`${home}/banks?q=a`),
    await payer.get(`/links/${webId}/qr.svg`),
    await payer.get("/pay/nothing"),
    await payer.post(home, {}),
    await payer.get(`${home}/go`),
    await payer.get(`${home}?a=1&a=2`),
  ];
  for (const { headers, status } of answers) {
    assert.equal(headers.get("cache-control"), "no-store", String(status));
    assert.equal(headers.get("referrer-policy"), "same-origin");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  }
});

test("styles and scripts have addresses of their content and may be kept for ever", async () => {
  const { payer } = await confirmed();
  const assets = [...payer.page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  assert.equal(assets.length, 3);
  for (const path of assets) {
    const answer = await payer.get(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(answer.headers.get("set-cookie"), null);
  }
});

test("decision 9: one cookie, for the pages only, and none that scripts can read", async () => {
  const { webId } = await newLink(fixture, goodLink());
  const first = await new Payer(fixture).get(`/pay/${webId}`);
  assert.match(
    first.headers.getSetCookie().join(),
    /^tallystick_pay=[A-Za-z0-9_-]{43}; Path=\/pay; HttpOnly; SameSite=Lax$/,
  );
});

test("B6: an id that is unknown, malformed or too long looks the same, and guessing is stopped", async () => {
  const guesser = new Payer(fixture);
  const texts = new Set<string>();
  for (const guess of ["A".repeat(22), "x", "..%2f..", "%00", "a".repeat(5_000), "'--", "%F0%9F%92%A9"]) {
    const answer = await guesser.get(`/pay/${guess}`);
    assert.ok([400, 404].includes(answer.status), `${guess.slice(0, 20)} ${answer.status}`);
    if (answer.status === 404) texts.add(answer.text.replaceAll(/data-\w+="[^"]*"/g, ""));
  }
  assert.equal(texts.size, 1);
  await Promise.all(Array.from({ length: 60 }, (_, n) => guesser.get(`/pay/${"B".repeat(21)}${n % 10}`)));
  // Of those at once any may have been looked up before the others were counted; the next one is stopped for certain.
  const limited = await guesser.get(`/pay/${"B".repeat(22)}`);
  assert.deepEqual([limited.status, limited.code, limited.headers.get("retry-after")], [429, "too_many", "60"]);
  fixture.clock.advance(61_000);
  assert.equal((await guesser.get(`/pay/${"B".repeat(22)}`)).status, 404);
});
