// Proves the toolkit's SCA flows and tokens against the sandbox's banks: a consent by the bank's page with a confirmation
// code, and one by the authorization server, whose token is read with, refreshed and revoked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  browserHashOf,
  createMemoryScaStore,
  createMemoryTokenStore,
  createScaFlows,
  createTokenSource,
  discover,
  payseraLt,
} from "@tallystick/tpp";
import { authoriseAtBank } from "./harness/account-holder.ts";
import { back, clientId, openToolkitWorld, type ToolkitWorld } from "./harness/toolkit.ts";

const psu = { ipAddress: "192.0.2.7", userAgent: "Journey/1.0" };
const terms = { recurringIndicator: true, validUntil: "9999-12-31", frequencyPerDay: 4, psu };
const accessTo = (iban: string) => ({ balances: [{ iban }], transactions: [{ iban }] });

let world: ToolkitWorld;
before(async () => (world = await openToolkitWorld()));
after(() => world.close());

test("by scaRedirect: the code of the redirect confirms the consent, for the browser that began and once", async () => {
  const client = world.clientOf("libra_ro", { defaultProduct: "domestic-ron-transfers" });
  const { clock } = world.own;
  const flows = createScaFlows({ bankId: "libra_ro", client, store: createMemoryScaStore(), clock });
  const browserHash = await browserHashOf("a-cookie-of-this-browser");
  const access = accessTo("RO36BREL0001234567890001");
  const start = await flows.begin({
    browserHash,
    redirectUri: back,
    create: (redirectUri) => client.createConsent({ ...terms, access, redirectUri }),
  });
  assert.ok(start.outcome === "redirect");
  const came = await authoriseAtBank(start.url, world.holder("libra_ro", "cristina.voicu"), back);
  assert.equal(came.searchParams.get("state"), start.state);
  const other = { callbackUrl: came.href, browserHash: await browserHashOf("a-cookie-of-another-one") };
  assert.deepEqual(await flows.finish(other), { outcome: "other_browser" });
  assert.equal((await client.getConsentStatus({ consentId: start.created.consentId })).consentStatus, "received");
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => flows.finish({ callbackUrl: came.href, browserHash })),
  );
  for (const outcome of outcomes) {
    assert.ok(outcome.outcome === "authorised", JSON.stringify(outcome));
    assert.deepEqual([outcome.status, outcome.scaStatus, outcome.tokenKey], ["valid", "finalised", undefined]);
  }
});

test("by scaOAuth, pushed: the token is read with, refreshed when it has aged, and ends by revocation", async () => {
  const client = world.clientOf("paysera_lt", payseraLt);
  const { send: request } = world;
  const { clock } = world.own;
  const tokens = createMemoryTokenStore();
  const oauth = { clientId, request, tokens };
  const flows = createScaFlows({ bankId: "paysera_lt", client, store: createMemoryScaStore(), oauth, clock });
  const browserHash = await browserHashOf("a-cookie-of-this-browser");
  const access = accessTo("LT803500010001234567");
  const start = await flows.begin({
    way: "oauth",
    browserHash,
    redirectUri: back,
    create: (redirectUri) => client.createConsent({ ...terms, access, redirectUri }),
  });
  assert.ok(start.outcome === "redirect");
  assert.match(start.url, /request_uri=urn/);
  const came = await authoriseAtBank(start.url, world.holder("paysera_lt", "jonas.kazlauskas"), back);
  const outcome = await flows.finish({ callbackUrl: came.href, browserHash });
  assert.ok(outcome.outcome === "authorised", JSON.stringify(outcome));
  assert.deepEqual(await flows.finish({ callbackUrl: came.href, browserHash }), outcome);

  const { consentId, scaOAuth } = start.created;
  const context = { server: await discover(scaOAuth!, request), clientId, request };
  const source = createTokenSource({ store: tokens, context, key: outcome.tokenKey!, clock });
  const read = () => source.withToken((accessToken) => client.listAccounts({ accessToken, consentId, psu }));
  const [account] = await read();
  assert.equal(account?.iban, "LT803500010001234567");
  const first = await source.accessToken();
  const { expiresAt } = (await tokens.read(outcome.tokenKey!))!.tokens;
  clock.advance(Date.parse(expiresAt!) - clock.now().getTime() - 59_000);
  assert.equal((await read()).length, 1);
  assert.notEqual(await source.accessToken(), first);
  await source.revoke();
  await assert.rejects(read(), { name: "OAuthError", code: "token_ended" });
  await assert.rejects(client.listAccounts({ accessToken: first, consentId, psu }), { name: "BankError" });
});
