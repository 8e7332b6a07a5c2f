/** Proves that a scope is given, and a token used, only as far as certificate and scope both reach (row O15). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TestBrowser } from "../sca-pages/testing/browser.ts";
import { samplePayment, testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, consentAtBank, exchange, payAtBank } from "./testing/stranger.ts";
import { redirectUri, tppAt, type TestTpp, type TppReply } from "./testing/tpp.ts";

type Role = "PSP_PI" | "PSP_AI" | "PSP_IC";

const everyRole: Role[] = ["PSP_PI", "PSP_AI", "PSP_IC"];
let server: OpenBank;

before(async () => {
  server = await openBank({ profile: { ...testProfile, approach: "oauth", scaOAuth: true } });
});
after(() => server.close());

interface Resources {
  readonly paymentId: string;
  readonly consentId: string;
  readonly fundsConsentId: string;
}

async function resourcesOf(tpp: TestTpp): Promise<Resources> {
  const { consentId } = await tpp.consent();
  return { paymentId: await tpp.pay(), consentId, fundsConsentId: await tpp.fundsConsent() };
}

/** Each scope, and the role of the certificate that it takes. */
const scopes: readonly (readonly [scope: (of: Resources) => string, roles: readonly Role[]])[] = [
  [() => "payments", ["PSP_PI"]],
  [() => "accounts", ["PSP_AI"]],
  [() => "transactions", ["PSP_AI"]],
  [() => "accounts payments", ["PSP_AI", "PSP_PI"]],
  [({ paymentId }) => `PIS:${paymentId}`, ["PSP_PI"]],
  [({ consentId }) => `AIS:${consentId}`, ["PSP_AI"]],
  [({ fundsConsentId }) => `PIIS:${fundsConsentId}`, ["PSP_IC"]],
];

test("O15: role × scope: a scope beyond the certificate is refused at the authorization endpoint, and at PAR", async () => {
  const sets: Role[][] = [["PSP_PI"], ["PSP_AI"], ["PSP_IC"], ["PSP_PI", "PSP_AI"], everyRole];
  for (const [at, roles] of sets.entries()) {
    const organizationIdentifier = `PSDLT-BOL-10000${at}`;
    const resources = await resourcesOf(tppAt(server, { organizationIdentifier, roles: everyRole }));
    const tpp = tppAt(server, { organizationIdentifier, roles });
    const config = await tpp.client();
    for (const [scopeOf, needed] of scopes) {
      const scope = scopeOf(resources);
      const mayHave = needed.every((role) => roles.includes(role));
      const { url } = await begin(config, { scope, redirectUri });
      const { location = "" } = await new TestBrowser().get(url.href);
      const error = new URL(location).searchParams.get("error");
      assert.equal(error, mayHave ? null : "invalid_scope", `${roles.join()} asks ${scope}`);
      const form = Object.fromEntries(url.searchParams);
      const pushed = await tpp.call({ path: "/oauth/par", form });
      assert.equal(pushed.status, mayHave ? 201 : 400, `${roles.join()} pushes ${scope}`);
      if (!mayHave) assert.equal(pushed.body.error, "invalid_scope");
    }
  }
});

interface Endpoint {
  readonly name: string;
  readonly role: Role;
  call(tpp: TestTpp, of: Resources, token: string): Promise<TppReply>;
}

const endpoints: readonly Endpoint[] = [
  {
    name: "initiate",
    role: "PSP_PI",
    call: (tpp, _of, token) => tpp.call({ path: "/v1/payments/domestic-ron-transfers", body: samplePayment, token }),
  },
  {
    name: "payment",
    role: "PSP_PI",
    call: (tpp, { paymentId }, token) => tpp.call({ path: tpp.statusPath(paymentId), token }),
  },
  {
    name: "consent",
    role: "PSP_AI",
    call: (tpp, { consentId }, token) => tpp.call({ path: `/v1/consents/${consentId}/status`, token }),
  },
  { name: "accounts", role: "PSP_AI", call: (tpp, _of, token) => tpp.call({ path: "/v1/accounts", token }) },
  {
    name: "funds",
    role: "PSP_IC",
    call: (tpp, _of, token) => {
      const { debtorAccount: account, instructedAmount } = samplePayment;
      return tpp.call({ path: "/v1/funds-confirmations", body: { account, instructedAmount }, token });
    },
  },
];

/** What a token of each scope is good for. */
const good: Readonly<Record<string, readonly string[]>> = {
  payments: ["initiate", "payment"],
  accounts: ["consent", "accounts"],
  "accounts payments": ["initiate", "payment", "consent", "accounts"],
  PIS: ["payment"],
  AIS: ["consent", "accounts"],
  PIIS: ["funds"],
};

test("O15: scope × endpoint: a token is good for what its scope names and 401 everywhere else", async () => {
  const tpp = tppAt(server, { roles: everyRole });
  const config = await tpp.client();
  for (const [name, reach] of Object.entries(good)) {
    const resources = await resourcesOf(tpp);
    const { paymentId, consentId, fundsConsentId } = resources;
    const bound: Record<string, string> = { PIS: paymentId, AIS: consentId, PIIS: fundsConsentId };
    const scope = bound[name] === undefined ? name : `${name}:${bound[name]}`;
    const begun = await begin(config, { scope, redirectUri });
    const atBank = name === "payments" ? allowAtBank(begun.url) : visit(name, begun.url);
    const { access_token: token } = await exchange(begun, await atBank);
    for (const endpoint of endpoints) {
      const reply = await endpoint.call(tpp, resources, token);
      const at = `${scope} at ${endpoint.name}: ${JSON.stringify(reply.body)}`;
      if (reach.includes(endpoint.name)) assert.ok(reply.status < 300, at);
      else assert.deepEqual([reply.status, reply.body.tppMessages[0].code], [401, "TOKEN_INVALID"], at);
    }
  }
});

const visit = (name: string, url: URL): Promise<string> =>
  name === "PIS" ? payAtBank(server, url) : consentAtBank(server, url);

test("O15: role × endpoint: whatever the token, a certificate without the role is 401 ROLE_INVALID", async () => {
  const organizationIdentifier = "PSDLT-BOL-200000";
  const resources = await resourcesOf(tppAt(server, { organizationIdentifier, roles: everyRole }));
  for (const role of everyRole) {
    const tpp = tppAt(server, { organizationIdentifier, roles: everyRole.filter((one) => one !== role) });
    for (const endpoint of endpoints.filter((one) => one.role === role)) {
      const reply = await endpoint.call(tpp, resources, "whatever");
      assert.deepEqual([reply.status, reply.body.tppMessages[0].code], [401, "ROLE_INVALID"], endpoint.name);
    }
  }
});
