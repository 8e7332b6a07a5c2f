// Proves that docs/security.md is true: each threat that it calls answered is cited by a test of the file it names, and
// no threat of the sections that it covers is left out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readShared } from "@tallystick/xs2a/testing";

const root = join(import.meta.dirname, "..");
const lines = readFileSync(join(root, "docs/security.md"), "utf8").split("\n");
const rows = lines.flatMap((line) => {
  const [, id, , proof] = /^\| ([A-Z]\d+) +\| ([^|]+) \| (.+?) +\|$/.exec(line) ?? [];
  return id === undefined || proof === undefined ? [] : [{ id, proof: proof.trim() }];
});

/** Titles of the tests in a file. */
function titlesOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/\b(?:test|it|describe)\(\s*(["'`])([\s\S]*?)\1/g)].map((match) => match[2] ?? "");
}

test("each row that is called answered is cited by a test in each file that it names; an open one says why", () => {
  assert.ok(rows.length > 0);
  for (const { id, proof } of rows) {
    if (proof.startsWith("open: ")) {
      assert.ok(proof.length > 20, `${id} is open without a reason`);
      continue;
    }
    const paths = [...proof.matchAll(/`([^`]+\.ts)`/g)].map((match) => match[1] ?? "");
    assert.ok(paths.length > 0, `${id} names neither a test nor a reason`);
    for (const path of paths) {
      const cited = titlesOf(path).some((title) => new RegExp(`\\b${id}\\b`).test(title));
      assert.ok(cited, `no test title in ${path} cites ${id}`);
    }
  }
});

test("every threat of the sections O, C, B, P, S and A has exactly one row", (t) => {
  const text = readShared(t, "design/threats.md");
  if (text === undefined) return;
  const threats = [...text.matchAll(/^\| ([OCBPSA]\d+) \|/gm)].map((match) => match[1] ?? "");
  assert.deepEqual(rows.map(({ id }) => id).toSorted(), threats.toSorted());
});
