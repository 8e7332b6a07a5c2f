// Proves that `tallystick certs` makes certificates that a bank reads, and writes nothing when it is asked for nonsense.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parsePsd2Certificate } from "@tallystick/xs2a";
import { readNewCertificate, readRevokedCertificate } from "./options.ts";

const main = join(import.meta.dirname, "../main.ts");
let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), "tallystick-certs-"));
});
after(() => rm(home, { recursive: true, force: true }));

function certs(...args: string[]) {
  const env = { ...process.env, INIT_CWD: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "certs", ...args], { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

const standard = ["--roles", "PSP_AI,PSP_PI", "--org", "PSDLT-BOL-654321"];

test("a certificate with its chain and a private key are written, in a folder that has no sandbox yet", async () => {
  const made = certs("new", ...standard, "--days", "30", "--name", "Žalia UAB");
  assert.deepEqual([made.status, made.stderr], [0, ""]);
  const pem = await readFile(join(home, "PSDLT-BOL-654321.pem"), "utf8");
  const keyFile = join(home, "PSDLT-BOL-654321.key");
  assert.ok(made.stdout.includes(keyFile));
  const leaf = new X509Certificate(pem);
  const issuing = new X509Certificate(await readFile(join(home, ".tallystick/pki/issuing.pem")));
  assert.ok(leaf.verify(issuing.publicKey) && leaf.checkPrivateKey(createPrivateKey(await readFile(keyFile))));
  assert.ok(pem.trimEnd().endsWith(issuing.toString().trimEnd()));
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
  const { organizationIdentifier, organizationName, roles, ncaId, qcType } = parsePsd2Certificate(leaf.raw);
  assert.deepEqual(
    [organizationIdentifier.text, organizationName, roles, ncaId, qcType],
    ["PSDLT-BOL-654321", "Žalia UAB", ["PSP_AI", "PSP_PI"], "LT-BOL", "web"],
  );
  assert.equal(Math.round((leaf.validToDate.getTime() - Date.now()) / 86_400_000), 30);
});

test("--seal makes a QSealC, --standard georgia one of its own authority", async () => {
  const org = ["--roles", "PSP_PI", "--org", "PSDGE-NBG-7"];
  assert.equal(certs("new", ...org, "--seal", "--standard", "georgia", "--out", "ge").status, 0);
  const leaf = new X509Certificate(await readFile(join(home, "ge/PSDGE-NBG-7-seal.pem")));
  assert.equal(parsePsd2Certificate(leaf.raw).qcType, "seal");
  const issuing = new X509Certificate(await readFile(join(home, ".tallystick/pki/georgia-issuing.pem")));
  assert.ok(leaf.verify(issuing.publicKey));
});

test("what exists is not written over", async () => {
  const before = await readFile(join(home, "PSDLT-BOL-654321.key"), "utf8");
  const again = certs("new", ...standard);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /exists already: choose another folder with --out/);
  assert.equal(await readFile(join(home, "PSDLT-BOL-654321.key"), "utf8"), before);
});

test("a certificate of the sandbox is revoked once; anything else is told apart", () => {
  assert.match(certs("revoke", "PSDLT-BOL-654321.pem").stdout, /^certificate [0-9A-F]+ is revoked\n$/);
  assert.match(certs("revoke", "PSDLT-BOL-654321.pem").stdout, /is revoked already/);
  for (const [args, said] of [
    [["PSDLT-BOL-654321.key"], /holds no certificate/],
    [["nothing.pem"], /cannot be read \(ENOENT\)/],
    [["PSDLT-BOL-654321.pem", "--data", "elsewhere"], /was not issued by the sandbox of/],
  ] as const) {
    const refused = certs("revoke", ...args);
    assert.deepEqual([refused.status, refused.stdout], [2, ""], args.join(" "));
    assert.match(refused.stderr, said);
  }
  const refusal = (message: RegExp) => ({ name: "UsageError", message });
  for (const args of [[], ["a.pem", "b.pem"]]) {
    assert.throws(() => readRevokedCertificate(args, home), refusal(/takes the file of one certificate/));
  }
  assert.throws(() => readRevokedCertificate(["a.pem", "--seal"], home), refusal(/--seal does not go with revoke/));
});

test("what cannot be understood is told with what can, and nothing is written", async () => {
  const change = (name: string, value: string) => [...standard, name, value];
  for (const [args, said] of [
    [["new", "--org", "PSDLT-BOL-1"], /--roles takes one or more of PSP_AS, PSP_PI, PSP_AI, PSP_IC/],
    [["new", ...change("--roles", "PSP_XX")], /--roles takes/],
    [["new", ...change("--roles", "")], /--roles takes/],
    [["new", "--roles", "PSP_PI"], /--org takes PSD, a country/],
    [["new", ...change("--org", "PSDXX-BOL-1")], /--org takes/],
    [["new", ...change("--org", "../../evil")], /--org takes/],
    [["new", ...change("--days", "0")], /--days takes a whole number from 1 to 730/],
    [["new", ...change("--days", "731")], /--days takes/],
    [["new", ...change("--days", "1e2")], /--days takes/],
    [["new", ...change("--standard", "uk")], /--standard is berlin or georgia/],
    [["new", ...change("--name", "a\nb")], /--name takes/],
    [["new", ...standard, "extra"], /extra is not understood/],
    [["new", ...standard, "--sael"], /--sael/],
  ] as const) {
    assert.throws(() => readNewCertificate(args.slice(1), home), { name: "UsageError", message: said }, args.join(" "));
  }
  for (const args of [["make"], [], ["new", "--roles", "PSP_PI", "--out", "never", "--data", "never-data"]]) {
    const refused = certs(...args);
    assert.deepEqual([refused.status, refused.stdout], [2, ""], args.join(" "));
    assert.match(refused.stderr, /tallystick certs new --roles/);
  }
  assert.ok((await readdir(home)).every((name) => !name.startsWith("never")));
});

test("a number with a slash stays within the folder", async () => {
  assert.equal(certs("new", "--roles", "PSP_PI", "--org", "PSDLT-BOL-../../x", "--out", "odd").status, 0);
  assert.deepEqual((await readdir(join(home, "odd"))).toSorted(), ["PSDLT-BOL-______x.key", "PSDLT-BOL-______x.pem"]);
});
