// The example as a whole: a process of its own by `main.ts`, a TPP by mutual TLS, a PSU at its pages.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { createAuthority, issueCertificate, type Issued } from "@tallystick/sandbox/testing";
import { demoIbans } from "./demo.ts";

let folder: string;
let database: ScratchDatabase;
let bank: ChildProcess;
let ended: Promise<number | null>;
let root: string;
let tpp: Issued;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-bank-"));
  database = await createScratchDatabase(testDatabaseUrl());
  const authority = await createAuthority();
  root = authority.root;
  const server = await issueCertificate(authority, { commonName: "localhost", sans: ["localhost"] });
  tpp = await issueCertificate(authority, {
    commonName: "tpp.example",
    organizationName: "A TPP",
    organizationIdentifier: "PSDLT-BOL-123456",
    country: "LT",
    roles: ["PSP_PI"],
    sans: ["tpp.example"],
  });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signing = { ...privateKey.export({ format: "jwk" }), kid: "demo", alg: "ES256", use: "sig" };
  const files = {
    "root.pem": root,
    "issuing.pem": authority.certificate,
    "server.pem": server.chain,
    "server.key": server.key,
    "signing.json": JSON.stringify(signing),
    "cookie-key": randomBytes(32).toString("base64url"),
    "database-url": database.url,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  await startBank();
});
after(async () => {
  bank.kill("SIGKILL");
  await ended;
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function startBank(): Promise<void> {
  bank = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: {
      ...process.env,
      BANK_DATABASE_URL_FILE: join(folder, "database-url"),
      BANK_XS2A_PORT: "26443",
      BANK_PAGES_PORT: "26080",
      BANK_PKI: folder,
      BANK_SIGNING_KEY_FILE: join(folder, "signing.json"),
      BANK_COOKIE_KEY_FILE: join(folder, "cookie-key"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  ended = new Promise((resolve) => bank.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    bank.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes("demo_bank serves") && resolve());
    void ended.then((code) => reject(new Error(`ended with ${code}`)));
  });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function post(path: string, body: object, certificate?: Issued): Promise<Answer> {
  const identity = certificate === undefined ? {} : { cert: certificate.chain, key: certificate.key };
  const agent = new Agent({ ca: root, ...identity });
  const headers = {
    "content-type": "application/json",
    "X-Request-ID": randomUUID(),
    "PSU-IP-Address": "192.0.2.7",
    "TPP-Redirect-URI": "https://tpp.example/back",
  };
  return new Promise((resolve, reject) => {
    const url = `https://localhost:26443/demo_bank/xs2a/berlin/1.3${path}`;
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        agent.destroy();
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

const payment = {
  instructedAmount: { currency: "EUR", amount: "12.50" },
  debtorAccount: { iban: demoIbans.ada },
  creditorAccount: { iban: demoIbans.bruno },
  creditorName: "Bruno Balance",
};

test("a licensed TPP initiates a payment, and the PSU's page of it is there; without a certificate it is 401", async () => {
  const refused = await post("/v1/payments/sepa-credit-transfers", payment);
  assert.equal(refused.status, 401);
  assert.match(refused.text, /CERTIFICATE_MISSING/);
  const created = await post("/v1/payments/sepa-credit-transfers", payment, tpp);
  assert.equal(created.status, 201, created.text);
  const { _links } = JSON.parse(created.text) as { _links: { scaRedirect: { href: string } } };
  assert.match(_links.scaRedirect.href, /^http:\/\/127\.0\.0\.1:26080\/demo_bank\/sca\//);
  const page = await fetch(_links.scaRedirect.href);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Demo Bank/);
});

test("what the adapter knows decides: an account that it does not have, a product that the bank does not offer", async () => {
  const unknown = { ...payment, creditorAccount: { iban: "LT059999912345670000" } };
  assert.equal((await post("/v1/payments/sepa-credit-transfers", unknown, tpp)).status, 400);
  assert.equal((await post("/v1/payments/target-2-payments", payment, tpp)).status, 404);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends it cleanly`, async () => {
    if (bank.exitCode !== null) await startBank();
    bank.kill(signal);
    assert.equal(await ended, 0);
  });
}
