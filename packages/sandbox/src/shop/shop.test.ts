import assert from "node:assert/strict";
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { after, before, test } from "node:test";
import { listen, parseJson, silentLog, type Listener } from "@tallystick/kit";
import { tallyStick } from "./product.ts";
import { createShop, type Shop } from "./shop.ts";

let listener: Listener;
let shop: Shop;
const hub = fakeHub();

before(async () => {
  // The shop needs its own address, which is known once it listens.
  const pages: { handler?: Shop["handler"] } = {};
  listener = await listen({
    handler: (req, res) => pages.handler?.(req, res),
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
  });
  shop = await createShop({
    url: listener.url,
    hubUrl: "http://hub.example/test",
    clientId: "shop",
    clientSecret: "s3cret-of-the-shop",
    log: silentLog,
    fetch: hub.fetch,
  });
  pages.handler = shop.handler;
});
after(() => listener.close());

const linkId = "6f1c2a34-0000-4000-8000-000000000001";
const get = (path: string) => fetch(listener.url + path, { redirect: "manual" });
const buy = (headers: Record<string, string> = {}) =>
  fetch(`${listener.url}/buy`, { method: "POST", redirect: "manual", headers, body: new URLSearchParams() });

test("buying makes a link for 12.50 RON and sends the payer to it", async () => {
  const answer = await buy();
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, "http://hub.example/pay/web-1"]);
  const { client_secret: secret, ...body } = hub.calls.at(-1)!.body as Record<string, unknown>;
  assert.equal(secret, "s3cret-of-the-shop");
  assert.deepEqual(body, {
    client_id: "shop",
    payment_intent: {
      amount: "12.50",
      currency: "RON",
      creditor: { name: "Raboj Tally Sticks SRL", iban: "RO10RZBR0000069999999970" },
      description: "Hazel tally stick, one pair",
    },
    options: { redirect_url: `${listener.url}/orders`, webhook_url: `${listener.url}/webhooks` },
  });
});

test("P12: coming back shows what the hub says, whatever the address claims", async () => {
  hub.link.status = "awaiting_authz";
  const back = await get(`/orders?link_id=${linkId}&status=completed`);
  assert.deepEqual([back.status, back.headers.get("location")], [303, `/orders/${linkId}`]);
  assert.match(await (await get(`/orders/${linkId}`)).text(), /<h1>Waiting for your payment<\/h1>/);
  hub.link.status = "completed";
  assert.match(await (await get(`/orders/${linkId}`)).text(), /<h1>Paid. Thank you!<\/h1>/);
});

test("every ending of a link has a page of its own", async () => {
  await buy();
  const titles = new Map<string, string>();
  for (const status of ["created", "received", "submitted", "completed", "failed", "revoked", "funds_rejected"]) {
    hub.link.status = status;
    titles.set(status, /<h1>(.*?)<\/h1>/.exec(await (await get(`/orders/${linkId}`)).text())![1]!);
  }
  assert.equal(new Set(titles.values()).size, titles.size);
  hub.link.status = "started";
  hub.link.is_expired = true;
  assert.match(await (await get(`/orders/${linkId}`)).text(), /<h1>Too late<\/h1>/);
  hub.link.is_expired = false;
});

test("a webhook that the hub signed is kept once and shown; the order is not decided by it", async () => {
  hub.link.status = "submitted";
  const delivery = hub.sign({ ...event, event_id: "e-1", status: "submitted", sequence: 4 });
  for (let round = 0; round < 2; round++) assert.equal((await deliver(delivery)).status, 204);
  const [received, ...rest] = shop.received();
  assert.equal(rest.length, 0);
  assert.deepEqual([received?.event.event_id, received?.deliveries, received?.body], ["e-1", 2, delivery.body]);
  assert.equal(received?.headers["x-signature-kid"], "key-1");
  const page = await (await get(`/orders/${linkId}`)).text();
  assert.match(page, /no\. 4[\s\S]*signature verified[\s\S]*delivered 2 times/);
});

test("webhooks that came out of order are shown in theirs", async () => {
  await deliver(hub.sign({ ...event, event_id: "e-3", status: "completed", sequence: 6 }));
  await deliver(hub.sign({ ...event, event_id: "e-2", status: "received", sequence: 5 }));
  const page = await (await get(`/orders/${linkId}`)).text();
  assert.ok(page.indexOf("no. 5") < page.indexOf("no. 6"));
});

test("W5, W6: a webhook that is unsigned, changed, old or by another key is refused and not kept", async () => {
  const before = shop.received().length;
  const good = hub.sign({ ...event, event_id: "e-9", status: "completed", sequence: 9 });
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const wrong = [
    { ...good, headers: {} },
    { ...good, body: good.body.replace('"sequence":9', '"sequence":8') },
    hub.sign({ ...event, event_id: "e-9", status: "completed", sequence: 9 }, { key: stranger }),
    hub.sign({ ...event, event_id: "e-9", status: "completed", sequence: 9 }, { ageSeconds: 301 }),
  ];
  for (const delivery of wrong) assert.equal((await deliver(delivery)).status, 400);
  assert.equal(shop.received().length, before);
});

test("a restarted shop asks the hub for an order that it has forgotten; an unknown one is not found", async () => {
  hub.link.status = "completed";
  const forgotten = linkId.replace(/1$/, "2");
  assert.match(await (await get(`/orders/${forgotten}`)).text(), /Paid. Thank you!/);
  for (const other of [{ amount: "0.01" }, { creditor: { name: "Somebody Else", iban: "RO88RZBR0000060000012001" } }]) {
    hub.otherIntent = other;
    assert.equal((await get(`/orders/${linkId.replace(/1$/, "4")}`)).status, 404, "a link that pays something else");
  }
  hub.otherIntent = {};
  hub.known = false;
  assert.equal((await get(`/orders/${linkId.replace(/1$/, "3")}`)).status, 404);
  for (const path of ["/orders", "/orders?link_id=../../etc", "/orders/x", "/nowhere"]) {
    assert.equal((await get(path)).status, 404, path);
  }
  const kept = await (await get(`/orders/${linkId}`)).text();
  assert.match(kept, /could not be asked just now/);
  const unsold = await buy();
  assert.equal(unsold.status, 503);
  assert.doesNotMatch(await unsold.text(), /s3cret|TallystickError|at \w+ \(/);
  hub.known = true;
});

test("S4, S5, S10: foreign forms buy nothing, and pages are neither framed, stored nor scripted inline", async () => {
  const calls = hub.calls.length;
  assert.equal((await buy({ origin: "https://evil.example" })).status, 400);
  assert.equal(hub.calls.length, calls);
  for (const path of ["/", `/orders/${linkId}`]) {
    const page = await get(path);
    const policy = page.headers.get("content-security-policy")!;
    assert.match(policy, /default-src 'none'.*form-action 'self' http:\/\/hub\.example; frame-ancestors 'none'/);
    assert.equal(page.headers.get("cache-control"), "no-store");
    assert.doesNotMatch(await page.text(), /<script(?! src="\/assets\/shop\.js" defer><)|\sstyle=|\son\w+=/);
  }
});

const event = { type: "link_status_update", link_id: linkId, web_id: "web-1", occurred_at: "2026-11-21T10:00:00Z" };

interface Delivery {
  readonly body: string;
  readonly headers: Record<string, string>;
}

function deliver({ body, headers }: Delivery): Promise<Response> {
  const all = { "content-type": "application/json", ...headers };
  return fetch(`${listener.url}/webhooks`, { method: "POST", body, headers: all });
}

/** A hub that knows one link under every id, and signs webhooks by a key of its own. */
function fakeHub() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "key-1", alg: "ES256", use: "sig" };
  const self = {
    calls: [] as { url: string; body: unknown }[],
    known: true,
    otherIntent: {} as object,
    link: { status: "created", is_expired: false },
    sign: (payload: object, { key = privateKey, ageSeconds = 0 }: { key?: KeyObject; ageSeconds?: number } = {}) => {
      const body = JSON.stringify(payload);
      const iat = Math.floor(Date.now() / 1000) - ageSeconds;
      const header = JSON.stringify({ alg: "ES256", kid: "key-1", iat });
      const input = `${Buffer.from(header).toString("base64url")}.${Buffer.from(body).toString("base64url")}`;
      const signature = createSign("sha256").update(input).sign({ key, dsaEncoding: "ieee-p1363" }, "base64url");
      return { body, headers: { "x-signature": `${input}.${signature}`, "x-signature-kid": "key-1" } };
    },
    fetch: (async (url: string | URL | Request, init?: RequestInit) => {
      const path = String(url instanceof Request ? url.url : url);
      if (path.endsWith("/.well-known/jwks.json")) return Response.json({ keys: [jwk] });
      const body = parseJson(Buffer.from(init?.body as string));
      self.calls.push({ url: path, body });
      if (!self.known) return Response.json({ code: "link_not_found", message: "unknown" }, { status: 404 });
      const link = { link_id: linkId, web_id: "web-1", web_url: "http://hub.example/pay/web-1", ...self.link };
      const { amount, currency, creditor, description } = tallyStick;
      return Response.json({
        ...link,
        payment_intent: { amount, currency, creditor, description, ...self.otherIntent },
      });
    }) as typeof fetch,
  };
  return self;
}
