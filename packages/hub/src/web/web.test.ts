// The hosted pages as a browser without scripts meets them.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { newLink, Payer } from "./testing/payer.ts";

let fixture: Fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());
beforeEach(() => {
  for (const bank of [fixture.bank, fixture.otherBank]) {
    bank.payments.clear();
    bank.modes.length = 0;
    bank.cancelAnswer = "cancelled";
    bank.statusAvailable = true;
  }
});

const statusOf = async (linkId: string) => (await fixture.post("/test/links/get", { link_id: linkId })).body.status;

async function atBank(body: Record<string, unknown> = goodLink()) {
  const link = await newLink(fixture, body);
  const home = `/pay/${link.webId}`;
  const payer = new Payer(fixture);
  await payer.get(home);
  await payer.get(`${home}?bank=rzb_ro`);
  const paid = await payer.submit(home);
  const { redirectUri } = fixture.bank.initiations.at(-1)!;
  return { ...link, home, payer, paid, back: new URL(redirectUri).pathname };
}

test("a link is paid: choose, check, go to the bank, come back, paid, back to the merchant", async () => {
  const link = await newLink(fixture, { ...goodLink(), options: { redirect_url: "https://shop.test/done" } });
  const home = `/pay/${link.webId}`;
  const payer = new Payer(fixture);
  assert.equal((await payer.get(home)).code, "choose_bank");
  assert.equal(await statusOf(link.linkId), "started");
  assert.match(payer.page, new RegExp(`href="${home}\\?bank=rzb_ro"`));
  assert.equal((await payer.get(`${home}?bank=rzb_ro`)).code, "confirm");
  const pressed = await payer.submit(home);
  assert.deepEqual([pressed.status, pressed.location], [303, `${home}/go`]);
  const go = await payer.get(`${home}/go`);
  const { paymentId } = fixture.bank.only;
  assert.equal(go.headers.get("refresh"), `0; url=https://bank.test/sca/${paymentId}`);
  assert.match(go.text, new RegExp(`href="https://bank.test/sca/${paymentId}"`));
  assert.equal(await statusOf(link.linkId), "awaiting_authz");
  fixture.bank.only.status = "ACSC";
  const { redirectUri } = fixture.bank.initiations.at(-1)!;
  const back = await payer.get(new URL(redirectUri).pathname);
  assert.deepEqual([back.status, back.location], [303, home]);
  const done = await payer.get(home);
  assert.equal(done.code, "paid");
  assert.match(done.text, new RegExp(`https://shop.test/done\\?link_id=${link.linkId}&amp;status=completed`));
});

test("who came back without an answer goes on at the bank, and the link says so; another browser does not", async () => {
  const { linkId, home, payer, back } = await atBank();
  await payer.get(back);
  assert.equal(await statusOf(linkId), "received");
  fixture.clock.advance(11_000);
  const page = await payer.get(home);
  assert.equal(page.code, "not_finished");
  assert.match(page.text, new RegExp(`href="${home}/go"`));
  assert.equal((await new Payer(fixture).get(`${home}/go`)).location, home);
  assert.equal(await statusOf(linkId), "received");
  assert.match((await payer.get(`${home}/go`)).text, /https:\/\/bank\.test\/sca\//);
  assert.equal(await statusOf(linkId), "awaiting_authz");
});

test("the search finds without scripts, and says so when it finds nothing", async () => {
  const { webId } = await newLink(fixture, goodLink());
  const payer = new Payer(fixture);
  const found = await payer.get(`/pay/${webId}?q=transylvania`);
  assert.match(found.text, /\?bank=bt_ro"/);
  assert.doesNotMatch(found.text, /\?bank=rzb_ro"/);
  const none = await payer.get(`/pay/${webId}?q=${encodeURIComponent("<b>Barclays")}`);
  assert.match(none.text, /No bank matches/);
  assert.match(none.text, /&lt;b&gt;Barclays/);
  const answer = await payer.get(`/pay/${webId}/banks?q=RO03RZBR0000`);
  const { banks } = JSON.parse(answer.text);
  assert.deepEqual(
    banks.map((bank: { href: string }) => bank.href),
    [`/pay/${webId}?bank=rzb_ro`],
  );
});

test("the only bank of a link is not asked for", async () => {
  const { webId } = await newLink(fixture, { ...goodLink(), payment_method: { provider_id: "bt_ro" } });
  const answer = await new Payer(fixture).get(`/pay/${webId}`);
  assert.equal(answer.code, "confirm");
  assert.doesNotMatch(answer.text, /Change bank/);
});

test("a wrong IBAN comes back with what was typed and why; one of another bank is named", async () => {
  const { webId } = await newLink(fixture, goodLink());
  const home = `/pay/${webId}`;
  const payer = new Payer(fixture);
  await payer.get(`${home}?bank=rzb_ro`);
  const wrong = await payer.submit(home, { debtor_iban: "RO03 RZBR 0000 0699 9999 9998" });
  assert.deepEqual([wrong.status, wrong.code], [422, "confirm_iban_invalid"]);
  assert.match(wrong.text, /value="RO03 RZBR 0000 0699 9999 9998"/);
  assert.match(wrong.text, /aria-invalid="true"/);
  const other = await payer.submit(home, { debtor_iban: "RO03RZBR0000069999999999", bank: "bt_ro" });
  assert.equal(other.code, "confirm_iban_other_bank");
  assert.equal(fixture.bank.payments.size + fixture.otherBank.payments.size, 0);
  assert.equal(
    (await payer.submit(home, { debtor_iban: "ro03 rzbr 0000 0699 9999 9999", bank: "rzb_ro" })).status,
    303,
  );
  assert.equal(fixture.bank.initiations.at(-1)?.payment.debtorIban, "RO03RZBR0000069999999999");
});

test("coming back without finishing offers to go on, another bank, or to cancel", async () => {
  const { home, payer, back, linkId } = await atBank();
  await payer.get(back);
  assert.equal((await payer.get(home)).code, "asking_bank");
  fixture.clock.advance(11_000);
  const unfinished = await payer.get(home);
  assert.equal(unfinished.code, "not_finished");
  assert.match(unfinished.text, new RegExp(`href="${home}/go"`));
  const left = await payer.submit(`${home}/leave`);
  assert.deepEqual([left.status, left.location], [303, `${home}?choose=1`]);
  assert.equal(fixture.bank.only.status, "CANC");
  assert.equal((await payer.get(left.location!)).code, "choose_bank");
  const cancelled = await payer.submit(`${home}/cancel`);
  assert.equal((await payer.get(cancelled.location!)).code, "cancelled_by_you");
  assert.equal((await payer.get(home)).code, "cancelled_by_merchant");
  assert.equal(await statusOf(linkId), "revoked");
});

test("what the bank keeps can no longer be left or cancelled", async () => {
  const { home, payer } = await atBank();
  await payer.get(home);
  const fields = payer.fieldsOf(`${home}/leave`);
  fixture.bank.only.status = "ACTC";
  const left = await payer.post(`${home}/leave`, fields);
  assert.deepEqual([left.status, left.code], [409, "cannot_cancel"]);
  const cancelled = await payer.post(`${home}/cancel`, fields);
  assert.deepEqual([cancelled.status, cancelled.code], [409, "cannot_cancel"]);
  assert.equal((await payer.get(home)).code, "on_their_way");
});

test("a bank that is down, refuses or answers late ends or waits in words, and can be tried again", async () => {
  for (const [mode, code] of [
    ["down", "bank_down"],
    ["refuse", "refused_by_bank"],
  ] as const) {
    fixture.bank.modes.push(mode);
    const { home, payer, paid } = await atBank();
    assert.equal(paid.location, home);
    const ended = await payer.get(home);
    assert.equal(ended.code, code);
    assert.match(ended.text, new RegExp(`href="${home}\\?bank=rzb_ro"`));
    assert.equal((await payer.get(`${home}?bank=rzb_ro`)).code, "confirm");
    assert.equal((await payer.submit(home)).location, `${home}/go`);
  }
  fixture.bank.modes.push("lose_request", "lose_request", "lose_request");
  const { home, payer } = await atBank();
  assert.equal((await payer.get(home)).code, "sending_to_bank");
});

test("a rejected payment says why in the bank's words or in ours", async () => {
  const { home, payer, back } = await atBank();
  fixture.bank.only.status = "RJCT";
  await payer.get(back);
  const ended = await payer.get(home);
  assert.equal(ended.code, "refused_by_bank");
  assert.match(ended.text, /refused, or not confirmed in time/);
});

test("an expired link says until when, and is not started by looking at it", async () => {
  const { webId, linkId } = await newLink(fixture, { ...goodLink(), options: { expires_in: 60 } });
  fixture.clock.advance(61_000);
  assert.equal((await new Payer(fixture).get(`/pay/${webId}`)).code, "link_expired");
  assert.equal(await statusOf(linkId), "created");
});

test("two tabs pay one link: one payment, and the second is told", async () => {
  const { home, payer, back } = await atBank();
  const second = { ...payer.fieldsOf(home) };
  assert.equal((await payer.post(home, second)).location, `${home}/go`);
  assert.equal(fixture.bank.payments.size, 1);
  fixture.bank.only.status = "ACSC";
  await payer.get(back);
  const told = await payer.post(home, second);
  assert.deepEqual([told.status, told.code], [409, "paid_elsewhere"]);
  assert.equal(fixture.bank.payments.size, 1);
});

test("the language: the link's own, the browser's, and the payer's choice, which is remembered", async () => {
  const { webId } = await newLink(fixture, { ...goodLink(), options: { locale: "ro" } });
  const payer = new Payer(fixture);
  assert.match((await payer.get(`/pay/${webId}`, { "accept-language": "de" })).text, /<html lang="ro"/);
  assert.match((await payer.get(`/pay/${webId}?lang=lt`)).text, /<html lang="lt"/);
  const later = await payer.get(`/pay/${webId}?bank=rzb_ro`);
  assert.match(later.text, /<html lang="lt"/);
  assert.match(later.text, /Mokėti 12,50\u00a0RON/);
  assert.equal((await payer.submit(`/pay/${webId}`)).location, `/pay/${webId}/go`);
});

test("the status that pages follow changes with the link and says nothing of the payer", async () => {
  const { home, payer, back, webId } = await atBank();
  const state = async () => JSON.parse((await new Payer(fixture).get(`/pay/${webId}/status`)).text);
  const away = await state();
  assert.deepEqual(Object.keys(away), ["state", "status"]);
  assert.match((await payer.get(home)).text, new RegExp(`data-state="${away.state}"`));
  fixture.bank.only.status = "ACSC";
  await payer.get(back);
  const done = await state();
  assert.notEqual(done.state, away.state);
  assert.equal(done.status, "completed");
});

test("the QR code is there as SVG and PNG, for a link only", async () => {
  const { webId } = await newLink(fixture, goodLink());
  const payer = new Payer(fixture);
  assert.equal((await payer.get(`/links/${webId}/qr.svg`)).headers.get("content-type"), "image/svg+xml");
  assert.equal((await payer.get(`/links/${webId}/qr.png`)).headers.get("content-type"), "image/png");
  assert.equal((await payer.get(`/links/${"A".repeat(22)}/qr.svg`)).status, 404);
});
