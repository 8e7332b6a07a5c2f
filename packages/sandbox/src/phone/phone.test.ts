import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  after as later,
  listen,
  MovableClock,
  silentLog,
  systemRandom,
  type HttpHandler,
  type Listener,
} from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import type { CoreBanking } from "@tallystick/aspsp";
import { cecRo } from "../banks/cec_ro.ts";
import { createCoreBanking } from "../core/core.ts";
import { ledgerMigrations } from "../ledger/migrations.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createPhone } from "./phone.ts";

let ledger: TestDatabase<LedgerSchema>;
let listener: Listener;
let core: CoreBanking;
const clock = new MovableClock();
const answers: { challengeId: string; approval: string; approve: boolean }[] = [];
let taken = true;

before(async () => {
  ledger = await openTestDatabase<LedgerSchema>(ledgerMigrations);
  core = createCoreBanking({ bank: cecRo, db: ledger.db, clock });
  // The page needs its own origin, which is known once it listens.
  const pages: { handler?: HttpHandler } = {};
  listener = await listen({
    handler: (req, res) => pages.handler?.(req, res),
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
  });
  pages.handler = await createPhone({
    bank: cecRo,
    db: ledger.db,
    clock,
    random: systemRandom,
    log: silentLog,
    pagesUrl: `${listener.url}/cec_ro`,
    answerPush: async (answer) => {
      answers.push(answer);
      return taken;
    },
  });
});
after(async () => {
  await listener.close();
  await ledger.close();
});
beforeEach(() => {
  answers.length = 0;
  taken = true;
});

const phone = "/cec_ro/phone/testcecapi";
const get = (path: string) => fetch(listener.url + path);

let last = 0;
async function push(changes: { psuId?: string; text?: string } = {}): Promise<string> {
  const challengeId = `challenge-${(last += 1)}`;
  await core.deliver({
    psuId: "testcecapi",
    methodId: "phone-push",
    kind: "push",
    text: "Pay 12.50 RON to Shop",
    challengeId,
    approval: `secret-of-${challengeId}`,
    expiresAt: later(clock.now(), 300_000),
    ...changes,
  });
  return challengeId;
}

interface Form {
  readonly cookie: string;
  readonly csrf: string;
}

async function openForm(): Promise<Form> {
  const page = await get(phone);
  const cookie = page.headers.get("set-cookie")!;
  assert.match(cookie, /^cec_ro_phone=[\w-]{43}; Path=\/cec_ro\/phone; HttpOnly; SameSite=Strict$/);
  return { cookie: cookie.split(";")[0]!, csrf: /name="csrf" value="([\w-]+)"/.exec(await page.text())![1]! };
}

function submit(fields: Record<string, string>, headers: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(`${listener.url}${phone}/answer`, { method: "POST", body, headers, redirect: "manual" });
}

test("people are chosen by name, with what they need to log in", async () => {
  const page = await (await get("/cec_ro/phone")).text();
  for (const { login, name, password } of cecRo.users) {
    assert.ok(page.includes(`href="/cec_ro/phone/${login}"`) && page.includes(name) && page.includes(password));
  }
});

test("messages stand newest first, codes in full, and what expired says so", async () => {
  const code = (challengeId: string, digits: string) =>
    core.deliver({
      psuId: "sorina.lupu",
      methodId: "phone-code",
      kind: "code",
      code: digits,
      text: "Pay",
      challengeId,
      expiresAt: later(clock.now(), 300_000),
    });
  await code("c-1", "1111111");
  clock.advance(301_000);
  await code("c-2", "2222222");
  const page = await (await get("/cec_ro/phone/sorina.lupu")).text();
  assert.ok(page.indexOf("2222222") > 0 && page.indexOf("2222222") < page.indexOf("1111111"));
  assert.match(page, /class="past"[\s\S]*1111111/);
  assert.match(page, /valid for 5 min/);
});

test("S6: names and texts stay text", async () => {
  await push({ text: `<script>alert(1)</script>"'&\u202e` });
  const page = await (await get(phone)).text();
  assert.ok(!page.includes("<script>alert") && page.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
});

test("approving hands the secret to the bank, once, and never to the page", async () => {
  const challengeId = await push();
  const { cookie, csrf } = await openForm();
  assert.ok(!(await (await get(phone)).text()).includes("secret-of"));
  const fields = { csrf, challenge_id: challengeId, answer: "approve" };
  const answer = await submit(fields, { cookie, origin: listener.url });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, phone]);
  assert.deepEqual(answers, [{ challengeId, approval: `secret-of-${challengeId}`, approve: true }]);
  assert.match(await (await get(phone)).text(), /You approved this/);
  assert.equal((await submit(fields, { cookie })).status, 409);
  assert.equal(answers.length, 1);
});

test("refusing is told to the bank as well; what the bank no longer takes stays unanswered", async () => {
  const challengeId = await push();
  const { cookie, csrf } = await openForm();
  const fields = { csrf, challenge_id: challengeId, answer: "refuse" };
  taken = false;
  const late = await submit(fields, { cookie });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /can no longer be answered/);
  taken = true;
  assert.equal((await submit(fields, { cookie })).status, 303);
  assert.deepEqual(
    answers.map(({ approve }) => approve),
    [false, false],
  );
});

test("S4: a form of another site, another browser, another person or no shape answers nothing", async () => {
  const challengeId = await push();
  const foreign = await push({ psuId: "mihai.barbu" });
  const { cookie, csrf } = await openForm();
  const fields = { csrf, challenge_id: challengeId, answer: "approve" };
  const wrong: readonly [Record<string, string>, Record<string, string>, number][] = [
    [fields, {}, 403],
    [fields, { cookie: `cec_ro_phone=${systemRandom.token()}` }, 403],
    [{ ...fields, csrf: systemRandom.token() }, { cookie }, 403],
    [{ challenge_id: challengeId, answer: "approve" }, { cookie }, 403],
    [fields, { cookie, origin: "https://evil.example" }, 403],
    [fields, { cookie, origin: "null" }, 403],
    [fields, { cookie, "sec-fetch-site": "cross-site" }, 403],
    [{ ...fields, answer: "maybe" }, { cookie }, 400],
    [{ ...fields, challenge_id: foreign }, { cookie }, 409],
  ];
  for (const [form, headers, status] of wrong) assert.equal((await submit(form, headers)).status, status);
  assert.deepEqual(answers, []);
});

test("S5, S10: pages are not framed, stored or scripted inline; unknown people and methods are refused", async () => {
  const page = await get(phone);
  const policy = page.headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(page.headers.get("cache-control"), "no-store");
  const text = await page.text();
  assert.doesNotMatch(text, /<script(?! src="\/cec_ro\/phone\/assets\/phone\.js" defer><)|\sstyle=|\son\w+=/);
  assert.match(text, /<noscript><meta http-equiv="refresh"/);
  assert.equal((await get("/cec_ro/phone/nobody")).status, 404);
  assert.equal((await fetch(listener.url + phone, { method: "DELETE" })).status, 405);
  for (const asset of ["phone.css", "phone.js"]) assert.equal((await get(`/cec_ro/phone/assets/${asset}`)).status, 200);
});
