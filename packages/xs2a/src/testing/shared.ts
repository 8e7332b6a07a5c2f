import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { TestContext } from "node:test";

const root = new URL("../../../../../shared/", import.meta.url);

/** A file or folder of `../shared`, or undefined where it is absent; on CI its absence is a failure. */
export function findShared(path: string): URL | undefined {
  const url = new URL(path, root);
  if (existsSync(url)) return url;
  assert.ok(!process.env["CI"], `../shared/${path} is missing`);
  return undefined;
}

/** A file or folder of `../shared`. Where it is absent the test is skipped, on CI it fails; undefined then. */
export function sharedUrl(t: TestContext, path: string): URL | undefined {
  const url = findShared(path);
  if (url === undefined) t.skip(`../shared/${path} is not here`);
  return url;
}

/** The text of a file of `../shared`, or undefined after skipping the test. */
export function readShared(t: TestContext, path: string): string | undefined {
  const url = sharedUrl(t, path);
  return url === undefined ? undefined : readFileSync(url, "utf8");
}
