/** Proves that nothing secret leaves by logs, Referer or a repeated POST (rows O17 and O18). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLog } from "@tallystick/kit";
import * as client from "openid-client";
import { TestBrowser, type Answer } from "../sca-pages/testing/browser.ts";
import { alice, method } from "../testing/fake-core-banking.ts";
import { samplePayment, testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { begin, exchange } from "./testing/stranger.ts";
import { redirectUri, tppAt, type TestTpp } from "./testing/tpp.ts";

/** Remembers every answer, with the method that it answers. */
class Witness extends TestBrowser {
  readonly seen: { readonly method: "GET" | "POST"; readonly answer: Answer }[] = [];

  override async get(url: string, headers?: Record<string, string>): Promise<Answer> {
    const answer = await super.get(url, headers);
    this.seen.push({ method: "GET", answer });
    return answer;
  }

  override async post(url: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer> {
    const answer = await super.post(url, fields, headers);
    this.seen.push({ method: "POST", answer });
    return answer;
  }
}

const credentials = { login: alice.login, secret: alice.secret };
const lines: string[] = [];
let server: OpenBank;
let tpp: TestTpp;
let config: client.Configuration;

before(async () => {
  const log = createLog({ level: "debug", destination: { write: (line: string) => void lines.push(line) } });
  server = await openBank({ profile: { ...testProfile, approach: "oauth", scaOAuth: true }, log });
  tpp = tppAt(server);
  config = await tpp.client();
});
after(() => server.close());

/** A payment whose account the PSU chooses: login, a wrong login, account, method, a wrong code, another code, the right one. */
async function longWay(browser: Witness, url: string): Promise<string> {
  const login = await browser.open(url);
  const again = await browser.fill(login, "login", { login: "alice", secret: "wrong-secret-of-alice" });
  const accounts = await browser.fill(again, "login", credentials);
  const review = await browser.fill(accounts, "account", { account_id: "a-ron" });
  const challenge = await browser.fill(review, "method", { method_id: method.code.methodId });
  const wrong = await browser.fill(challenge, "answer", { code: "0000000" });
  const renewed = await browser.fill(wrong, "challenge");
  const back = await browser.fill(renewed, "answer", { code: server.spi.lastCode() });
  return back.location ?? "";
}

async function payWithoutAccount(): Promise<string> {
  const { debtorAccount: _chosen, ...body } = samplePayment;
  const made = await tpp.call({ path: `/v1/payments/${server.profile.defaultProduct}`, body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.paymentId as string;
}

test("O17: the log of whole flows holds no code, token, verifier, state, password, one-time code or cookie", async () => {
  const browser = new Witness();
  const begun = await begin(config, { scope: `PIS:${await payWithoutAccount()}`, redirectUri });
  const callback = await longWay(browser, begun.url.href);
  const tokens = await exchange(begun, callback);
  await exchange(begun, callback).catch(() => {});
  const plain = await begin(config, { scope: "payments", redirectUri });
  // The session of the payment is still good.
  const allowed = await browser.fill(await browser.open(plain.url.href), "allow");
  const others = await exchange(plain, allowed.location ?? "");
  const renewed = await client.refreshTokenGrant(config, others.refresh_token ?? "");
  const codeVerifier = client.randomPKCECodeVerifier();
  const pushed = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: redirectUri,
    scope: "payments",
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  await browser.open(pushed.href);
  await tpp.call({ path: `/v1/accounts?access_token=${renewed.access_token}`, token: renewed.access_token });
  await tpp.call({ path: tpp.statusPath(crypto.randomUUID()), token: tokens.access_token });
  await client.tokenRevocation(config, tokens.refresh_token ?? "");
  const codeOf = (address: string): string => new URL(address).searchParams.get("code") ?? "";
  const requestUri = pushed.searchParams.get("request_uri") ?? "";
  const secrets = [
    codeOf(callback),
    codeOf(allowed.location ?? ""),
    ...[tokens, others, renewed].flatMap((one) => [String(one.access_token), one.refresh_token ?? ""]),
    ...[begun, plain].flatMap((one) => [one.codeVerifier, one.state]),
    requestUri.slice(requestUri.lastIndexOf(":") + 1),
    alice.secret,
    "wrong-secret-of-alice",
    ...server.spi.messages.flatMap(({ code }) => (code === undefined ? [] : [code])),
    ...browser.cookies.map((cookie) => cookie.value),
  ].filter((secret) => secret !== "");
  assert.ok(secrets.length > 15);
  assert.ok(lines.length > 20, "there is a log");
  const log = lines.join("");
  for (const secret of secrets) assert.ok(!log.includes(secret), secret);
  assert.doesNotMatch(log, /code=|state=|access_token=|request_uri=/);
});

test("O5: a challenge that a client uses again is counted, another visit of the same request is not", async () => {
  const reuses = () => lines.filter((line) => line.includes("oauth.challenge_reused")).length;
  const before = reuses();
  const { url } = await begin(config, { scope: "payments", redirectUri });
  for (let visits = 0; visits < 3; visits++) assert.equal((await new TestBrowser().get(url.href)).status, 303);
  assert.equal(reuses(), before);
  url.searchParams.set("state", client.randomState());
  assert.equal(
    (await new TestBrowser().get(url.href)).status,
    303,
    "it is still answered: the client pays for it itself",
  );
  assert.equal(reuses(), before + 1);
});

test("O17: no answer of the pages lets the browser tell another site where it was, nor loads anything from one", async () => {
  const browser = new Witness();
  const begun = await begin(config, { scope: `PIS:${await payWithoutAccount()}`, redirectUri });
  await longWay(browser, begun.url.href);
  await browser.get(`${server.pagesUrl}/sca/${crypto.randomUUID()}`);
  await browser.get(`${begun.url.href}&redirect_uri=https://evil.example/`);
  for (const { answer } of browser.seen) {
    assert.equal(answer.headers["referrer-policy"], "same-origin", answer.url);
    assert.equal(answer.headers["cache-control"], "no-store", answer.url);
    assert.doesNotMatch(answer.text, /(src|href|action)="?(https?:)?\/\/(?!127\.0\.0\.1)/, answer.url);
  }
});

test("O18: every redirect after a POST is a 303, at every form", async () => {
  const browser = new Witness();
  const long = await begin(config, { scope: `PIS:${await payWithoutAccount()}`, redirectUri });
  await longWay(browser, long.url.href);
  const refused = await begin(config, { scope: `PIS:${await tpp.pay()}`, redirectUri });
  await browser.fill(await browser.open(refused.url.href), "refuse");
  for (const form of ["allow", "refuse"]) {
    const plain = await begin(config, { scope: "payments", redirectUri });
    const page = await browser.open(plain.url.href);
    const login = page.text.includes('name="login"') ? page : undefined;
    await browser.fill(login === undefined ? page : await browser.fill(login, "login", credentials), form);
  }
  const forms = new Set<string>();
  for (const { method: verb, answer } of browser.seen) {
    if (answer.location === undefined) continue;
    assert.equal(answer.status, 303, `${verb} ${answer.url}`);
    if (verb === "POST") forms.add(answer.url.slice(answer.url.lastIndexOf("/") + 1));
  }
  assert.deepEqual([...forms].sort(), ["account", "allow", "answer", "challenge", "login", "method", "refuse"]);
});
