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

test("a number after the name says which time it is", () => {
  const program = `import { killAt } from ${JSON.stringify(new URL("checkpoint.ts", import.meta.url).href)};
    const reach = killAt("a#3");
    for (const name of ["a", "b", "a", "a#3", "a", "a"]) { console.log(name); reach(name); }`;
  const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  assert.deepEqual([stdout, signal], ["a\nb\na\na#3\na\n", "SIGKILL"]);
});

test("without a name nothing ends", () => {
  for (const checkpoint of [noCheckpoint, killAt(undefined), killAt("")]) checkpoint("any");
});
