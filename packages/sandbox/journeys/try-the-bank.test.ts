// Proves what docs/try-the-bank.md promises a stranger: with the sandbox's certificate, curl and openssl alone, from the
// TLS handshake to the first balance, the first payment and its end. On CI all three programs have to be there.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { World } from "./harness/world.ts";

const script = join(import.meta.dirname, "../examples/try-the-bank.sh");
const absent = ["bash", "curl", "openssl"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
assert.ok(absent.length === 0 || !process.env["CI"], `${absent.join(", ")} is missing`);
const skip = absent.length > 0 && `needs ${absent.join(", ")}`;

describe("the bank by curl and openssl", { skip }, () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  async function run(env: Readonly<Record<string, string>> = {}) {
    const { addresses, files } = world.system;
    const tpp = ["--cert", files.tppCert, "--key", files.tppKey, "--ca", files.ca];
    const banks = ["--xs2a", addresses.banksXs2a, "--pages", addresses.banksPages];
    const child = spawn("bash", [script, ...banks, ...tpp], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const [code, out, err] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
    return { code, out, err };
  }

  test("handshake, discovery, code exchange, accounts, balances, transactions, payment, authorisations, 204, 405, 404", async () => {
    const { code, out, err } = await run();
    assert.deepEqual({ code, err }, { code: 0, err: "" }, out);
    const steps = out.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
    assertInOrder(steps, [
      /^TLSv1\.[23], the bank is who it says$/,
      /^the TPP is PSDLT-BOL-123456$/,
      /^200 GET reads the authorization server's metadata$/,
      /^201 POST creates a consent$/,
      /^200 POST exchanges the code for AIS:[0-9a-f-]{36}$/,
      /^consentStatus: valid$/,
      /^200 POST refreshes the token$/,
      /^200 GET lists accounts$/,
      /^200 GET reads balances$/,
      /^balance: \d+\.\d\d$/,
      /^200 GET reads transactions since/,
      /^transactions: [1-9]/,
      /^201 POST initiates a payment$/,
      /^200 GET lists its authorisations$/,
      /^scaStatus: received$/,
      /^200 POST exchanges the code for PIS:[0-9a-f-]{36}$/,
      /^scaStatus: finalised$/,
      /^transactionStatus: ACSC$/,
      /^405 DELETE cancels what is executed: too late$/,
      /^201 POST starts its authorisation$/,
      /^204 DELETE cancels it$/,
      /^transactionStatus: CANC$/,
      /^405 DELETE cancels it again$/,
      /^404 DELETE cancels what does not exist$/,
      /^204 DELETE ends the consent$/,
      /^403 GET lists accounts with its token$/,
      /^rzb_ro: accounts, balances, transactions$/,
      /^browser: chooses the first account$/,
      /^consentStatus: valid$/,
      /^balance: \d+\.\d\d$/,
      /^transactions: [1-9]/,
      /^401 GET lists accounts under it$/,
      /^All steps answered as they should\.$/,
    ]);
  });

  test("who opens the banks' address by hand finds the banks, and at a bank's front door the phones of its people", async () => {
    const { banksPages, banksXs2a } = world.system.addresses;
    const nowhere = await fetch(banksPages);
    assert.equal(nowhere.status, 404);
    const listed = await nowhere.text();
    for (const url of [`${banksXs2a}/paysera_ge/xs2a/georgia/0.8`, `${banksPages}/rzb_ro/phone`])
      assert.ok(listed.includes(url), listed);
    for (const [url] of listed.matchAll(/http:\S+\/(?:phone|access)$/gm))
      assert.equal((await fetch(url)).status, 200, url);
    const door = await fetch(`${banksPages}/rzb_ro`);
    assert.deepEqual([door.status, door.url], [200, `${banksPages}/rzb_ro/phone`]);
  });

  test("a step that does not answer as it should ends the script, and says which", async () => {
    const { code, out, err } = await run({ PAYSERA_PASSWORD: "not-this-one" });
    assert.equal(code, 1);
    assert.equal(err, "FAILED: the bank's page says: User name or password is not right. Please try again.\n");
    assert.doesNotMatch(out, /exchanges the code/);
  });
});

/** Each of them is met, one after the other. */
function assertInOrder(lines: readonly string[], expected: readonly RegExp[]): void {
  let from = 0;
  for (const one of expected) {
    const at = lines.findIndex((line, index) => index >= from && one.test(line));
    assert.ok(at >= 0, `${String(one)} is not among what comes after line ${from}:\n${lines.join("\n")}`);
    from = at + 1;
  }
}
