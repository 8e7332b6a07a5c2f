// Proves that a program finds the database of another one by its data folder, and takes nothing else for it.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { silentLog } from "../log.ts";
import { runningPostgres } from "./running.ts";
import { startPostgres } from "./start.ts";

test("the server of a folder is found while it runs, with the address that was given to its owner", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-running-"));
  try {
    assert.equal(await runningPostgres(dataDir), undefined, "a folder that never had one");
    const server = await startPostgres({ dataDir, log: silentLog });
    assert.equal(await runningPostgres(dataDir), server.url);
    await server.stop();
    assert.equal(await runningPostgres(dataDir), undefined);
    await writeFile(join(dataDir, "settings.json"), JSON.stringify({ password: "x", port: 1, serverDir: dataDir }));
    assert.equal(await runningPostgres(dataDir), undefined, "settings without a server");
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
