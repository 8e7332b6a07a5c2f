// Proves that the server ends slow, oversized and ambiguous requests itself, and stops when told to (D1, I7, I11, F2).
import assert from "node:assert/strict";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import test, { after } from "node:test";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { silentLog } from "../log.ts";
import { selfSignedCertificate } from "../testing/certificate.ts";
import { createApp, handlerOf, type HttpHandler } from "./app.ts";
import { byFirstSegment } from "./dispatch.ts";
import { HttpFault } from "./fault.ts";
import { listen, PortTaken, type Listener, type ListenOptions } from "./listen.ts";

const open: Listener[] = [];
after(() => Promise.all(open.map((listener) => listener.close())));

async function start(options: Partial<ListenOptions> & { handler: HttpHandler }): Promise<Listener> {
  const listener = await listen({ host: "127.0.0.1", port: 0, log: silentLog, ...options });
  open.push(listener);
  return listener;
}

const ok: HttpHandler = (_req, res) => void res.end("ok");

/** Sends raw bytes and resolves with everything that came until the server closed the connection. */
async function exchange(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  for (const part of parts) socket.write(part);
  return readAll(socket);
}

async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: Buffer) => void (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  await once(socket, "close");
  return text;
}

async function hardenedApp(): Promise<{ handler: HttpHandler; seen: string[] }> {
  const seen: string[] = [];
  const app = createApp({
    log: silentLog,
    onError: (error, _request, reply) => reply.code(error instanceof HttpFault ? error.status : 500).send(""),
  });
  app.addHook("onRequest", async ({ method, url }) => void seen.push(`${method} ${url}`));
  app.all("/*", () => "fine");
  return { handler: await handlerOf(app), seen };
}

const end = "\r\nConnection: close\r\n\r\n";
const smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
const chunkedJson = "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";

const ambiguous: Readonly<Record<string, string>> = {
  "length and transfer encoding": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  "transfer encoding and length": `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${smuggled}`,
  "two lengths": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 70\r\n\r\n${smuggled}`,
  "two equal lengths": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na${smuggled}`,
  "a list of lengths": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0, 70\r\n\r\n${smuggled}`,
  "a negative length": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n${smuggled}`,
  "a length with a sign": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +0\r\n\r\n${smuggled}`,
  "a hexadecimal length": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x0\r\n\r\n${smuggled}`,
  "an unknown transfer encoding": `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n${smuggled}`,
  "chunked twice": `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
  "a blank before the colon": `POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 70\r\n\r\n${smuggled}`,
  "a blank before a header": `GET / HTTP/1.1\r\n Host: h${end}${smuggled}`,
  "a folded header": `GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n c${end}${smuggled}`,
  "a bare line feed": `GET / HTTP/1.1\nHost: h\n\n${smuggled}`,
  "a bare line feed after a header": `GET / HTTP/1.1\r\nHost: h\nX-A: b${end}${smuggled}`,
  "a bare carriage return": `GET / HTTP/1.1\r\nHost: h\r\nX-A: b\rX-B: c${end}${smuggled}`,
  "NUL in a value": `GET / HTTP/1.1\r\nHost: h\r\nX-A: b\0c${end}${smuggled}`,
  "NUL in a name": `GET / HTTP/1.1\r\nHost: h\r\nX\0A: b${end}${smuggled}`,
  "a blank in a name": `GET / HTTP/1.1\r\nHost: h\r\nX A: b${end}${smuggled}`,
  "a header without a colon": `GET / HTTP/1.1\r\nHost: h\r\nX-A${end}${smuggled}`,
  "no host": `GET / HTTP/1.1${end}${smuggled}`,
  "two hosts": `GET / HTTP/1.1\r\nHost: h\r\nHost: evil${end}`,
  "two authorizations": `GET / HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\nauthorization: b${end}`,
  "two content types": `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Type: text/plain${end}`,
  "two request ids": `GET / HTTP/1.1\r\nHost: h\r\nX-Request-ID: a\r\nX-Request-ID: b${end}`,
  "HTTP/0.9": `GET /\r\n\r\n${smuggled}`,
  "HTTP/2 without TLS": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "HTTP/3.7": `GET / HTTP/3.7\r\nHost: h${end}${smuggled}`,
  "two blanks in the request line": `GET  / HTTP/1.1\r\nHost: h${end}${smuggled}`,
  "a tab in the request line": `GET\t/ HTTP/1.1\r\nHost: h${end}${smuggled}`,
  "an unknown method": `FOO / HTTP/1.1\r\nHost: h${end}${smuggled}`,
  "a broken chunk size": `${chunkedJson}\r\nzz\r\n${smuggled}`,
  "a chunk size with a sign": `${chunkedJson}\r\n+1\r\n1\r\n0\r\n\r\n${smuggled}`,
  "a huge chunk size": `${chunkedJson}\r\nfffffffffffffffff\r\n${smuggled}`,
  "a chunk without its line end": `${chunkedJson}\r\n1\r\n11\r\n0\r\n\r\n${smuggled}`,
  "a chunk that ends with a bare line feed": `${chunkedJson}\r\n1\n1\n0\n\n${smuggled}`,
  "chunks on a GET": `GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  "bytes that are no HTTP": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
};

test("I11: requests that two parsers could read differently are answered 400 once, and hide no second one", async (t) => {
  const { handler, seen } = await hardenedApp();
  const { port } = await start({ handler });
  for (const [name, request] of Object.entries(ambiguous)) {
    await t.test(name, async () => {
      seen.length = 0;
      const answer = await exchange(port, Buffer.from(request, "latin1"));
      assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
      assert.equal(answer.split("HTTP/1.1 ").length, 2, answer);
      assert.ok(seen.length <= 1 && !seen.join().includes("smuggled"), seen.join());
    });
  }
});

test("a body that a GET brings along is not read as the next request", async () => {
  const { handler, seen } = await hardenedApp();
  const { port } = await start({ handler });
  const inside = "GET /inside HTTP/1.1\r\nHost: h\r\n\r\n";
  const answer = await exchange(
    port,
    `GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: ${inside.length}\r\n\r\n${inside}GET /b HTTP/1.1\r\nHost: h${end}`,
  );
  assert.equal(answer.split("HTTP/1.1 200").length, 3);
  assert.deepEqual(seen, ["GET /a", "GET /b"]);
});

test("I7: headers up to 16 kB pass, more are 431; a chunked body over the limit is 413 and ends the connection", async () => {
  const { handler, seen } = await hardenedApp();
  const { port } = await start({ handler });
  const sized = (bytes: number) => {
    const start = "GET / HTTP/1.1\r\nHost: h\r\nX-A: ";
    return `${start}${"a".repeat(bytes - start.length - end.length)}${end}`;
  };
  assert.match(await exchange(port, sized(16_000)), /^HTTP\/1\.1 200 /);
  assert.match(
    await exchange(port, sized(17_000)),
    /^HTTP\/1\.1 431 .*\r\nConnection: close\r\nContent-Length: 0\r\n\r\n$/,
  );
  assert.match(await exchange(port, `GET /${"a".repeat(17_000)} HTTP/1.1\r\nHost: h${end}`), /^HTTP\/1\.1 431 /);
  assert.match(await exchange(port, `GET /${"a".repeat(9_000)} HTTP/1.1\r\nHost: h${end}`), /^HTTP\/1\.1 414 /);
  const many = Array.from({ length: 101 }, (_, i) => `X-${i}: 1`).join("\r\n");
  assert.match(await exchange(port, `GET / HTTP/1.1\r\n${many}\r\nHost: h${end}`), /^HTTP\/1\.1 431 /);
  const chunk = `10000\r\n${"1".repeat(65_536)}\r\n`;
  const large = await exchange(port, `${chunkedJson}\r\n`, chunk, chunk, "0\r\n\r\n", smuggled);
  assert.match(large, /^HTTP\/1\.1 413 /);
  assert.ok(!seen.includes("GET /smuggled"));
});

test("Expect: 100-continue is served, any other expectation is 417", async () => {
  const { handler } = await hardenedApp();
  const { port } = await start({ handler });
  const request = (value: string) =>
    `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: ${value}${end}{}`;
  assert.match(await exchange(port, request("100-continue")), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  assert.match(await exchange(port, request("200-ok")), /^HTTP\/1\.1 417 /);
});

test("D1: slow headers, slow bodies, silent connections and idle ones end by themselves", async () => {
  const timeouts = { headers: 100, request: 200, keepAlive: 100, idle: 400 };
  const { handler } = await hardenedApp();
  const { port } = await start({ handler, timeouts });
  const [headers, body, silent, idle] = await Promise.all([
    exchange(port, "GET / HTTP/1.1\r\nHost: h\r\nX-A:"),
    exchange(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"),
    exchange(port),
    exchange(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
  ]);
  assert.match(headers, /^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n$/);
  assert.match(body, /^HTTP\/1\.1 408 /);
  assert.ok(silent === "" || silent.startsWith("HTTP/1.1 408 "), silent);
  assert.match(idle, /^HTTP\/1\.1 200 /);
});

test("F2: mutual TLS lets every certificate in, and none; the handler sees which, on resumed sessions too", async () => {
  const server = selfSignedCertificate("localhost", [{ dns: "localhost" }]);
  const client = selfSignedCertificate("Some TPP");
  const handler: HttpHandler = (req, res) => {
    const socket = req.socket as TLSSocket;
    res.end(`${socket.getPeerX509Certificate()?.subject ?? "none"} ${socket.isSessionReused()}`);
  };
  const { port, url } = await start({ handler, tls: { ...server, clientCertificates: "request" } });
  assert.equal(url, `https://127.0.0.1:${port}`);
  let session: Buffer | undefined;
  const ask = async (options: ConnectionOptions) => {
    const socket = connectTls({ port, host: "127.0.0.1", ca: server.cert, servername: "localhost", ...options });
    socket.on("session", (ticket) => void (session = ticket));
    socket.write(`GET / HTTP/1.1\r\nHost: h${end}`);
    return (await readAll(socket)).split("\r\n\r\n")[1];
  };
  assert.equal(await ask({}), "none false");
  assert.equal(await ask(client), "CN=Some TPP false");
  assert.ok(session);
  assert.equal(await ask({ ...client, session }), "CN=Some TPP true");
  assert.equal(await ask({ ...client, maxVersion: "TLSv1.2" }), "CN=Some TPP false");
  assert.equal(await ask({ ...client, maxVersion: "TLSv1.2", session }), "CN=Some TPP true");
  await assert.rejects(
    once(connectTls({ port, ca: server.cert, minVersion: "TLSv1", maxVersion: "TLSv1.1" }), "secureConnect"),
  );
});

test("D2: a handshake that does not come ends the connection", async () => {
  const tls = selfSignedCertificate("localhost");
  const { port } = await start({ handler: ok, tls, timeouts: { handshake: 100 } });
  assert.equal(await exchange(port), "");
});

test("closing lets a running request end, and destroys what hangs after a second", async () => {
  const waiting: ServerResponse[] = [];
  let arrived = Promise.withResolvers<void>();
  const handler: HttpHandler = (_req, res) => {
    waiting.push(res);
    arrived.resolve();
  };
  const ask = async ({ port }: Listener) => {
    arrived = Promise.withResolvers();
    const answer = exchange(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    await arrived.promise;
    return answer;
  };
  const polite = await start({ handler });
  const answers = ask(polite);
  await arrived.promise;
  const idle = connect(polite.port, "127.0.0.1");
  const idleAnswer = readAll(idle);
  await once(idle, "connect");
  const closed = polite.close();
  waiting.pop()?.end("late but whole");
  await closed;
  assert.match(await answers, /late but whole$/);
  assert.equal(await idleAnswer, "");

  const stuck = await start({ handler });
  const cut = ask(stuck);
  await arrived.promise;

  await stuck.close();
  assert.equal(await cut, "");
});

test("a taken port is said to be taken; localhost answers on both addresses", async () => {
  const first = await start({ handler: ok, host: "localhost" });
  assert.equal(first.url, `http://localhost:${first.port}`);
  for (const host of ["localhost", "127.0.0.1"]) {
    await assert.rejects(listen({ handler: ok, host, port: first.port, log: silentLog }), (error) => {
      return error instanceof PortTaken && error.port === first.port;
    });
  }
  assert.match(await exchange(first.port, `GET / HTTP/1.1\r\nHost: h${end}`), /^HTTP\/1\.1 200 /);
  const six = connect(first.port, "::1");
  six.write(`GET / HTTP/1.1\r\nHost: h${end}`);
  const answer = await readAll(six);
  assert.ok(answer === "" || answer.startsWith("HTTP/1.1 200 "));
});

test("I8: dispatch goes by the first segment as written, the URL unchanged, names of Object.prototype not found", async () => {
  const named =
    (name: string): HttpHandler =>
    (req, res) =>
      void res.end(`${name} ${req.url}`);
  const handler = byFirstSegment({ rzb_ro: named("bank"), ".well-known": named("known") }, named("none"));
  const { port } = await start({ handler });
  const ask = async (url: string) =>
    (await exchange(port, `GET ${url} HTTP/1.1\r\nHost: h${end}`)).split("\r\n\r\n")[1];
  assert.equal(await ask("/rzb_ro/xs2a?x=1"), "bank /rzb_ro/xs2a?x=1");
  assert.equal(await ask("/rzb_ro"), "bank /rzb_ro");
  assert.equal(await ask("/rzb_ro?x=/y"), "bank /rzb_ro?x=/y");
  assert.equal(await ask("/.well-known/a"), "known /.well-known/a");
  for (const url of [
    "/",
    "/RZB_RO/x",
    "/rzb_ro%2fx",
    "//rzb_ro",
    "/constructor",
    "/toString/x",
    "http://h/rzb_ro",
    "*",
  ]) {
    assert.match((await ask(url)) ?? "", /^none /, url);
  }
});
