// Proves that a named point ends the process there and nowhere else.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { killAt, noCheckpoint } from "./checkpoint.ts";

test("the process dies by SIGKILL at the named point, with nothing run after it", () => {
  const program = `import { killAt } from ${JSON.stringify(new URL("checkpoint.ts", import.meta.url).href)};
    const reach = killAt("second");
    process.on("exit", () => console.log("exit handler"));
    for (const name of ["first", "second", "third"]) { console.log(name); reach(name); }`;
  const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  assert.deepEqual([stdout, signal], ["first\nsecond\n", "SIGKILL"]);
});

test("without a name nothing ends", () => {
  for (const checkpoint of [noCheckpoint, killAt(undefined), killAt("")]) checkpoint("any");
});
