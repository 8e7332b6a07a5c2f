// Proves that the guides of the toolkit are what runs: a block that names a file is that file, and no link leads nowhere.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { codeBlocks } from "./packing/code-blocks.ts";

const root = join(import.meta.dirname, "..");
const pages = ["packages/tpp/README.md", ...globSync("docs/toolkit/*.md", { cwd: root })];
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

for (const page of pages) {
  test(`each block of ${page} that names a file is that file`, () => {
    for (const { code, file } of codeBlocks(textOf(page))) {
      if (file !== undefined) assert.equal(code, `// ${file}\n${textOf(file)}`, `${page} has another ${file}`);
    }
  });

  test(`each link of ${page} leads somewhere`, () => {
    for (const [, target = ""] of textOf(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      assert.ok(existsSync(join(root, dirname(page), target)), target);
  });
}

test("each page is in the index", () => {
  const index = textOf("docs/toolkit/README.md");
  for (const page of pages.filter((path) => /toolkit\/(?!README)/.test(path)))
    assert.ok(index.includes(`](${basename(page)})`), `docs/toolkit/README.md does not list ${page}`);
});

test("the guides that are proven by journeys hold their programs whole", () => {
  const named = pages.flatMap((page) => codeBlocks(textOf(page)).flatMap(({ file }) => file ?? []));
  for (const program of ["first-balance", "aggregate"])
    assert.ok(named.includes(`packages/tpp/examples/${program}.ts`), program);
});

test("examples are part of the type check", () => {
  const { include } = JSON.parse(textOf("tsconfig.json")) as { include: string[] };
  assert.ok(include.includes("packages/*/examples/**/*.ts"));
});
