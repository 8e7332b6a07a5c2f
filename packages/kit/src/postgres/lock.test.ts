// Proves who counts as still holding a data folder: not a process that is gone, nor a later one with its pid; a process
// that cannot be seen from here, as long as its file has a heartbeat.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isPidInUse, isRunning, thisProcess } from "../process.ts";
import { DataFolderInUse } from "./failure.ts";
import { temporaryFolder } from "./fixture.ts";
import { lockFolder } from "./lock.ts";

const folder = temporaryFolder();

function lockedBy(name: string, identity: object): { dataDir: string; file: string } {
  const dataDir = join(folder, name);
  mkdirSync(join(dataDir, "locks"), { recursive: true });
  const file = join(dataDir, "locks", "1-a.lock");
  writeFileSync(file, JSON.stringify({ ...thisProcess(), ...identity }));
  return { dataDir, file };
}

test("a process is known by its pid, its beginning and its machine", () => {
  const self = thisProcess();
  assert.equal(isRunning(self), true);
  assert.equal(isRunning({ ...self, pid: 2 ** 22 + 1 }), false);
  assert.equal(isRunning({ ...self, machine: "another" }), undefined);
  if (process.platform === "linux") assert.equal(isRunning({ ...self, began: "1" }), false);
  assert.deepEqual([0, -1, 1.5, Number.NaN].map(isPidInUse), [false, false, false, false]);
});

test("the lock of a process that is gone is removed", async () => {
  const { dataDir } = lockedBy("gone", { pid: 2 ** 22 + 1 });
  const lock = await lockFolder(dataDir);
  assert.equal(readdirSync(join(dataDir, "locks")).length, 1);
  await lock.release();
  assert.deepEqual(readdirSync(join(dataDir, "locks")), []);
});

test("a process of another machine holds the folder while its file has a heartbeat", async () => {
  const { dataDir, file } = lockedBy("elsewhere", { machine: "another", pid: 77 });
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), 100);
  await assert.rejects(lockFolder(dataDir), (error) => error instanceof DataFolderInUse && error.pid === 77);
  clearInterval(beat);
  await (await lockFolder(dataDir)).release();
});
