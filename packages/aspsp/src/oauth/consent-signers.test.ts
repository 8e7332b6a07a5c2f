/** Proves: where several PSUs have to authorise a consent, its tokens are issued with the last authorisation. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { carol, dan, type FakePsu } from "../testing/fake-core-banking.ts";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { begin, consentAtBank, exchange } from "./testing/stranger.ts";
import { redirectUri, tppAt } from "./testing/tpp.ts";

let server: OpenBank;
before(async () => {
  server = await openBank({ profile: { ...testProfile, approach: "oauth", scaOAuth: true } });
});
after(() => server.close());

test("O16: the first signer brings back no code, the last one brings tokens that open the accounts", async () => {
  const tpp = tppAt(server, { roles: ["PSP_AI"] });
  const config = await tpp.client();
  const { consentId, scaRedirect } = await tpp.consent({}, {}, carol);
  assert.equal(scaRedirect, undefined);
  const authorise = async (psu: FakePsu) => {
    const begun = await begin(config, { scope: `AIS:${consentId}`, redirectUri });
    return { begun, callback: await consentAtBank(server, begun.url, { psu }) };
  };
  const status = async () => (await tpp.call({ path: `/v1/consents/${consentId}/status` })).body.consentStatus;
  const first = new URL((await authorise(carol)).callback).searchParams;
  assert.equal(first.get("code"), null);
  assert.equal(first.get("error"), "access_denied");
  assert.match(first.get("error_description") ?? "", /others have to authorise it too/);
  assert.equal(await status(), "partiallyAuthorised");
  const last = await authorise(dan);
  const { access_token: token } = await exchange(last.begun, last.callback);
  assert.equal(await status(), "valid");
  const read = await tpp.call({ path: "/v1/accounts", token });
  assert.deepEqual(
    read.body.accounts.map(({ iban }: { iban: string }) => iban),
    [carol.accounts[0]?.iban],
  );
});
