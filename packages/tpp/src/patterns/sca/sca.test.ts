// Proves that a browser's return is believed in nothing: state and browser are checked, the bank is asked, and whatever
// comes twice, at once, late or from elsewhere does nothing twice.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createBankClient } from "../../client/bank-client.ts";
import { createMemoryTokenStore } from "../../oauth/token-store.ts";
import { createManualTime } from "../../testing/manual-time.ts";
import { scaBank, type ScaBank } from "../../testing/sca-bank.ts";
import { browserHashOf } from "./browser.ts";
import { createScaFlows, type ScaFlows } from "./flows.ts";
import { createMemoryScaStore } from "./store.ts";

const redirectUri = "https://tpp.example/back?tenant=7";
const cookie = "a-cookie-of-this-browser";

interface Scene {
  readonly time: ReturnType<typeof createManualTime>;
  readonly tokens: ReturnType<typeof createMemoryTokenStore>;
  readonly client: ReturnType<typeof createBankClient>;
  flows(): ScaFlows;
}

function scene(bank: ScaBank): Scene {
  const time = createManualTime();
  const tokens = createMemoryTokenStore();
  const store = createMemoryScaStore();
  const { request } = bank;
  const client = createBankClient({ baseUrl: bank.issuer, request });
  const oauth = { clientId: "PSDLT-BOL-123456", request, tokens };
  const { clock, sleep } = time;
  return { time, tokens, client, flows: () => createScaFlows({ bankId: "lt", client, store, oauth, clock, sleep }) };
}

const psu = { ipAddress: "192.0.2.7" };
const terms = {
  access: { allPsd2: "allAccounts" as const },
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
};

async function begin({ client, flows }: Scene, way: "redirect" | "oauth") {
  const start = await flows().begin({
    way,
    browserHash: await browserHashOf(cookie),
    redirectUri,
    create: (back) => client.createConsent({ ...terms, psu, redirectUri: back }),
  });
  assert.equal(start.outcome, "redirect");
  const { url, state } = start as Extract<typeof start, { outcome: "redirect" }>;
  return { url: new URL(url), state };
}

async function beginPayment({ client, flows }: Scene) {
  const payment = {
    instructedAmount: { amount: "12.50", currency: "EUR" },
    creditorAccount: { iban: "LT121000011101001000" },
    creditorName: "Shop",
  };
  const start = await flows().begin({
    browserHash: await browserHashOf(cookie),
    redirectUri,
    create: (back) => client.initiatePayment({ payment, psuIpAddress: psu.ipAddress, redirectUri: back }),
  });
  return start as Extract<typeof start, { outcome: "redirect" }>;
}

async function back(flows: ScaFlows, parameters: Record<string, string>, by = cookie) {
  const callbackUrl = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) callbackUrl.searchParams.set(name, value);
  return flows.finish({ callbackUrl: callbackUrl.href, browserHash: await browserHashOf(by) });
}

describe("a consent by scaRedirect", () => {
  test("the state travels in the redirect address, and the outcome is the bank's word, not the query's", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { url, state } = await begin(at, "redirect");
    assert.equal(url.href, "https://bank.example/sca/c1");
    const sent = new URL(bank.created().headers["tpp-redirect-uri"]!);
    assert.deepEqual([sent.searchParams.get("tenant"), sent.searchParams.get("state")], ["7", state]);
    assert.match(state, /^[\w-]{43}$/);
    const pending = await back(at.flows(), { state, status: "valid", consentId: "another", result: "ok" });
    assert.deepEqual(pending, {
      outcome: "pending",
      subject: { kind: "consent", consentId: "c1" },
      status: "received",
      scaStatus: "started",
    });
    bank.says("valid", "finalised");
    const outcome = await back(at.flows(), { state, error: "access_denied" });
    assert.deepEqual([outcome.outcome, "tokenKey" in outcome && outcome.tokenKey], ["authorised", undefined]);
  });

  test("what the bank has refused is refused; the outcome stays whatever is asked later", async () => {
    for (const [status, sca] of [
      ["rejected", "failed"],
      ["expired", "failed"],
      ["received", "failed"],
    ] as const) {
      const bank = scaBank();
      const at = scene(bank);
      const { state } = await begin(at, "redirect");
      bank.says(status, sca);
      const first = await back(at.flows(), { state });
      assert.equal(first.outcome, "refused", status);
      bank.says("valid", "finalised");
      const calls = bank.asked.length;
      assert.deepEqual(await back(at.flows(), { state }), first);
      assert.equal(bank.asked.length, calls);
    }
  });

  test("another browser, no cookie, a forged or doubled state do nothing, and the right browser goes on", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { state } = await begin(at, "redirect");
    bank.says("valid", "finalised");
    const calls = bank.asked.length;
    assert.deepEqual(await back(at.flows(), { state }, "a-cookie-of-another-one"), { outcome: "other_browser" });
    const callbackUrl = `${redirectUri}&state=${state}`;
    assert.deepEqual(await at.flows().finish({ callbackUrl, browserHash: undefined }), { outcome: "other_browser" });
    assert.deepEqual(await back(at.flows(), { state: "A".repeat(43) }), { outcome: "unknown" });
    assert.deepEqual(await back(at.flows(), {}), { outcome: "unknown" });
    const browserHash = await browserHashOf(cookie);
    const doubled = `${callbackUrl}&state=${state}`;
    assert.deepEqual(await at.flows().finish({ callbackUrl: doubled, browserHash }), { outcome: "unknown" });
    assert.equal(bank.asked.length, calls);
    assert.equal((await back(at.flows(), { state })).outcome, "authorised");
    await assert.rejects(browserHashOf("short"), TypeError);
  });

  test("half an hour later it is late: nothing is confirmed, and the bank's word is told", async () => {
    const bank = scaBank({ confirms: true });
    const at = scene(bank);
    const { state } = await begin(at, "redirect");
    await at.time.advance(30 * 60_000);
    const outcome = await back(at.flows(), { state, confirmationCode: "code" });
    assert.deepEqual(outcome, {
      outcome: "late",
      subject: { kind: "consent", consentId: "c1" },
      result: { verdict: "pending", status: "received", scaStatus: "unconfirmed" },
    });
    assert.equal(bank.asked.filter(({ method }) => method === "PUT").length, 0);
  });

  test("a bank that cannot be asked ends nothing: the same callback may come again", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { state } = await begin(at, "redirect");
    bank.says("valid", "finalised");
    bank.fails("/v1/consents/c1/status", 503);
    await assert.rejects(back(at.flows(), { state }), { name: "BankError", status: 503 });
    bank.fails(undefined, 0);
    assert.equal((await back(at.flows(), { state })).outcome, "authorised");
  });
});

describe("a payment", () => {
  test("received with a finished authorisation is authorised, rejected is refused", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { state } = await beginPayment(at);
    bank.says("RCVD", "finalised");
    const outcome = await back(at.flows(), { state });
    assert.deepEqual([outcome.outcome, "status" in outcome && outcome.status], ["authorised", "RCVD"]);
    const other = await beginPayment(at);
    bank.says("RJCT", "failed");
    assert.equal((await back(at.flows(), { state: other.state })).outcome, "refused");
  });

  test("the confirmation code reaches the bank once from 50 callbacks at once, with one request id", async () => {
    const bank = scaBank({ confirms: true });
    const at = scene(bank);
    const { state } = await beginPayment(at);
    bank.onConfirm(() => bank.says("ACTC", "finalised"));
    const all = Promise.all(Array.from({ length: 50 }, () => back(at.flows(), { state, confirmationCode: "code" })));
    await at.time.advance(1_000);
    const outcomes = await all;
    assert.deepEqual(new Set(outcomes.map(({ outcome }) => outcome)), new Set(["authorised"]));
    const puts = bank.asked.filter(({ method }) => method === "PUT");
    assert.deepEqual([puts.length, JSON.parse(puts[0]!.body)], [1, { confirmationCode: "code" }]);
  });

  test("a confirmation code that the bank refuses shows in what the bank says then", async () => {
    const bank = scaBank({ confirms: true });
    const at = scene(bank);
    const { state } = await beginPayment(at);
    bank.onConfirm(() => {
      bank.says("RJCT", "failed");
      return 400;
    });
    assert.equal((await back(at.flows(), { state, confirmationCode: "wrong" })).outcome, "refused");
  });
});

describe("a consent by scaOAuth", () => {
  const come = ({ issuer }: ScaBank, state: string) => ({ state, code: "code-1", iss: issuer });

  test("the state is the server's to bring back, tokens are stored, and 50 callbacks of five processes make one exchange", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { url, state } = await begin(at, "oauth");
    assert.deepEqual(
      ["state", "redirect_uri", "scope"].map((name) => url.searchParams.get(name)),
      [state, redirectUri, "AIS:c1"],
    );
    bank.says("valid", "finalised");
    const processes = Array.from({ length: 5 }, () => at.flows());
    const all = Promise.all(Array.from({ length: 50 }, (_, one) => back(processes[one % 5]!, come(bank, state))));
    await at.time.advance(2_000);
    for (const outcome of await all) {
      assert.deepEqual(outcome, {
        outcome: "authorised",
        subject: { kind: "consent", consentId: "c1" },
        status: "valid",
        scaStatus: "finalised",
        tokenKey: "lt/c1",
      });
    }
    assert.equal(bank.exchanges(), 1);
    assert.equal((await at.tokens.read("lt/c1"))?.tokens.refreshToken, "rt1");
    assert.equal((await back(at.flows(), come(bank, state))).outcome, "authorised");
    assert.equal(bank.exchanges(), 1);
  });

  test("no code is sent for another browser, a late one, or a callback without one", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { state } = await begin(at, "oauth");
    bank.says("valid", "finalised");
    assert.equal((await back(at.flows(), come(bank, state), "a-cookie-of-another-one")).outcome, "other_browser");
    assert.equal((await back(at.flows(), { state, iss: bank.issuer })).outcome, "pending");
    await at.time.advance(30 * 60_000);
    assert.equal((await back(at.flows(), come(bank, state))).outcome, "late");
    assert.equal(bank.exchanges(), 0);
  });

  test("another issuer fails by name, a refusal is refused; neither reaches the token endpoint", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const mixed = await begin(at, "oauth");
    const wrong = await back(at.flows(), { ...come(bank, mixed.state), iss: "https://evil.example" });
    assert.deepEqual([wrong.outcome, "code" in wrong && wrong.code], ["failed", "issuer_mismatch"]);
    const denied = await begin(at, "oauth");
    bank.says("rejected", "failed");
    const refused = await back(at.flows(), { state: denied.state, error: "access_denied", iss: bank.issuer });
    assert.deepEqual([refused.outcome, "status" in refused && refused.status], ["refused", "rejected"]);
    assert.equal(bank.exchanges(), 0);
  });

  test("a code whose answer was lost is not sent again", async () => {
    const bank = scaBank();
    const at = scene(bank);
    const { state } = await begin(at, "oauth");
    bank.says("valid", "finalised");
    bank.fails("/oauth/token", 0);
    const lost = await back(at.flows(), come(bank, state));
    assert.deepEqual([lost.outcome, "code" in lost && lost.code], ["failed", "token_failed"]);
    bank.fails(undefined, 0);
    assert.deepEqual(await back(at.flows(), come(bank, state)), lost);
    assert.equal(bank.exchanges(), 1);
  });

  test("a process that dies with the tokens stored is gone on with after 60 s; without them the flow has failed", async () => {
    for (const stored of [true, false]) {
      const bank = scaBank();
      const at = scene(bank);
      const { state } = await begin(at, "oauth");
      bank.says("valid", "finalised");
      // It hangs for good at the question after the exchange, or in the exchange itself.
      const point = stored ? "/v1/consents/c1/status" : "/oauth/token";
      bank.hangs(point);
      void back(at.flows(), come(bank, state));
      while (!bank.asked.some(({ path }) => path === point)) await setImmediate();
      bank.hangs(undefined);
      const again = back(at.flows(), come(bank, state));
      await at.time.advance(61_000);
      const outcome = await again;
      assert.equal(
        outcome.outcome === "failed" ? outcome.code : outcome.outcome,
        stored ? "authorised" : "exchange_lost",
      );
      assert.equal(bank.exchanges(), 1);
    }
  });
});

test("a way that the bank does not offer, and nothing to authorise, are said", async () => {
  const bank = scaBank({ links: [] });
  const { client, flows } = scene(bank);
  const start = await flows().begin({
    browserHash: await browserHashOf(cookie),
    redirectUri,
    create: (address) => client.createConsent({ ...terms, psu, redirectUri: address }),
  });
  assert.equal(start.outcome, "not_offered");
});
