// Proves that `tallystick clients` adds clients and rotates keys with and without a running sandbox, and keeps no private key.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { lockFolder, silentLog, startPostgres } from "@tallystick/kit";
import { withHubClients } from "@tallystick/sandbox";
import { readClientsCommand } from "./options.ts";

const main = join(import.meta.dirname, "../main.ts");
let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), "tallystick-clients-"));
});
after(() => rm(home, { recursive: true, force: true }));

/** With the folder's own PostgreSQL, so without a DATABASE_URL. */
async function clients(...args: string[]) {
  const { DATABASE_URL: _url, ...rest } = process.env;
  const env = { ...rest, INIT_CWD: home };
  const child = spawn(process.execPath, [main, "clients", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}

async function keyFile(
  name: string,
  half: "public" | "private",
  members: Record<string, unknown> = {},
): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = (half === "public" ? publicKey : privateKey).export({ format: "jwk" });
  await writeFile(join(home, name), JSON.stringify({ ...jwk, ...members }));
  return name;
}

test("a client is added and its keys are rotated, in a folder that has no sandbox yet and beside a running database", async () => {
  const first = await keyFile("first.jwk", "public", { kid: "first" });
  const added = await clients(
    "add",
    "--name",
    "Shop",
    "--profile",
    "fapi2",
    "--jwk",
    first,
    "--data",
    "data",
    "--json",
  );
  assert.deepEqual([added.status, added.stderr], [0, ""]);
  const client = JSON.parse(added.stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, string>;
  assert.match(client["client_id"] ?? "", /^app_[\w-]{16}$/);
  assert.deepEqual([client["kid"], client["profile"]], ["first", "fapi2"]);
  assert.equal(client["client_secret"], undefined);
  const id = client["client_id"] ?? "";

  const dataDir = join(home, "data");
  const lock = await lockFolder(dataDir);
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), log: silentLog });
  try {
    const second = await clients(
      "key",
      "add",
      id,
      "--jwk",
      await keyFile("second.jwk", "public"),
      "--data",
      "data",
      "--json",
    );
    assert.deepEqual([second.status, second.stderr], [0, ""]);
    const { kid } = JSON.parse(second.stdout) as { kid: string };
    assert.match(kid, /^[\w-]{43}$/, "its thumbprint");
    const retired = await clients("key", "retire", id, "first", "--data", "data", "--json");
    assert.deepEqual(JSON.parse(retired.stdout), { client_id: id, retired: "first", keys_left: 1 });
    const left = await withHubClients({ dataDir }, ({ keys }) => keys.list(id));
    assert.deepEqual(
      left.map((key) => key.kid),
      [kid],
    );
    for (const [args, said] of [
      [["key", "retire", id, "first"], /has no key first that could be retired/],
      [["key", "add", "nobody", "--jwk", "second.jwk"], /there is no client nobody/],
      [["key", "add", id, "--jwk", first], /the key first was retired/],
    ] as const) {
      const refused = await clients(...args, "--data", "data");
      assert.deepEqual([refused.status, refused.stdout], [2, ""], args.join(" "));
      assert.match(refused.stderr, said);
    }
  } finally {
    await postgres.stop();
    await lock.release();
  }
});

test("a private key, a secret, PEM and what is no key are refused with the reason, and nothing is made", async () => {
  const add = (file: string) => clients("add", "--name", "Shop", "--jwk", file, "--data", "data");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(join(home, "key.pem"), privateKey.export({ format: "pem", type: "pkcs8" }));
  await writeFile(join(home, "odd.txt"), "odd");
  for (const [file, said] of [
    [
      await keyFile("private.jwk", "private"),
      /private\.jwk cannot be the key: this is a private key \(it has the member d\), and nothing was kept of it/,
    ],
    [await keyFile("secret.jwk", "public", { kty: "oct", k: "AAAA" }), /this is a shared secret/],
    ["key.pem", /holds a private key: give the public half/],
    ["odd.txt", /is not JSON/],
    ["nothing.jwk", /cannot be read \(ENOENT\)/],
  ] as const) {
    const refused = await add(file);
    assert.deepEqual([refused.status, refused.stdout], [2, ""], file);
    assert.match(refused.stderr, said);
  }
});

test("what cannot be understood is told with what can", () => {
  const add = ["add", "--name", "Shop", "--jwk", "k.jwk"];
  for (const [args, said] of [
    [[], /clients takes add/],
    [["remove"], /clients takes add/],
    [["add", "--jwk", "k.jwk"], /--name takes/],
    [["add", "--name", "a\nb", "--jwk", "k.jwk"], /--name takes/],
    [["add", "--name", "Shop"], /--jwk takes/],
    [[...add, "extra"], /clients takes add/],
    [[...add, "--profile", "fapi1"], /--profile is compat or fapi2/],
    [[...add, "--redirect-url", "shop"], /--redirect-url takes/],
    [[...add, "--secret", "x"], /--secret/],
    [["key", "add"], /key add CLIENT_ID/],
    [["key", "add", "id"], /--jwk takes/],
    [["key", "add", "id", "x", "--jwk", "k"], /key add CLIENT_ID/],
    [["key", "retire", "id"], /key retire CLIENT_ID KID/],
    [["key", "retire", "id", "kid", "--jwk", "k"], /does not go with/],
    [["key", "retire", "id", "kid", "--name", "k"], /does not go with/],
  ] as const) {
    assert.throws(() => readClientsCommand(args, home), { name: "UsageError", message: said }, args.join(" "));
  }
});
