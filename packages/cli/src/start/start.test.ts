// Proves what `npm start` promises: the JSON line, a curl line that works, clean stops, clear refusals, kept data.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";

interface Ready {
  readonly hub: string;
  readonly shop: string;
  readonly banks: Record<string, { readonly xs2a: string; readonly pages: string }>;
  readonly test_client: { readonly client_id: string; readonly client_secret: string };
  readonly tpp: { readonly cert: string; readonly key: string; readonly ca: string };
  readonly users: Record<
    string,
    readonly { readonly login: string; readonly sca: string; readonly accounts: readonly string[] }[]
  >;
  readonly demo_link: string;
  readonly data_dir: string;
  readonly pid: number;
}

const main = join(import.meta.dirname, "../main.ts");
const portBase = 21_000;
let dataDir: string;
let database: ScratchDatabase;
const children = new Set<ChildProcess>();

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tallystick-start-"));
  database = await createScratchDatabase(testDatabaseUrl());
});
after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
}

function start(...args: string[]): Started {
  return startWith({}, ...args);
}

function startWith(env: Record<string, string>, ...args: string[]): Started {
  const all = [main, "start", "--data", dataDir, "--port-base", String(portBase), ...args];
  const child = spawn(process.execPath, all, {
    env: { ...process.env, DATABASE_URL: database.url, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let output = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, errors: () => errors, ended };
}

async function ready(started: Started): Promise<Ready> {
  await new Promise<void>((resolve, reject) => {
    started.child.stdout?.on("data", () => started.output().includes("\n") && resolve());
    void started.ended.then((code) => reject(new Error(`ended with ${code}: ${started.errors()}`)));
  });
  return JSON.parse(started.output().trimEnd().split("\n").at(-1) ?? "") as Ready;
}

const postFile = async (url: string, file: string): Promise<Response> =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: await readFile(file) });

describe("npm start -- --json", () => {
  let started: Started;
  let told: Ready;
  let linkId: string;
  before(async () => {
    started = start("--json");
    told = await ready(started);
  });

  test("prints one line of JSON with everything that a program needs, and nothing else", async () => {
    assert.equal(started.output().trimEnd().split("\n").length, 1);
    assert.deepEqual(Object.keys(told).toSorted(), [
      "banks",
      "data_dir",
      "demo_link",
      "hub",
      "pid",
      "shop",
      "test_client",
      "tpp",
      "users",
    ]);
    assert.deepEqual(told.banks["rzb_ro"], {
      xs2a: "https://localhost:25443/rzb_ro",
      pages: "http://127.0.0.1:25080/rzb_ro",
    });
    assert.deepEqual(Object.keys(told.banks), ["rzb_ro", "bt_ro", "cec_ro", "libra_ro", "paysera_lt", "paysera_ge"]);
    assert.equal(told.pid, started.child.pid);
    assert.ok(
      told.users["rzb_ro"]?.some(
        ({ login, accounts }) => login === "9999999998" && accounts.includes("RO03RZBR0000069999999999"),
      ),
    );
    assert.ok(told.users["bt_ro"]?.some(({ login, sca }) => login === "testbt" && sca === "static_pin"));
    for (const file of Object.values(told.tpp)) assert.match(await readFile(file, "utf8"), /-----BEGIN/);
  });

  test("each bank's discovery document is found by its issuer, the Georgian one's at its own standard", async () => {
    const issuers = ["rzb_ro/xs2a/berlin/1.3", "paysera_lt/xs2a/berlin/1.3", "paysera_ge/xs2a/georgia/0.8"];
    for (const path of issuers) {
      const pages = new URL(told.banks["rzb_ro"]?.pages ?? "").origin;
      const answer = await fetch(`${pages}/.well-known/oauth-authorization-server/${path}`);
      assert.equal(((await answer.json()) as { issuer: string }).issuer, `https://localhost:25443/${path}`);
    }
    const links = await fetch(`${told.hub}/test/providers/list`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...told.test_client }),
    });
    const listed = await links.text();
    assert.match(listed, /paysera_lt/);
    assert.doesNotMatch(listed, /paysera_ge/);
  });

  test("C5, C14: `tallystick certs` serves the running banks, and each standard trusts its own authority alone", async () => {
    const certs = (...args: string[]): Promise<number | null> => {
      const child = spawn(process.execPath, [main, "certs", ...args, "--data", dataDir], { stdio: "ignore" });
      return new Promise((resolve) => child.once("close", resolve));
    };
    const out = join(dataDir, "certs-test");
    assert.equal(await certs("new", "--roles", "PSP_PI", "--org", "PSDLT-BOL-777777", "--out", out), 0);
    const ca = await readFile(told.tpp.ca);
    const codeAt = async (path: string, file: string): Promise<string> => {
      const [cert, key] = [await readFile(`${file}.pem`), await readFile(`${file}.key`)];
      const { origin } = new URL(told.banks["rzb_ro"]?.xs2a ?? "");
      const headers = { "x-request-id": crypto.randomUUID() };
      return new Promise((resolve, reject) => {
        const call = request(`${origin}/${path}`, { ca, cert, key, headers, agent: false }, (answer) => {
          let text = "";
          answer
            .on("data", (part) => (text += part))
            .on("end", () => resolve(/"code":"(\w+)"/.exec(text)?.[1] ?? text));
        });
        call.on("error", reject).end();
      });
    };
    const payment = "00000000-0000-4000-8000-000000000000";
    const berlin = `rzb_ro/xs2a/berlin/1.3/v1/payments/domestic-ron-transfers/${payment}`;
    const georgian = `paysera_ge/xs2a/georgia/0.8/v1/payments/domestic/${payment}`;
    const made = join(out, "PSDLT-BOL-777777");
    assert.equal(await codeAt(berlin, made), "RESOURCE_UNKNOWN");
    assert.equal(await codeAt(georgian, made), "CERTIFICATE_INVALID");
    assert.equal(await codeAt(georgian, join(dataDir, "pki/georgia-tpp")), "RESOURCE_UNKNOWN");
    assert.equal(await codeAt(berlin, join(dataDir, "pki/georgia-tpp")), "CERTIFICATE_INVALID");
    assert.equal(await certs("revoke", `${made}.pem`), 0);
    const deadline = performance.now() + 20_000;
    while ((await codeAt(berlin, made)) !== "CERTIFICATE_REVOKE") assert.ok(performance.now() < deadline);
    assert.equal(await codeAt(berlin, join(dataDir, "pki/tpp")), "RESOURCE_UNKNOWN");
  });

  test("the welcome's curl body creates a link, and every page it names answers", async () => {
    const answer = await postFile(`${told.hub}/test/links/create`, join(dataDir, "link.json"));
    assert.equal(answer.status, 200);
    const link = (await answer.json()) as { link_id: string; web_url: string };
    linkId = link.link_id;
    const pages = [told.shop, told.demo_link, link.web_url, `${told.banks["rzb_ro"]?.pages}/phone`];
    for (const page of pages) assert.equal((await fetch(page)).status, 200, page);
  });

  test("L7: files with secrets are the owner's alone", async () => {
    for (const file of ["secrets.json", "link.json", told.tpp.key]) {
      const { mode } = await stat(file.startsWith("/") ? file : join(dataDir, file));
      assert.equal(mode & 0o077, 0, file);
    }
  });

  test("a second start on the data folder is refused and says by whom it is used", async () => {
    const second = start("--json");
    assert.equal(await second.ended, 1);
    assert.match(second.errors(), new RegExp(`${dataDir} is in use by process ${started.child.pid}`));
    assert.equal(second.output(), "");
  });

  test("SIGTERM ends it cleanly within 3 s, and the next start has kept everything", async () => {
    const began = performance.now();
    started.child.kill("SIGTERM");
    assert.equal(await started.ended, 0);
    assert.ok(performance.now() - began < 3_000, `took ${performance.now() - began} ms`);
    started = start("--json");
    const again = await ready(started);
    assert.deepEqual(again.test_client, told.test_client);
    const body = JSON.stringify({ ...again.test_client, link_id: linkId });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${again.hub}/test/links/get`, { method: "POST", headers, body });
    assert.equal(((await answer.json()) as { link_id: string }).link_id, linkId);
  });

  test("--reset of what runs is refused; afterwards it begins anew, database and secrets", async () => {
    const refused = start("--reset");
    assert.equal(await refused.ended, 1);
    assert.match(refused.errors(), /is in use by process/);
    assert.equal((await fetch(told.demo_link)).status, 200);
    started.child.kill("SIGINT");
    assert.equal(await started.ended, 0);
    const mine = join(dataDir, "not-the-sandbox.txt");
    await writeFile(mine, "kept");
    started = start("--json", "--reset");
    const anew = await ready(started);
    assert.equal(await readFile(mine, "utf8"), "kept");
    assert.notEqual(anew.test_client.client_secret, told.test_client.client_secret);
    assert.equal((await fetch(told.demo_link)).status, 404);
    started.child.kill("SIGTERM");
    assert.equal(await started.ended, 0);
  });

  test("another data folder's database is refused with a way out", async () => {
    const other = await mkdtemp(join(tmpdir(), "tallystick-other-"));
    const refused = start("--data", other);
    assert.equal(await refused.ended, 1);
    assert.match(
      refused.errors(),
      /^the database that DATABASE_URL names holds a sandbox of another data folder: .*--reset$/m,
    );
    await rm(other, { recursive: true, force: true });
  });
});

describe("what cannot start", () => {
  let other: Server;
  after(() => other?.close());

  test("a taken port is named with a way out, and --reset then throws nothing away", async () => {
    const secrets = await readFile(join(dataDir, "secrets.json"), "utf8");
    other = createServer();
    await new Promise<void>((resolve) => other.listen(portBase + 4080, "127.0.0.1", resolve));
    const started = start("--reset");
    assert.equal(await started.ended, 1);
    assert.equal(await readFile(join(dataDir, "secrets.json"), "utf8"), secrets);
    assert.match(started.errors(), /^Port 25080 is taken by another program\. .*--port-base/m);
  });

  test("a DATABASE_URL that is none, or that nobody answers at, is told without a stack", async () => {
    for (const url of ["foo", "mysql://a/b", "postgres://x:canary@127.0.0.1:1/y"]) {
      const started = startWith({ DATABASE_URL: url }, "--port-base", "22000");
      assert.equal(await started.ended, 1);
      assert.match(started.errors(), /DATABASE_URL (must be a URL|names cannot be used)/);
      assert.doesNotMatch(started.errors(), /canary|\n {4}at /);
    }
  });

  test("a log level that does not exist is told with those that do", async () => {
    const started = startWith({ TALLYSTICK_LOG: "loud" });
    assert.equal(await started.ended, 1);
    assert.match(started.errors(), /TALLYSTICK_LOG must be one of debug, info, warn, error, silent/);
  });

  test("an option that does not exist is answered with the usage", async () => {
    const started = start("--jsno");
    assert.equal(await started.ended, 2);
    assert.match(started.errors(), /--jsno[\s\S]*npm start -- /);
  });
});
