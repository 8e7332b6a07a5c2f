// Proves when tokens are refreshed, how often, and that what a refresh brought is stored before anybody uses it.
import assert from "node:assert/strict";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { BankError } from "../client/bank-error.ts";
import { createFileTokenStore } from "../stores/tokens-file.ts";
import { createManualTime } from "../testing/manual-time.ts";
import { rotated, tokenServer, type TokenServer } from "../testing/token-server.ts";
import { createTokenSource, storeTokens, type TokenSource } from "./token-source.ts";
import { createMemoryTokenStore, type TokenStore } from "./token-store.ts";

const key = "paysera_lt/consent-1";
const first = { accessToken: "at0", refreshToken: "rt0", expiresIn: 300, scope: "AIS:c1" };

interface Scene {
  readonly time: ReturnType<typeof createManualTime>;
  readonly store: TokenStore;
  source(): TokenSource;
}

async function scene(server: TokenServer, tokens = first, store = createMemoryTokenStore()): Promise<Scene> {
  const time = createManualTime();
  await storeTokens(store, key, tokens, time.clock);
  const { clock, sleep } = time;
  return { time, store, source: () => createTokenSource({ store, context: server.context, key, clock, sleep }) };
}

const expired = () =>
  new BankError("getAccounts", { code: "TOKEN_EXPIRED", status: 401, requestId: "r", outcome: "refused" });

describe("an access token", () => {
  test("is handed out until 60 s before its end, then refreshed", async () => {
    const server = tokenServer((_, number) => rotated(number));
    const { time, source } = await scene(server);
    const tokens = source();
    await time.advance(239_999);
    assert.equal(await tokens.accessToken(), "at0");
    assert.equal(server.asked.length, 0);
    await time.advance(1);
    assert.equal(await tokens.accessToken(), "at1");
    assert.deepEqual(
      [server.asked[0]?.form.get("grant_type"), server.asked[0]?.form.get("refresh_token")],
      ["refresh_token", "rt0"],
    );
    await time.advance(240_000);
    assert.equal(await tokens.accessToken(), "at2");
    assert.equal(server.asked[1]?.form.get("refresh_token"), "rt1");
  });

  test("100 callers make one refresh", async () => {
    const server = tokenServer((_, number) => rotated(number));
    const { time, source } = await scene(server);
    await time.advance(250_000);
    const tokens = source();
    const all = await Promise.all(Array.from({ length: 100 }, () => tokens.accessToken()));
    assert.deepEqual([server.asked.length, new Set(all)], [1, new Set(["at1"])]);
  });

  test("100 callers of five processes over one store make one refresh", async () => {
    const server = tokenServer((_, number) => rotated(number));
    const { time, source } = await scene(server);
    await time.advance(250_000);
    const processes = Array.from({ length: 5 }, source);
    const all = Promise.all(Array.from({ length: 100 }, (_, at) => processes[at % 5]!.accessToken()));
    await time.advance(1_000);
    assert.deepEqual([server.asked.length, new Set(await all)], [1, new Set(["at1"])]);
  });

  test("what was rotated is stored before the new token is handed out, and before it is used", async () => {
    const order: string[] = [];
    const memory = createMemoryTokenStore();
    const store: TokenStore = {
      ...memory,
      replace: async (name, expected, tokens) => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`stored ${tokens.refreshToken}`);
        return memory.replace(name, expected, tokens);
      },
    };
    const server = tokenServer((_, number) => rotated(number));
    const { time, source } = await scene(server, first, store);
    await time.advance(250_000);
    await source().withToken(async (token) => void order.push(`used ${token}`));
    assert.deepEqual(order.slice(-2), ["stored rt1", "used at1"]);
  });

  test("is not handed out when what was rotated could not be stored", async () => {
    const memory = createMemoryTokenStore();
    const replace: TokenStore["replace"] = async (name, expected, tokens) => {
      if (tokens.refreshToken === "rt1") throw new Error("disk full");
      return memory.replace(name, expected, tokens);
    };
    const { time, source } = await scene(
      tokenServer((_, number) => rotated(number)),
      first,
      { ...memory, replace },
    );
    await time.advance(250_000);
    await assert.rejects(source().accessToken(), { message: "disk full" });
  });

  test("a process that dies while it refreshes holds the others up for 30 s", async () => {
    const server = tokenServer((_, number) => (number === 1 ? new Promise<never>(() => {}) : rotated(number)));
    const { time, store, source } = await scene(server, { ...first, refreshToken: "rt-of-the-dead" });
    await time.advance(250_000);
    void source().accessToken();
    await time.advance(0);
    // A process of its own does not join the first one's request; another client id keeps them apart here.
    const context = { ...server.context, clientId: "PSDLT-BOL-654321" };
    const second = createTokenSource({ store, context, key, clock: time.clock, sleep: time.sleep });
    const got = second.accessToken();
    await time.advance(29_000);
    assert.equal(server.asked.length, 1);
    await time.advance(2_000);
    assert.equal(await got, "at2");
  });
});

describe("the end of an authorization", () => {
  test("invalid_grant marks the tokens ended; nobody asks again", async () => {
    const server = tokenServer(() => ({ status: 400, body: { error: "invalid_grant" } }));
    const { time, store, source } = await scene(server);
    await time.advance(250_000);
    const tokens = source();
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => tokens.accessToken()));
    for (const one of all) assert.equal((one as PromiseRejectedResult).reason.code, "token_ended");
    await assert.rejects(source().accessToken(), { name: "OAuthError", code: "token_ended" });
    assert.deepEqual([server.asked.length, (await store.read(key))?.tokens.state], [1, "ended"]);
  });

  test("nothing stored, and an end without a refresh token, have names of their own", async () => {
    const server = tokenServer(() => rotated(1));
    const { time, store, source } = await scene(server, { ...first, refreshToken: undefined } as never);
    await time.advance(299_000);
    assert.equal(await source().accessToken(), "at0");
    await time.advance(1_000);
    await assert.rejects(source().accessToken(), { code: "token_expired" });
    const other = createTokenSource({ store, context: server.context, key: "other" });
    await assert.rejects(other.accessToken(), { code: "token_missing" });
    assert.equal(server.asked.length, 0);
  });

  test("a server that is down ends nothing: the old token serves while it holds, the next caller asks again", async () => {
    let down = true;
    const server = tokenServer((_, number) => (down ? new Error("ECONNREFUSED") : rotated(number)));
    const { time, source } = await scene(server);
    await time.advance(250_000);
    const tokens = source();
    assert.equal(await tokens.accessToken(), "at0");
    await time.advance(50_000);
    await assert.rejects(tokens.accessToken(), { code: "token_failed" });
    down = false;
    assert.equal(await tokens.accessToken(), "at3");
  });

  test("revoke ends the refresh token at the bank, then here", async () => {
    const endpoint = { revocation_endpoint: "https://bank.example/x/xs2a/berlin/1.3/oauth/revoke" };
    const server = tokenServer(() => ({ status: 200 }), endpoint);
    const { source } = await scene(server);
    await source().revoke();
    assert.deepEqual([server.asked[0]?.path, server.asked[0]?.form.get("token")], ["/oauth/revoke", "rt0"]);
    await assert.rejects(source().accessToken(), { code: "token_ended" });
    const without = await scene(tokenServer(() => ({ status: 200 })));
    await assert.rejects(without.source().revoke(), { code: "not_offered" });
    assert.equal(await without.source().accessToken(), "at0");
  });
});

describe("withToken", () => {
  test("TOKEN_EXPIRED before our clock says so: one refresh, one repetition, for fifty callers too", async () => {
    const server = tokenServer((_, number) => rotated(number));
    const { source } = await scene(server);
    const tokens = source();
    let calls = 0;
    const call = async (token: string): Promise<string> => {
      calls += 1;
      if (token === "at0") throw expired();
      return token;
    };
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.withToken(call)));
    assert.deepEqual([new Set(all), calls, server.asked.length], [new Set(["at1"]), 100, 1]);
  });

  test("a second TOKEN_EXPIRED and any other error are the caller's", async () => {
    const server = tokenServer((_, number) => rotated(number));
    const { source } = await scene(server);
    const used: string[] = [];
    const always = async (token: string) => {
      used.push(token);
      throw expired();
    };
    await assert.rejects(source().withToken(always), { code: "TOKEN_EXPIRED" });
    assert.deepEqual([used, server.asked.length], [["at0", "at1"], 1]);
    await assert.rejects(
      source().withToken(() => Promise.reject(new RangeError("own"))),
      RangeError,
    );
    assert.equal(server.asked.length, 1);
  });
});

describe("the stores", () => {
  for (const kind of ["memory", "file"] as const) {
    test(`${kind}: of 50 replacements of one version one comes about`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), "tokens-"));
      t.after(() => rm(folder, { recursive: true }));
      const store = kind === "memory" ? createMemoryTokenStore() : createFileTokenStore(join(folder, "tokens.json"));
      await storeTokens(store, key, first);
      const { tokens } = (await store.read(key))!;
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, at) => store.replace(key, 1, { ...tokens, accessToken: `at${at}` })),
      );
      assert.equal(all.filter(Boolean).length, 1);
      assert.equal((await store.read(key))?.version, 2);
      assert.equal(await store.replace("other", 1, tokens), false);
    });
  }

  test("a file of tokens is its owner's alone, survives the process, and says when it is none", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "tokens-"));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, "tokens.json");
    await storeTokens(createFileTokenStore(path), key, { ...first, scope: undefined });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await createFileTokenStore(path).read(key))?.tokens.refreshToken, "rt0");
    await writeFile(path, '{"a":{"version":1,"tokens":{}}}');
    await assert.rejects(createFileTokenStore(path).read(key), /tokens\.json is no file of tokens/);
  });
});
