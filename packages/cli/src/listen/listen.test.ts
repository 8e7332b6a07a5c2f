// Proves that a running sandbox's webhooks come to a port of the developer's with signatures that verify.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { startSystem, type RunningSystem } from "@tallystick/sandbox";
import { createTallystick, createWebhookVerifier, type WebhookEvent } from "@tallystick/sdk";

const main = join(import.meta.dirname, "../main.ts");
let dataDir: string;
let database: ScratchDatabase;
let system: RunningSystem;
let child: ChildProcess | undefined;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tallystick-listen-"));
  database = await createScratchDatabase(testDatabaseUrl());
  system = await startSystem({ dataDir, portBase: 23_500, databaseUrl: database.url });
});
after(async () => {
  child?.kill("SIGKILL");
  await system.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

function listenWith(...args: string[]) {
  const started = spawn(process.execPath, [main, "listen", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  started.stdout.on("data", (text: Buffer) => (output += text.toString()));
  started.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const says = async (text: RegExp): Promise<void> => {
    while (!text.test(output)) await Promise.race([once(started.stdout, "data"), ended]);
  };
  const ended = once(started, "close").then(([code]) => code as number);
  child = started;
  return { started, says, ended, output: () => output, errors: () => errors };
}

test("each webhook is shown and arrives with signatures that the SDK verifies; the end signs off", async () => {
  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const receiver = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks) });
    reply.writeHead(202).end();
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  const listening = listenWith("--data", dataDir, "--to", `http://127.0.0.1:${port}/hook`);
  await listening.says(/^Listening to the webhooks of .*\/hook; stop with Ctrl-C\.$/m);
  const client = createTallystick({ baseUrl: `${system.addresses.hub}/test`, ...system.testClient });
  const { link_id: linkId } = await client.links.create({
    payment_intent: {
      amount: "12.50",
      currency: "RON",
      creditor: { name: "Tally Shop", iban: "RO10RZBR0000069999999970" },
    },
  });
  await client.links.cancel(linkId);
  await listening.says(new RegExp(`link_status_update {2}revoked {2}${linkId} {2}sequence 2 -> 202`));
  assert.match(listening.output(), new RegExp(`link_status_update {2}created {2}${linkId} {2}sequence 1 -> 202`));
  const jwksUrl = `${system.addresses.hub}/test/.well-known/jwks.json`;
  const verifier = createWebhookVerifier({ jwksUrl });
  const mine: WebhookEvent[] = [];
  for (const { headers, body } of got) mine.push(await verifier.verify(body, headers));
  assert.deepEqual(
    mine.filter((event) => event.link_id === linkId).map(({ status }) => status),
    ["created", "revoked"],
  );
  listening.started.kill("SIGTERM");
  assert.equal(await listening.ended, 0);
  assert.deepEqual(await readdir(join(dataDir, "listeners")), []);
  receiver.close();
  receiver.closeAllConnections();
});

test("wrong options and a folder without a sandbox are told with a way out", async () => {
  for (const to of ["https://shop.example/hook", "http://192.168.1.1/hook", "hook"]) {
    const listening = listenWith("--data", dataDir, "--to", to);
    assert.equal(await listening.ended, 2);
    assert.match(listening.errors(), /--to takes an http address of this machine/);
  }
  const elsewhere = listenWith("--data", join(dataDir, "nothing"));
  assert.equal(await elsewhere.ended, 2);
  assert.match(elsewhere.errors(), /holds no sandbox: run npm start first/);
});
