// Proves what docs/authenticate.md promises: with openssl and curl alone, a client that was added while the sandbox runs signs
// an assertion, gets a token and creates a link with it; rotated and retired keys count at once.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { openSystem, type OwnSystem } from "./harness/system.ts";

const script = join(import.meta.dirname, "../examples/get-a-token.sh");
const main = join(import.meta.dirname, "../../cli/src/main.ts");
const absent = ["bash", "curl", "openssl"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
assert.ok(absent.length === 0 || !process.env["CI"], `${absent.join(", ")} is missing`);
const skip = absent.length > 0 && `needs ${absent.join(", ")}`;

describe("the hub by openssl and curl", { skip }, () => {
  let own: OwnSystem;
  before(async () => {
    own = await openSystem();
  });
  after(() => own.end());

  async function run(command: string, args: readonly string[]) {
    const { dataDir, databaseUrl } = own.system;
    const env = { ...process.env, INIT_CWD: dataDir, DATABASE_URL: databaseUrl };
    const child = spawn(command, args, { cwd: dataDir, stdio: ["ignore", "pipe", "pipe"], env });
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const [code, out, err] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
    return { code, out, err };
  }
  const bash = (...args: string[]) => run("bash", [script, ...args]);
  const clients = (...args: string[]) => run(process.execPath, [main, "clients", ...args, "--data", ".", "--json"]);

  test("a key pair, a client, a signed assertion, a token, a link; then another key, and the first one retired", async () => {
    assert.deepEqual(await bash("--make-key", "one", "--kid", "k1"), {
      code: 0,
      err: "",
      out: "private key  one.key\npublic key   one.jwk\n",
    });
    const added = await clients("add", "--name", "Till", "--profile", "compat", "--jwk", "one.jwk");
    assert.deepEqual([added.code, added.err], [0, ""]);
    const { client_id: id } = JSON.parse(added.out) as { client_id: string };
    const hub = ["--hub", `${own.system.addresses.hub}/test`, "--client", id];
    const first = [...hub, "--key", "one.key", "--kid", "k1"];
    const { code, out, err } = await bash(...first);
    assert.deepEqual({ code, err }, { code: 0, err: "" }, out);
    assert.match(out, /^token: 43 characters, pay_by_link\nlink: {2}http:\/\/localhost:\d+\/\S+\nstate: created\n$/);

    await bash("--make-key", "two", "--kid", "k2");
    const second = [...hub, "--key", "two.key", "--kid", "k2"];
    assert.match((await bash(...second)).err, /^FAILED: the token endpoint answered 401: .*"invalid_client"/);
    assert.equal((await clients("key", "add", id, "--jwk", "two.jwk")).code, 0);
    assert.deepEqual([(await bash(...first)).code, (await bash(...second)).code], [0, 0]);
    assert.equal((await clients("key", "retire", id, "k1")).code, 0);
    assert.match((await bash(...first)).err, /answered 401/);
    assert.equal((await bash(...second)).code, 0);
    for (const line of own.log) assert.ok(!line.includes("client_assertion"), line);
  });
});
