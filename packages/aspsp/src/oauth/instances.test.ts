/** Proves the rows about codes and tokens on two processes of one bank, over real listeners. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, exchange, payAtBank, type Begun } from "./testing/stranger.ts";
import { redirectUri, tppAt, type TestTpp } from "./testing/tpp.ts";

let server: OpenBank;
let tpp: TestTpp;
/** The same client at either process. */
let configs: [client.Configuration, client.Configuration];

before(async () => {
  server = await openBank({ profile: { ...testProfile, approach: "oauth", scaOAuth: true }, instances: 2 });
  tpp = tppAt(server);
  configs = [await tpp.client(0), await tpp.client(1)];
});
after(() => server.close());

const at = (instance: number): client.Configuration => configs[instance % 2] as client.Configuration;

async function tokensFor(paymentId: string) {
  const begun = await begin(at(0), { scope: `PIS:${paymentId}`, redirectUri });
  return exchange(begun, await payAtBank(server, begun.url));
}

const status = (paymentId: string, token: string, instance = 0) =>
  tpp.call({ path: tpp.statusPath(paymentId), token, instance });

test("O6: of 50 parallel exchanges on two processes one succeeds, the replay is seen and its token is dead on both", async () => {
  const paymentId = await tpp.pay();
  const begun = await begin(at(0), { scope: `PIS:${paymentId}`, redirectUri });
  const callback = await payAtBank(server, begun.url);
  const tries = Array.from({ length: 50 }, (_, n) => exchange({ ...begun, config: at(n) } satisfies Begun, callback));
  const results = await Promise.allSettled(tries);
  const given = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  assert.equal(given.length, 1);
  for (const one of results) if (one.status === "rejected") assert.equal(one.reason.error, "invalid_grant");
  const [{ access_token: token, refresh_token: refresh = "" }] = given as [(typeof given)[0]];
  for (const instance of [0, 1]) assert.equal((await status(paymentId, token, instance)).status, 401);
  await assert.rejects(client.refreshTokenGrant(at(1), refresh), { error: "invalid_grant" });
});

test("O8: one token on four connections: its own 200, another TPP's and none 401, a plain one is closed", async () => {
  const paymentId = await tpp.pay();
  const { access_token: token } = await tokensFor(paymentId);
  assert.equal((await status(paymentId, token)).status, 200);
  const other = tppAt(server, { organizationIdentifier: "PSDLT-BOL-654321" });
  assert.equal((await other.call({ path: tpp.statusPath(paymentId), token })).status, 401);
  const renewed = tppAt(server);
  const onRenewed = await renewed.call({ path: tpp.statusPath(paymentId), token });
  assert.equal(onRenewed.status, 401, "nor with a renewed certificate of the same TPP");
  assert.equal(onRenewed.body.tppMessages[0].code, "TOKEN_INVALID");
  const bare = await server.fetchWith()(server.issuer + tpp.statusPath(paymentId), {
    headers: { authorization: `Bearer ${token}`, "x-request-id": crypto.randomUUID() },
  });
  assert.equal(bare.status, 401);
  assert.equal(((await bare.json()) as any).tppMessages[0].code, "CERTIFICATE_MISSING");
  assert.equal(await plainly(tpp.statusPath(paymentId), token), "", "nothing is answered without TLS");
});

/** What the mutual-TLS port answers to whoever speaks plain HTTP. */
function plainly(path: string, token: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host: "localhost", port: server.ports[0] ?? 0 });
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  socket.on("close", () => resolve(/HTTP\/1\.1 2/.test(text) ? text : ""));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  return promise;
}

test("O8: a token in the query is no token", async () => {
  const begun = await begin(at(0), { scope: "payments", redirectUri });
  const { access_token: token } = await exchange(begun, await allowAtBank(begun.url));
  const answer = await tpp.call({ path: `/v1/accounts?access_token=${token}` });
  assert.equal(answer.status, 401);
  assert.equal(answer.body.tppMessages[0].code, "TOKEN_UNKNOWN");
});

test("O16: what is revoked at one process is dead at the other at once, access token and refresh token", async () => {
  const paymentId = await tpp.pay();
  const tokens = await tokensFor(paymentId);
  const { access_token: token, refresh_token: refresh = "" } = tokens;
  assert.equal((await status(paymentId, token, 1)).status, 200);
  await client.tokenRevocation(at(0), token);
  assert.equal((await status(paymentId, token, 1)).status, 401);
  const again = await client.refreshTokenGrant(at(1), refresh).catch(() => undefined);
  if (again !== undefined) {
    await client.tokenRevocation(at(0), refresh);
    assert.equal((await status(paymentId, again.access_token, 1)).status, 401);
  }
  await assert.rejects(client.refreshTokenGrant(at(1), refresh), { error: "invalid_grant" });
});

test("O14: 20 parallel refreshes on two processes are all good, and another TPP's certificate is 400", async () => {
  const { refresh_token: refresh = "" } = await tokensFor(await tpp.pay());
  const refreshed = await Promise.all(Array.from({ length: 20 }, (_, n) => client.refreshTokenGrant(at(n), refresh)));
  const tokens = new Set(refreshed.map((one) => one.access_token));
  assert.equal(tokens.size, 20);
  const other = tppAt(server, { organizationIdentifier: "PSDLT-BOL-654321" });
  const form = { grant_type: "refresh_token", refresh_token: refresh, client_id: other.tppId };
  const stolen = await other.call({ path: "/oauth/token", form });
  assert.equal(stolen.status, 400);
  assert.deepEqual(stolen.body.error, "invalid_grant");
  const posing = await other.call({ path: "/oauth/token", form: { ...form, client_id: tpp.tppId } });
  assert.equal(posing.status, 401, "nor by calling itself the other");
  assert.equal(posing.body.error, "invalid_client");
});
