import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

test("the package runs in a browser: its code imports nothing of Node and uses none of its globals", () => {
  const here = new URL("./", import.meta.url);
  const files = readdirSync(here, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/"));
  assert.ok(files.length > 20);
  for (const file of files) {
    const source = readFileSync(new URL(file, here), "utf8");
    assert.doesNotMatch(source, /from "node:|import\("node:|\bBuffer\b|\bprocess\.|\brequire\(|__dirname/, file);
    const foreign = [...source.matchAll(/from "([^."][^"]*)"/g)].map((match) => match[1]);
    assert.deepEqual(
      foreign.filter((name) => !/^(typebox(\/compile)?|ibantools)$/.test(name ?? "")),
      [],
      file,
    );
  }
});
