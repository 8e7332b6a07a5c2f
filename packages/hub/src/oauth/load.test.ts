// Proves that a start of the hub's authorization server prints nothing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

test("loading the library and making a server of it is silent", () => {
  const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `const { createOauth } = await import(${url("./oauth.ts")});
    for (const environment of ["test", "live"]) createOauth({ environment, url: "http://localhost:4000" });`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  assert.deepEqual([status, stdout, stderr], [0, "", ""]);
});
