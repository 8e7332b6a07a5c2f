/** Proves: a connection's certificate is read once where it cannot change, and is never another connection's. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { connect, type TLSSocket } from "node:tls";
import { listen, silentLog, type Listener } from "@tallystick/kit";
import { issue, makeAuthority } from "../testing/certificates.ts";
import { peerCertificate } from "./connection.ts";

const open: Listener[] = [];
after(() => Promise.all(open.map((listener) => listener.close())));

const authority = makeAuthority();
const client = issue(authority);

/** A server that answers with the certificate, and what it has handed out. */
async function start() {
  const server = issue(authority, { hosts: ["localhost"], commonName: "localhost" });
  const seen: (Uint8Array | undefined)[] = [];
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    tls: { cert: server.cert, key: server.key, clientCertificates: "request" },
    handler: (req, res) => {
      seen.push(peerCertificate(req));
      res.end("ok");
    },
  });
  open.push(listener);
  return { port: listener.port, seen };
}

async function ask(socket: TLSSocket): Promise<string> {
  socket.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  return answer.toString("latin1").slice(0, 15);
}

const trusted = { ca: authority.pem, servername: "localhost", host: "127.0.0.1" } as const;

test("C6: every request of a connection has the same bytes, those of its own certificate", async () => {
  const { port, seen } = await start();
  const [one, other] = [client, issue(authority)].map(({ cert, key }) => connect({ ...trusted, port, cert, key }));
  for (const socket of [one, one, other, one]) assert.equal(await ask(socket as TLSSocket), "HTTP/1.1 200 OK");
  const [first, second, foreign, third] = seen;
  assert.ok(client.der.equals(first ?? new Uint8Array()));
  assert.ok(first === second && first === third);
  assert.notDeepEqual(foreign, first);
  one?.destroy();
  other?.destroy();
});

test("a connection without a certificate has none, at each request", async () => {
  const { port, seen } = await start();
  const socket = connect({ ...trusted, port });
  assert.equal(await ask(socket), "HTTP/1.1 200 OK");
  assert.equal(await ask(socket), "HTTP/1.1 200 OK");
  assert.deepEqual(seen, [undefined, undefined]);
  socket.destroy();
});

test("C6: before TLS 1.3, where a connection may get another certificate, it is read at each request", async () => {
  const { port, seen } = await start();
  const { cert, key } = client;
  const socket = connect({ ...trusted, port, cert, key, maxVersion: "TLSv1.2" });
  assert.equal(await ask(socket), "HTTP/1.1 200 OK");
  assert.equal(await ask(socket), "HTTP/1.1 200 OK");
  const [first, second] = seen;
  assert.deepEqual(first, second);
  assert.ok(first !== second);
  socket.destroy();
});
