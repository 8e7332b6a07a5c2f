// Proves that the transport shows the TPP's certificate, and refuses a bank whose own certificate does not fit.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { after, before, test } from "node:test";
import { createAuthority, issueCertificate, type Authority, type Issued } from "@tallystick/sandbox/testing";
import { retryingRequest } from "../patterns/retry/retrying-request.ts";
import { createBankClient } from "./bank-client.ts";
import { createMutualTlsRequest } from "./mutual-tls.ts";

let authority: Authority;
let own: Issued;
const servers: Server[] = [];

before(async () => {
  authority = await createAuthority();
  own = await issueCertificate(authority, { commonName: "tpp.example", organizationIdentifier: "PSDLT-BOL-123456" });
});
after(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

async function bankWith(issued: Issued, options: object = {}): Promise<string> {
  const server = createServer(
    { cert: issued.chain, key: issued.key, requestCert: true, rejectUnauthorized: false, ...options },
    (request, response) => {
      if (request.url?.startsWith("/long")) return void response.end("x".repeat(3_000));
      if (request.url === "/slow") return;
      const peer = (request.socket as TLSSocket).getPeerCertificate();
      response
        .writeHead(request.url === "/moved" ? 302 : 200, { location: "/elsewhere" })
        .end(String(peer.subject?.CN));
    },
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `https://localhost:${(server.address() as { port: number }).port}`;
}

const transportOf = (options: { maxBytes?: number; ciphers?: string } = {}) =>
  createMutualTlsRequest({ cert: own.chain, key: own.key, ca: authority.root, ...options });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("the bank sees the TPP's certificate, and a redirect is an answer, not a step", async () => {
  const url = await bankWith(await issueCertificate(authority, { commonName: "localhost", sans: ["localhost"] }));
  const request = transportOf();
  const answer = await request({ method: "GET", url });
  assert.deepEqual([answer.status, text(answer.body)], [200, "tpp.example"]);
  assert.equal((await request({ method: "GET", url: `${url}/moved` })).status, 302);
  await request.close();
});

test("C13: an unknown issuer, another host name, an expired certificate and old TLS are refused", async () => {
  const day = 86_400_000;
  const foreign = await issueCertificate(await createAuthority(), { sans: ["localhost"] });
  const otherHost = await issueCertificate(authority, { sans: ["elsewhere.example"] });
  const expired = await issueCertificate(authority, {
    sans: ["localhost"],
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() - day),
  });
  const right = await issueCertificate(authority, { sans: ["localhost"] });
  const banks = [
    await bankWith(foreign),
    await bankWith(otherHost),
    await bankWith(expired),
    await bankWith(right, { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" }),
  ];
  const request = transportOf();
  for (const url of banks) await assert.rejects(request({ method: "GET", url }), Error);
  await assert.rejects(request({ method: "GET", url: "http://localhost:1/" }), TypeError);
  await request.close();
});

test("a bank that is not trusted and an answer too large are errors of their own, and are not asked for again", async () => {
  const day = 86_400_000;
  const past = { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() - day) };
  const banks = [
    await issueCertificate(await createAuthority(), { sans: ["localhost"] }),
    await issueCertificate(authority, { sans: ["elsewhere.example"] }),
    await issueCertificate(authority, { sans: ["localhost"], ...past }),
  ];
  const transport = transportOf({ maxBytes: 1_000 });
  let tries = 0;
  const request = retryingRequest((input) => ((tries += 1), transport(input)), { sleep: async () => {} });
  const failure = (baseUrl: string) => createBankClient({ baseUrl, request }).listAccounts({ consentId: "c1" });
  for (const issued of banks) {
    const untrusted = { code: "untrusted_bank", outcome: "not_sent", retryable: false };
    await assert.rejects(failure(await bankWith(issued)), untrusted);
  }
  const trusted = await bankWith(await issueCertificate(authority, { sans: ["localhost"] }));
  const large = { code: "answer_too_large", outcome: "unknown", retryable: false };
  await assert.rejects(failure(`${trusted}/long`), large);
  const plain = { code: "bad_input", outcome: "not_sent", path: "baseUrl" };
  await assert.rejects(failure(trusted.replace("https:", "http:")), plain);
  assert.equal(tries, 5);
  await transport.close();
});

test("options that cannot be used are refused before any call, by name", () => {
  const make = (more: object) => () =>
    createMutualTlsRequest({ cert: own.chain, key: own.key, ca: authority.root, ...more });
  for (const ca of ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
    assert.throws(make({ ca }), { name: "TypeError", message: /^ca / });
  for (const maxBytes of [Number.NaN, -1, 0, 0.5, "1000"])
    assert.throws(make({ maxBytes }), { name: "TypeError", message: /^maxBytes / });
});

test("an answer that is too long or too late ends in an error", async () => {
  const url = await bankWith(await issueCertificate(authority, { sans: ["localhost"] }));
  const request = transportOf({ maxBytes: 1_000 });
  await assert.rejects(request({ method: "GET", url: `${url}/long` }));
  await assert.rejects(request({ method: "GET", url: `${url}/slow`, timeoutMs: 50 }), { name: "TimeoutError" });
  await request.close();
});

test("a bank with suites of its own is spoken to in those of its dialect, and in no others", async () => {
  const issued = await issueCertificate(authority, { sans: ["localhost"] });
  const own = { ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384", maxVersion: "TLSv1.2" };
  const url = await bankWith(issued, own);
  const fitting = transportOf({ ciphers: own.ciphers });
  assert.equal((await fitting({ method: "GET", url })).status, 200);
  const other = transportOf({ ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256" });
  await assert.rejects(other({ method: "GET", url }), Error);
  await fitting.close();
  await other.close();
});
