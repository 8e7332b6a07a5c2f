// Proves that outgoing calls reach public https hosts only, judged on what is dialled (rows W1 to W4, W10, finding F6).
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import test from "node:test";
import { OutboundRefused, type OutboundRefusal } from "./safe-fetch/outbound.ts";
import { client, get, refusedWith, trap } from "./testing/outbound.ts";

test("W1, F6: no spelling of a private address is dialled or even looked up", async () => {
  const looked: string[] = [];
  const resolve = async (host: string) => (looked.push(host), ["127.0.0.1"]);
  const request = client({ resolve, ports: [443, 8443] });
  const hosts = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0xA9FEA9FE",
    "2852039166",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "192.0.0.192",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fc00::1]",
    "[2001:0:4136:e378::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "a.localhost.",
    "ｌocalhost",
    "printer.local",
    "metadata",
    "metadata.google.internal",
    "router.home.arpa",
    "example.com.",
  ];
  for (const host of hosts) {
    await assert.rejects(request(get(`https://${host}/`)), refusedWith("address"), host);
    await assert.rejects(request(get(`https://${host}:8443/latest/meta-data`)), refusedWith("address"), host);
  }
  assert.deepEqual(looked, []);
});

test("W1: other schemes, plain http, user info, other ports, and what is no URL are refused", async () => {
  const request = client({ resolve: async () => assert.fail("looked up") });
  const cases: [url: string, code: OutboundRefusal][] = [
    ["http://example.com/", "scheme"],
    ["ftp://example.com/", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["gopher://127.0.0.1:6379/_x", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["https://good.example@evil.example/", "userinfo"],
    ["https://:x@evil.example/", "userinfo"],
    ["https://example.com:22/", "port"],
    ["https://example.com:8443/", "port"],
    ["//example.com/", "url"],
    ["https://", "url"],
    ["https://exa mple.com/", "url"],
    ["https://[::1/", "url"],
    ["https://1.2.3.256/", "url"],
    ["https://[fe80::1%25eth0]/", "url"],
    ["", "url"],
  ];
  for (const [url, code] of cases) await assert.rejects(request(get(url)), refusedWith(code), url);
});

test("W2: a name with one private address among public ones is refused", async () => {
  const lists = [
    ["127.0.0.1"],
    ["1.1.1.1", "10.0.0.1"],
    ["2606:4700::1", "::1"],
    ["::ffff:1.1.1.1"],
    ["1.1.1.1", "junk"],
  ];
  for (const addresses of lists) {
    const request = client({ resolve: async () => addresses });
    await assert.rejects(request(get("https://bank.example/")), refusedWith("address"), addresses.join());
  }
});

test("W2: a name that turns private between check and use never reaches the trap", async () => {
  const server = await trap();
  let calls = 0;
  const flips = async () => (calls++ % 2 === 0 ? ["1.1.1.1", "127.0.0.1"] : ["127.0.0.1"]);
  const request = client({ resolve: flips, ports: [server.port] });
  for (let i = 0; i < 4; i++) {
    await assert.rejects(request(get(`https://rebind.example:${server.port}/`)), refusedWith("address"));
  }
  assert.deepEqual([calls, server.connections()], [4, 0]);
});

test("W1: an address of this machine is refused, public as it may be", async () => {
  const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  for (const address of own) {
    const request = client({ resolve: async () => [address] });
    await assert.rejects(request(get("https://self.example/")), refusedWith("address"), address);
  }
});

test("the allow-list excepts an exact host and port, and nothing beside it", async () => {
  const server = await trap();
  const request = client({ allow: [server.pair] });
  const url = `http://${server.pair}/a?b=1`;
  const answer = await request({ method: "POST", url, body: "x", headers: { "X-A": "1" } });
  assert.deepEqual([answer.status, Buffer.from(answer.body).toString()], [200, "trapped"]);
  const { port } = server;
  const beside = [
    `http://localhost:${port}/`,
    `http://127.0.0.1:${port + 1}/`,
    "http://127.0.0.1/",
    `http://127.0.0.2:${port}/`,
  ];
  for (const other of beside) await assert.rejects(request(get(other)), OutboundRefused, other);
  await assert.rejects(request(get(`http://a@${server.pair}/`)), refusedWith("userinfo"));
  await assert.rejects(request(get(`ftp://${server.pair}/`)), refusedWith("scheme"));
  // The same address by another spelling is the same host and port once the URL is parsed.
  assert.equal((await request(get(`http://2130706433:${port}/`))).status, 200);
});

test("W3: redirects are handed back and not followed", async () => {
  const inner = await trap();
  for (const status of [301, 302, 303, 307, 308]) {
    const outer = await trap((res) => res.writeHead(status, { location: `http://${inner.pair}/` }).end());
    const request = client({ allow: [outer.pair, inner.pair] });
    const answer = await request({ method: "POST", url: `http://${outer.pair}/`, body: "x" });
    assert.deepEqual([answer.status, answer.headers["location"]], [status, `http://${inner.pair}/`]);
  }
  assert.equal(inner.connections(), 0);
});

test("W10: header injection and headers that belong to the client are refused before anything is sent", async () => {
  const server = await trap();
  const request = client({ allow: [server.pair] });
  const bad: Record<string, string>[] = [
    { "x-a": "b\r\nx-c: d" },
    { "x-a": "b\nc" },
    { "x-a": "b\0" },
    { "x-a": "é" },
    { "x a": "b" },
    { "x-a\r\nb": "c" },
    { "": "x" },
    { host: "evil" },
    { Host: "evil" },
    { "Transfer-Encoding": "chunked" },
    { "content-length": "5" },
    { connection: "x" },
    { Expect: "100-continue" },
  ];
  for (const headers of bad) {
    const call = request({ method: "POST", url: `http://${server.pair}/`, headers });
    await assert.rejects(call, refusedWith("header"), JSON.stringify(headers));
  }
  assert.equal(server.connections(), 0);
});
