// Proves the house rules on the repository as it is, and that each rule finds a planted fault.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkArrows } from "./tidy/arrows.ts";
import { checkCircles } from "./tidy/circles.ts";
import { checkDocuments } from "./tidy/documents.ts";
import { checkSizes } from "./tidy/sizes.ts";
import { readRepository, type Finding, type Tree } from "./tidy/tree.ts";
import { checkConfined } from "./tidy/words.ts";

const repository = readRepository(join(import.meta.dirname, ".."));
const rules = {
  "imports follow the arrows": checkArrows,
  "no circle of imports": checkCircles,
  "files and folders stay small": checkSizes,
  "documents name paths that exist": checkDocuments,
  "network, time, environment and chance have their places": checkConfined,
};

const list = (findings: readonly Finding[]): string => findings.map(({ path, cure }) => `${path}: ${cure}`).join("\n");
const plant = (files: Record<string, string>): Tree => new Map(Object.entries(files));

describe("the repository", () => {
  for (const [rule, check] of Object.entries(rules)) {
    test(rule, () => assert.equal(list(check(repository)), ""));
  }
});

describe("a planted fault is found", () => {
  const faults: readonly [string, (tree: Tree) => Finding[], Record<string, string>, RegExp][] = [
    [
      "the bank imports the hub",
      checkArrows,
      { "packages/aspsp/src/a.ts": 'import { x } from "@tallystick/hub";' },
      /aspsp may import xs2a, kit/,
    ],
    [
      "a package reaches into another's folder",
      checkArrows,
      { "packages/hub/src/a.ts": 'import { x } from "../../kit/src/db.ts";' },
      /may import/,
    ],
    ["a package without a row", checkArrows, { "packages/new/src/a.ts": "" }, /no row/],
    [
      "a feature imports the web",
      checkArrows,
      { "packages/hub/src/link/a.ts": 'export { x } from "../web/b.ts";' },
      /web calls the feature/,
    ],
    [
      "authorisation imports payment, types only",
      checkArrows,
      { "packages/aspsp/src/authorisation/a.ts": 'import type { P } from "../payment/store.ts";' },
      /Subject interface/,
    ],
    [
      "two files in a circle",
      checkCircles,
      {
        "packages/kit/src/a.ts": 'import { b } from "./b.ts";',
        "packages/kit/src/b.ts": 'import type { a } from "./a.ts";',
      },
      /circle packages\/kit\/src\/a\.ts/,
    ],
    ["a file of 301 lines", checkSizes, { "packages/kit/src/a.ts": "x\n".repeat(301) }, /301 lines/],
    [
      "a folder of 17 files",
      checkSizes,
      Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`packages/kit/src/f${n}.ts`, ""])),
      /17 files/,
    ],
    ["a drawer", checkSizes, { "packages/kit/src/utils.ts": "" }, /no bound/],
    [
      "a document names a path that is gone",
      checkDocuments,
      { "README.md": "# T\n`packages/kit/src/gone.ts`" },
      /does not exist/,
    ],
    ["a document with two titles", checkDocuments, { "README.md": "# A\n\n# B\n" }, /2 titles/],
    [
      "a choice that the index leaves out",
      checkDocuments,
      { "docs/adr/README.md": "# A\n", "docs/adr/0001-x.md": "# X\n" },
      /not listed/,
    ],
    [
      "W4: undici outside its place",
      checkConfined,
      { "packages/hub/src/a.ts": 'import { request } from "undici";' },
      /createSafeRequest/,
    ],
    [
      "the system's time in a feature",
      checkConfined,
      { "packages/hub/src/link/a.ts": "const t = Date.now();" },
      /injected Clock/,
    ],
    ["the environment outside main", checkConfined, { "packages/hub/src/a.ts": "process.env.X" }, /main\.ts reads it/],
  ];
  for (const [fault, check, files, cure] of faults) {
    test(fault, () => assert.match(list(check(plant(files))), cure));
  }
});
