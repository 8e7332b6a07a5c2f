// Runs the example against a server that wants a client certificate and a signature.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TLSSocket } from "node:tls";
import { berlinGroup } from "@tallystick/tpp";
import { createAuthority, issueCertificate } from "@tallystick/sandbox/testing";
import { connect } from "./certificates.ts";

test("the example connects by files, says who it is, and seals", async (t) => {
  const lines: string[] = [];
  t.mock.method(console, "log", (line: string) => lines.push(line));
  const authority = await createAuthority();
  const tpp = { commonName: "tpp.example", organizationIdentifier: "PSDLT-BOL-123456", roles: ["PSP_AI"] } as const;
  const own = await issueCertificate(authority, tpp);
  const seal = await issueCertificate(authority, { ...tpp, qcType: "seal" });
  const bank = await issueCertificate(authority, { commonName: "localhost", sans: ["localhost"] });
  const seen: { peer: unknown; signature: string }[] = [];
  const server = createServer({ cert: bank.chain, key: bank.key, requestCert: true, rejectUnauthorized: false });
  server.on("request", (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    seen.push({ peer: subject?.CN, signature: String(request.headers["signature"]) });
    response.setHeader("content-type", "application/json").end('{"consentStatus":"valid"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const dir = await mkdtemp(join(tmpdir(), "tallystick-example-"));
  t.after(async () => {
    server.close();
    await rm(dir, { recursive: true });
  });
  const files = { certFile: join(dir, "tpp.pem"), keyFile: join(dir, "tpp.key"), caFile: join(dir, "root.pem") };
  await writeFile(files.certFile, own.chain);
  await writeFile(files.keyFile, own.key);
  await writeFile(files.caFile, authority.root);

  const baseUrl = `https://localhost:${(server.address() as { port: number }).port}`;
  const dialect = { signature: { ...berlinGroup.signature, when: "always" } } as const;
  const { client, close } = await connect({ baseUrl, dialect }, files, { cert: seal.chain, key: seal.key });
  assert.equal((await client.getConsentStatus({ consentId: "c1" })).consentStatus, "valid");
  await close();
  assert.match(lines[0] ?? "", /^PSDLT-BOL-123456 with PSP_AI, \d+ days left$/);
  assert.equal(seen[0]?.peer, "tpp.example");
  assert.match(seen[0]?.signature ?? "", /headers="digest x-request-id"/);
});
