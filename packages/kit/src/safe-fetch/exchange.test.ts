// Proves that an outgoing call ends in time and in bounds, and says whether it may have been sent (P3, A9, W8, C13).
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import test from "node:test";
import type { TLSSocket } from "node:tls";
import { listen } from "../http/listen.ts";
import { silentLog } from "../log.ts";
import type { OutboundRequest } from "../safe-fetch.ts";
import { selfSignedCertificate } from "../testing/certificate.ts";
import { client, failedWith, get, onceDone, trap } from "../testing/outbound.ts";
import type { OutboundFailed } from "./outbound.ts";

test("A9: answers over the limit, announced or not, end the call; one at the limit passes", async () => {
  const server = await trap((res, url) => {
    const size = Number(url.slice(2));
    if (url.startsWith("/l")) res.setHeader("content-length", size);
    res.write("x".repeat(size - 1));
    res.end("x");
  });
  const request = client({ allow: [server.pair] });
  const ask = (path: string) => request({ ...get(`http://${server.pair}${path}`), maxBytes: 1_000 });
  assert.equal((await ask("/c1000")).body.length, 1_000);
  assert.equal((await ask("/l1000")).body.length, 1_000);
  await assert.rejects(ask("/c1001"), failedWith("too_large", true));
  await assert.rejects(ask("/c1001"), (error: OutboundFailed) => error.status === 200);
  await assert.rejects(ask("/l1001"), failedWith("too_large", true));
});

test("A9, W8: silence, drip and a hanging look-up end at the deadline, an abort at once; what was sent is known", async () => {
  const urls: string[] = [];
  const server = await trap((res, url) => {
    urls.push(url);
    if (url !== "/drip") return;
    res.write("x");
    const drip = setInterval(() => res.write("x"), 5);
    res.once("close", () => clearInterval(drip));
  });
  const request = client({ allow: [server.pair] });
  const ask = (path: string, more: Partial<OutboundRequest>) =>
    request({ ...get(`http://${server.pair}${path}`), ...more });
  await assert.rejects(ask("/silent", { timeoutMs: 100 }), failedWith("timeout", "unknown"));
  await assert.rejects(ask("/drip", { timeoutMs: 100 }), failedWith("timeout", true));
  const controller = new AbortController();
  const aborted = ask("/silent", { signal: controller.signal });
  setImmediate(() => controller.abort());
  await assert.rejects(aborted, (error: OutboundFailed) => error.code === "aborted");
  await assert.rejects(ask("/never", { signal: AbortSignal.abort() }), failedWith("aborted", false));
  const slow = client({ resolve: () => new Promise(() => {}) });
  await assert.rejects(slow({ ...get("https://slow.example/"), timeoutMs: 50 }), failedWith("timeout", false));
  assert.ok(!urls.includes("/never"));
});

test("P3: a call given up while it waits for its connection is not sent afterwards", async () => {
  const server = await trap();
  const looked = Promise.withResolvers<readonly string[]>();
  const request = client({ allow: [`late.example:${server.port}`], resolve: () => looked.promise });
  const url = `http://late.example:${server.port}/`;
  await assert.rejects(request({ method: "POST", url, body: "x", timeoutMs: 30 }), failedWith("timeout", false));
  looked.resolve(["127.0.0.1"]);
  assert.equal((await request(get(url))).status, 200);
  assert.equal(server.hits(), 1);
});

async function tcpServer(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer(onSocket).listen(0, "127.0.0.1");
  await once(server, "listening");
  onceDone(() => server.close());
  return (server.address() as AddressInfo).port;
}

test("P3: a refused connection and an unknown name were not sent; a connection cut after the request may have been", async () => {
  const cut = await tcpServer((socket) => socket.once("data", () => socket.destroy()));
  const noise = await tcpServer((socket) => socket.once("data", () => socket.end("no http\r\n\r\n")));
  const half = await tcpServer((socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")),
  );
  const free = createTcpServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const closed = (free.address() as AddressInfo).port;
  await new Promise((resolve) => free.close(resolve));
  const request = client({ allow: [cut, noise, half, closed].map((port) => `127.0.0.1:${port}`) });
  const post = (port: number) => request({ method: "POST", url: `http://127.0.0.1:${port}/`, body: "x" });
  await assert.rejects(post(closed), failedWith("connect", false));
  await assert.rejects(post(cut), failedWith("connect", "unknown"));
  await assert.rejects(post(noise), failedWith("protocol", "unknown"));
  await assert.rejects(post(half), (error: OutboundFailed) => error.sent === true);
  const nameless = client({ resolve: () => Promise.reject(new Error("ENOTFOUND")) });
  await assert.rejects(nameless(get("https://nowhere.example/")), failedWith("connect", false));
});

test("C13: the certificate must be trusted and bear the name; ours is shown; a dead address falls back to the next", async () => {
  const good = selfSignedCertificate("localhost", [{ dns: "localhost" }, { ip: [127, 0, 0, 1] }]);
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    tls: { ...good, clientCertificates: "request" },
    handler: (req, res) => res.end((req.socket as TLSSocket).getPeerX509Certificate()?.subject ?? "none"),
  });
  onceDone(() => server.close());
  const allow = ["localhost", "127.0.0.1", "other.example"].map((host) => `${host}:${server.port}`);
  const resolve = async () => ["::1", "127.0.0.1"];
  const trusting = client({ allow, resolve, tls: { ...selfSignedCertificate("Hub"), ca: good.cert } });
  for (const host of ["localhost", "127.0.0.1"]) {
    const answer = await trusting(get(`https://${host}:${server.port}/`));
    assert.equal(Buffer.from(answer.body).toString(), "CN=Hub", host);
  }
  await assert.rejects(trusting(get(`https://other.example:${server.port}/`)), failedWith("tls", false));
  await assert.rejects(client({ allow, resolve })(get(`https://localhost:${server.port}/`)), failedWith("tls", false));
});

test("connections are kept and used again; a closed client sends nothing more", async () => {
  const server = await trap();
  const request = client({ allow: [server.pair] });
  for (let i = 0; i < 5; i++) await request(get(`http://${server.pair}/`));
  // undici frees a connection one turn of the loop after its answer, hence a second one.
  assert.ok(server.hits() === 5 && server.connections() <= 2);
  await request.close();
  await assert.rejects(request(get(`http://${server.pair}/`)), failedWith("connect", false));
  assert.equal(server.hits(), 5);
});
