import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { listen, silentLog, type Listener } from "@tallystick/kit";
import { createClockEndpoint } from "./clock-endpoint.ts";
import { parseDuration } from "./duration.ts";
import { openSandboxClock, type SandboxClock } from "./sandbox-clock.ts";

const dayMs = 86_400_000;
let dataDir: string;
let clock: SandboxClock;
let listener: Listener;
let moves = 0;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tallystick-clock-"));
  clock = await openSandboxClock(dataDir);
  const door: { handler?: Awaited<ReturnType<typeof createClockEndpoint>> } = {};
  listener = await listen({
    handler: (req, res) => door.handler?.(req, res),
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
  });
  const onMoved = async (): Promise<void> => void moves++;
  door.handler = await createClockEndpoint({ clock, origin: listener.url, onMoved, log: silentLog });
});
after(async () => {
  await listener.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function advance(advance: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${listener.url}/sandbox/clock`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ advance }),
  });
}

async function aheadMs(answer: Response): Promise<number> {
  return new Date(((await answer.json()) as { now: string }).now).getTime() - Date.now();
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 30_000, `${actual} ms instead of ${expected} ms`);
}

test("the clock moves by a duration, what becomes due is done, and the answer tells the time", async () => {
  const answer = await advance("P1D");
  assert.equal(answer.status, 200);
  near(await aheadMs(answer), dayMs);
  assert.equal(moves, 1);
  near(await aheadMs(await fetch(`${listener.url}/sandbox/clock`)), dayMs);
});

test("what is no duration, or would go back, is 400 and moves nothing", async () => {
  for (const wrong of ["", "P", "PT", "1D", "-P1D", "P-1D", "P0D", "P1M", "P1Y", "P1DT", 86_400, null, undefined, {}]) {
    assert.equal((await advance(wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal(moves, 1);
});

test("S4: a page of another site, or a name that leads to this machine, moves nothing", async () => {
  assert.equal((await advance("P1D", { origin: "https://evil.example" })).status, 403);
  assert.equal((await advance("P1D", { "sec-fetch-site": "cross-site" })).status, 403);
  const form = { method: "POST", headers: { "content-type": "text/plain" }, body: '{"advance":"P1D"}' };
  assert.equal((await fetch(`${listener.url}/sandbox/clock`, form)).status, 415);
  assert.equal(moves, 1);
});

test("it keeps its lead over a restart, goes on from there, and stops 80 days ahead however many ask at once", async () => {
  near((await openSandboxClock(dataDir)).clock.now().getTime() - Date.now(), dayMs);
  const answers = await Promise.all(Array.from({ length: 50 }, () => advance("P2D")));
  const moved = answers.filter(({ status }) => status === 200).length;
  assert.deepEqual([moved, answers.filter(({ status }) => status === 409).length], [39, 11]);
  near((await openSandboxClock(dataDir)).clock.now().getTime() - Date.now(), 79 * dayMs);
});

test("a clock file that cannot be read is told with the way out", async () => {
  const other = await mkdtemp(join(tmpdir(), "tallystick-clock-"));
  await writeFile(join(other, "clock.json"), "{");
  await assert.rejects(openSandboxClock(other), /clock\.json cannot be read; start with --reset/);
  await rm(other, { recursive: true, force: true });
});

test("durations are days, hours, minutes and seconds", () => {
  assert.equal(parseDuration("P1DT2H3M4S"), dayMs + 2 * 3_600_000 + 3 * 60_000 + 4_000);
  assert.equal(parseDuration("PT15M"), 900_000);
  assert.equal(parseDuration("P10000D"), undefined);
});
