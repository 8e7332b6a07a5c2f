// Proves that an application refuses what HTTP or JSON leave ambiguous before a handler sees it (F5, I6, I7, I8, I12, I13).
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { createLog } from "../log.ts";
import { createApp, type AppOptions } from "./app.ts";
import { HttpFault } from "./fault.ts";

interface Harness {
  readonly app: FastifyInstance;
  readonly lines: Record<string, unknown>[];
  /** How often a handler was reached. */
  handled: number;
}

function harness(options: Partial<AppOptions> = {}): Harness {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  const app = createApp({
    log,
    onError: (error, _request, reply) => {
      const fault = error instanceof HttpFault ? error : undefined;
      return reply.code(fault?.status ?? 500).send({ code: fault?.code ?? "internal", path: fault?.path });
    },
    ...options,
  });
  const made: Harness = { app, lines, handled: 0 };
  app.addHook("preHandler", (_request, _reply, done) => {
    made.handled++;
    done();
  });
  app.post("/echo", (request) => ({ body: request.body ?? null, raw: request.rawBody.toString("base64") }));
  app.get("/items/:id", (request) => ({ params: request.params, query: request.query }));
  app.delete("/items/:id", (_request, reply) => reply.code(204).send());
  app.get("/files/*", (request) => request.params);
  app.post("/boom", () => {
    throw new Error("secret detail");
  });
  return made;
}

const json = { "content-type": "application/json" };

async function post({ app }: Harness, payload: string | Buffer, headers: Record<string, string> = json) {
  const answer = await app.inject({ method: "POST", url: "/echo", payload, headers });
  return { status: answer.statusCode, body: answer.json() };
}

test("JSON bodies reach the handler with their raw bytes, empty ones as none", async () => {
  const h = harness();
  const text = '{ "a": "é" }';
  assert.deepEqual(await post(h, text), {
    status: 200,
    body: { body: { a: "é" }, raw: Buffer.from(text).toString("base64") },
  });
  assert.deepEqual(await post(h, ""), { status: 200, body: { body: null, raw: "" } });
  for (const type of ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', "application/json ;"]) {
    assert.equal((await post(h, "{}", { "content-type": type })).status, 200, type);
  }
});

test("F5: duplicate keys, depth, prototypes and broken JSON are 400 with the member; nothing is converted", async () => {
  const h = harness();
  assert.deepEqual(await post(h, '{"a":{"b":1,"b":2}}'), { status: 400, body: { code: "invalid_json", path: "a.b" } });
  assert.equal((await post(h, "[".repeat(33) + "]".repeat(33))).status, 400);
  assert.equal((await post(h, '{"__proto__":{"admin":true}}')).status, 400);
  assert.equal((await post(h, Buffer.from([0x7b, 0xff]))).status, 400);
  assert.equal(h.handled, 0);
  assert.deepEqual((await post(h, '{"n":"1e3","m":1e3}')).body.body, { n: "1e3", m: 1000 });
});

test("F5: a route schema does not compile, so nothing is coerced or dropped behind the handler's back", async () => {
  const { app } = harness();
  app.post("/schema", { schema: { body: { type: "object" } } }, () => "");
  await assert.rejects(async () => app.ready());
});

test("I6: JSONTestSuite over HTTP: n_ and refused y_ answer 400, nothing answers 5xx", async (t) => {
  const vectors = new URL("../../../../../shared/vectors/json/", import.meta.url);
  if (!existsSync(vectors)) {
    assert.ok(!process.env["CI"], "../shared/vectors/json is missing");
    return t.skip("../shared/vectors/json is not here");
  }
  const h = harness({ bodyLimit: 1_000_000 });
  for (const name of readdirSync(vectors).filter((file) => file.endsWith(".json"))) {
    const content = readFileSync(join(fileURLToPath(vectors), name));
    const { status } = await post(h, content);
    assert.ok([200, 400].includes(status), name);
    // An empty body is no body; whether one is needed is the handler's question.
    if (name.startsWith("n_") && content.length > 0) assert.equal(status, 400, name);
  }
});

test("I7: bodies at the limit pass, one byte more is 413, announced or not", async () => {
  const h = harness();
  const sized = (bytes: number) => `"${"a".repeat(bytes - 2)}"`;
  assert.equal((await post(h, sized(65_536))).status, 200);
  assert.deepEqual(await post(h, sized(65_537)), { status: 413, body: { code: "body_too_large" } });
  assert.equal(h.handled, 1);
  const small = harness({ bodyLimit: 100 });
  assert.equal((await post(small, sized(100))).status, 200);
  assert.equal((await post(small, sized(101))).status, 413);
});

test("I12, I7: other types, other charsets and compressed bodies are 415 and not read", async () => {
  const h = harness();
  const refused = [
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "*/*",
    "application/json; charset=utf-7",
    "application/json; charset=utf-8; x=1",
    "application/jsonp",
    "text/json",
    "json",
    "application/json, text/plain",
    "application/json; charset=iso-8859-1",
  ];
  for (const type of refused) assert.equal((await post(h, "{}", { "content-type": type })).status, 415, type);
  assert.equal((await post(h, "{}", {})).status, 415);
  assert.equal((await post(h, "{}", { ...json, "content-encoding": "gzip" })).status, 415);
  assert.equal(h.handled, 0);
});

test("I13: form bodies are flat records; duplicates, 51 parameters, raw bytes and broken percent signs are refused", async () => {
  const h = harness({ contentTypes: ["json", "form"] });
  const form = (payload: string | Buffer) => post(h, payload, { "content-type": "application/x-www-form-urlencoded" });
  assert.deepEqual((await form("a=1&b=x+y%20z&c=&d&%C3%A9=%F0%9F%98%80")).body.body, {
    a: "1",
    b: "x y z",
    c: "",
    d: "",
    é: "😀",
  });
  assert.deepEqual((await form("a=1&b=2&a=1")).body, { code: "duplicate_parameter", path: "a" });
  assert.equal((await form("%61=1&a=2")).status, 400);
  assert.equal((await form(Array.from({ length: 50 }, (_, i) => `k${i}=`).join("&"))).status, 200);
  assert.equal((await form(Array.from({ length: 51 }, (_, i) => `k${i}=`).join("&"))).body.code, "too_many_parameters");
  for (const bad of ["a=%", "a=%zz", "a=%ff", "a=%00", "a=é", "a=1\n", Buffer.from([0x61, 0x3d, 0xff])]) {
    assert.equal((await form(bad)).status, 400, String(bad));
  }
  assert.deepEqual(
    (await form("__proto__=1&constructor=2")).body.body,
    JSON.parse('{"__proto__":"1","constructor":"2"}'),
  );
});

test("I13, I8: queries are read the same way, and a URL over 8,192 characters is 414", async () => {
  const h = harness();
  const get = async (url: string) => {
    const answer = await h.app.inject({ url });
    return { status: answer.statusCode, body: answer.json() };
  };
  assert.deepEqual((await get("/items/7?a=1&b=%2f")).body, { params: { id: "7" }, query: { a: "1", b: "/" } });
  assert.deepEqual(await get("/items/7?a=1&a=2"), { status: 400, body: { code: "duplicate_parameter", path: "a" } });
  assert.equal((await get("/items/7?a=%zz")).body.code, "bad_query");
  assert.equal((await get("/items/7?toString=1&__proto__=x")).status, 200);
  assert.equal((await get(`/items/7?${"a&".repeat(60)}`)).body.code, "too_many_parameters");
  assert.equal((await get(`/items/${"a".repeat(8_185)}`)).status, 200);
  assert.deepEqual(await get(`/items/${"a".repeat(8_186)}`), { status: 414, body: { code: "url_too_long" } });
  assert.deepEqual(await get("/items/%00"), { status: 400, body: { code: "bad_url" } });
  assert.deepEqual(await get("/items/%zz"), { status: 400, body: { code: "bad_url" } });
  assert.deepEqual(await get("/items/%ff"), { status: 400, body: { code: "bad_url" } });
});

test("unknown paths are 404, known ones under another method 405 with Allow, whatever the body", async () => {
  const h = harness();
  const send = (method: "GET" | "POST" | "PUT" | "OPTIONS", url: string) =>
    h.app.inject({
      method,
      url,
      ...(method === "POST" || method === "PUT" ? { payload: "{broken", headers: json } : {}),
    });
  assert.equal((await send("GET", "/nothing")).json().code, "not_found");
  assert.equal((await send("POST", "/nothing")).statusCode, 404);
  assert.equal((await send("GET", "/items/1/")).statusCode, 404);
  const put = await send("PUT", "/items/1?x=1");
  assert.deepEqual(
    [put.statusCode, put.json().code, put.headers["allow"]],
    [405, "method_not_allowed", "DELETE, GET, HEAD"],
  );
  assert.equal((await send("OPTIONS", "/echo")).headers["allow"], "POST");
  assert.equal((await send("POST", "/files/a/b.c")).headers["allow"], "GET, HEAD");
  assert.equal((await h.app.inject({ method: "HEAD", url: "/items/1" })).statusCode, 200);
  assert.equal(h.handled, 1);
});

test("I11: a header that may stand once only is refused twice, and more than 100 headers are 431", async () => {
  const h = harness();
  const raw = (headers: Record<string, string | string[]>) => h.app.inject({ url: "/items/1", headers });
  assert.equal((await raw({ "x-many": "1", accept: ["a/b", "c/d"], cookie: ["a=1", "b=2"] })).statusCode, 200);
  assert.equal((await raw(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-${i}`, "1"])))).statusCode, 431);
});

test("L1: one line per request with the route's pattern, never the path or the query; errors keep their detail inside", async () => {
  const h = harness({ requestId: () => "r-1" });
  await h.app.inject({ url: "/items/c4n4ry?code=c4n4ry" });
  await h.app.inject({ url: "/c4n4ry" });
  await h.app.inject({ url: "/items/%zz" });
  const boom = await h.app.inject({ method: "POST", url: "/boom" });
  assert.deepEqual(boom.json(), { code: "internal" });
  const shown = h.lines.map(({ event, requestId, method, route, status }) => ({
    event,
    requestId,
    method,
    route,
    status,
  }));
  const line = { event: "request", requestId: "r-1", method: "GET" };
  assert.deepEqual(shown, [
    { ...line, route: "/items/:id", status: 200 },
    { ...line, route: undefined, status: 404 },
    { ...line, route: undefined, status: 400 },
    { ...line, method: "POST", route: "/boom", status: 500 },
  ]);
  assert.ok(h.lines.every(({ durationMs }) => typeof durationMs === "number"));
  assert.ok(!JSON.stringify(h.lines).includes("c4n4ry"));
});

test("L5: an error handler that fails itself, or answers nothing, becomes an empty 500 and a log line", async () => {
  for (const onError of [() => Promise.reject(new Error("mapper broke")), () => undefined]) {
    const h = harness({ onError });
    const answer = await h.app.inject({ method: "POST", url: "/boom" });
    assert.deepEqual([answer.statusCode, answer.body], [500, ""]);
    assert.ok(h.lines.some(({ level, event }) => level === "error" && String(event).startsWith("error_")));
  }
});
