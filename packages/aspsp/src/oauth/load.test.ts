/** Proves that loading the library says nothing, and that its other warnings still come through. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

test("the notice about the runtime is silenced, and nothing else", () => {
  const script = `const { Provider } = await import(${JSON.stringify(new URL("./load.ts", import.meta.url).href)});
    new Provider("https://issuer.example", {});`;
  const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /Unsupported runtime/);
  assert.match(stderr, /oidc-provider WARNING: a quick start development-only in-memory adapter/);
});
