import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { TLSSocket } from "node:tls";
import { listen, MovableClock, silentLog } from "@tallystick/kit";
import { parsePsd2Certificate } from "@tallystick/xs2a";
import { makeSandboxPki } from "./pki.ts";
import { readRevoked, revokeCertificate } from "./revoked-files.ts";

const dayMs = 86_400_000;
let dir: string;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "tallystick-pki-"));
});
after(() => rm(dir, { recursive: true }));

test("the developer's certificate is a QWAC with both roles, the hub's one of its own", async () => {
  const { hub, tpp } = await makeSandboxPki(dir);
  const developer = parsePsd2Certificate(new X509Certificate(tpp.cert).raw);
  assert.equal(developer.organizationIdentifier.text, "PSDLT-BOL-123456");
  assert.deepEqual(developer.roles.toSorted(), ["PSP_AI", "PSP_PI"]);
  assert.deepEqual([developer.ncaId, developer.ncaName, developer.qcType], ["LT-BOL", "Bank of Lithuania", "web"]);
  assert.equal(parsePsd2Certificate(new X509Certificate(hub.cert).raw).organizationIdentifier.text, "PSDLT-BOL-100001");
});

test("a certificate file holds leaf and chain up to the root that is handed out", async () => {
  const { anchors, ca, caFile, tpp } = await makeSandboxPki(dir);
  const [leaf, issuing, ...rest] = (await readFile(tpp.certFile, "utf8"))
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .map((pem) => new X509Certificate(pem));
  assert.equal(rest.length, 0);
  const root = new X509Certificate(await readFile(caFile));
  assert.ok(leaf!.verify(issuing!.publicKey) && leaf!.checkIssued(issuing!) && !leaf!.ca);
  assert.ok(issuing!.verify(root.publicKey) && issuing!.checkIssued(root) && issuing!.ca);
  assert.deepEqual([...anchors], [ca, issuing!.toString()]);
});

test("a second start finds the same certificates, and nobody else may read the folder", async () => {
  const first = await makeSandboxPki(dir);
  assert.deepEqual(await makeSandboxPki(dir), first);
  for (const name of await readdir(dir)) assert.equal((await stat(join(dir, name))).mode & 0o777, 0o600, name);
  assert.equal((await stat(dir)).mode & 0o777, 0o700);
});

test("a leaf is renewed when it has less than 100 days left, under the same CA, and everything before the CA runs out", async () => {
  const clock = new MovableClock();
  const first = await makeSandboxPki(dir, { clock });
  clock.advance(264 * dayMs);
  assert.deepEqual(await makeSandboxPki(dir, { clock }), first);
  clock.advance(2 * dayMs);
  const renewed = await makeSandboxPki(dir, { clock });
  assert.equal(renewed.ca, first.ca);
  assert.notEqual(renewed.tpp.cert, first.tpp.cert);
  clock.advance(9 * 365 * dayMs);
  const replaced = await makeSandboxPki(dir, { clock });
  assert.notEqual(replaced.ca, first.ca);
  assert.ok(new X509Certificate(replaced.hub.cert).verify(new X509Certificate(replaced.anchors[1]!).publicKey));
});

test("a key that does not fit, as after a kill between two writes, is replaced", async () => {
  const own = join(dir, "damaged");
  const first = await makeSandboxPki(own);
  await writeFile(first.tpp.keyFile, first.hub.key);
  const repaired = await makeSandboxPki(own);
  assert.notEqual(repaired.tpp.key, first.hub.key);
  assert.ok(new X509Certificate(repaired.tpp.cert).publicKey);
  assert.deepEqual(repaired.server, first.server);
});

test("Georgia has authorities, a TPP's certificates and a bank's seal of its own", async () => {
  const { anchors, georgia } = await makeSandboxPki(dir);
  const issuing = new X509Certificate(georgia.anchors[1]!);
  const parties = [georgia.tpp, georgia.seal, georgia.bankSeal].map(({ cert }) => new X509Certificate(cert));
  assert.ok(
    parties.every((leaf) => leaf.verify(issuing.publicKey) && !leaf.verify(new X509Certificate(anchors[1]!).publicKey)),
  );
  assert.deepEqual(
    parties.map(({ raw }) => [parsePsd2Certificate(raw).organizationIdentifier.text, parsePsd2Certificate(raw).qcType]),
    [
      ["PSDGE-NBG-123456", "web"],
      ["PSDGE-NBG-123456", "seal"],
      ["PSDGE-NBG-100002", "seal"],
    ],
  );
});

test("a certificate is revoked by the authority that issued it, once, also by fifty at a time", async () => {
  const { tpp, georgia } = await makeSandboxPki(dir);
  const now = new Date();
  const revoking = await Promise.all(Array.from({ length: 50 }, () => revokeCertificate(dir, tpp.cert, now)));
  assert.equal(revoking.filter((one) => one?.already === false).length, 1);
  assert.equal((await revokeCertificate(dir, georgia.tpp.cert, now))?.standard, "georgia");
  const revoked = await readRevoked(dir, "berlin");
  assert.deepEqual([...revoked], [[new X509Certificate(tpp.cert).serialNumber, now]]);
  const stranger = await makeSandboxPki(join(dir, "stranger"));
  assert.equal(await revokeCertificate(dir, stranger.tpp.cert, now), undefined);
});

test("client and server meet over mutual TLS by these certificates", async () => {
  const { ca, server, tpp } = await makeSandboxPki(join(dir, "tls"));
  const listener = await listen({
    handler: (req, res) => {
      const socket = req.socket as TLSSocket;
      res.end(String(socket.getPeerX509Certificate()?.subject.includes("PSDLT-BOL-123456")));
    },
    host: "127.0.0.1",
    port: 0,
    tls: { cert: server.cert, key: server.key, clientCertificates: "request" },
    log: silentLog,
  });
  try {
    const body = await new Promise<string>((resolve, reject) => {
      const call = request(listener.url, { ca, cert: tpp.cert, key: tpp.key, agent: false }, (answer) => {
        let text = "";
        answer.on("data", (part) => (text += part)).on("end", () => resolve(text));
      });
      call.on("error", reject).end();
    });
    assert.equal(body, "true");
  } finally {
    await listener.close();
  }
});
