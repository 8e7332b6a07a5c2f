// Proves what is packed of @tallystick/tpp and @tallystick/xs2a in a project of somebody else: it holds what it should
// and nothing more, it installs, type-checks and runs there, and what is called free of Node asks for nothing of Node.
import assert from "node:assert/strict";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { codeBlocks } from "./packing/code-blocks.ts";
import { copyWorkspace, install, pack, run, typeErrors, unpack } from "./packing/consumer.ts";
import { openPretendBank } from "./packing/pretend-bank.ts";

const root = join(import.meta.dirname, "..");
const examples = globSync("*.ts", { cwd: join(root, "packages/tpp/examples"), exclude: ["*.test.ts"] });
const resolutions = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
/** Tells, at the end, which modules of Node and which packages a program has asked for. */
const watch = String.raw`import { registerHooks } from "node:module";
const builtins = new Set(), packages = new Set();
registerHooks({ resolve(specifier, context, next) {
  const found = next(specifier, context);
  const name = /^(@[^/]+\/)?[^./@][^/]*/.exec(specifier)?.[0];
  if (found.url.startsWith("node:")) builtins.add(specifier + " by " + context.parentURL);
  else if (name !== undefined && !specifier.includes(":")) packages.add(name);
  return found;
} });
process.on("exit", () => console.log(JSON.stringify({ builtins: [...builtins], packages: [...packages] })));
`;

const subpathsOf = (name: string): string[] => {
  const { exports } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  return Object.keys(exports).filter((path) => path !== "./testing" && path !== "./package.json");
};

let work: string;
let consumer: string;
let changed: string[];
const unpacked: Record<string, string> = {};

before(async () => {
  work = mkdtempSync(join(tmpdir(), "tallystick-packed-"));
  consumer = join(work, "consumer");
  const workspace = join(work, "workspace");
  copyWorkspace(workspace);
  const was = contents(workspace);
  const tarballs = await pack(workspace, join(work, "tarballs"));
  const is = contents(workspace);
  changed = [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
  for (const [at, name] of ["xs2a", "tpp"].entries())
    unpacked[name] = await unpack(tarballs[at] ?? "", join(work, name));
  await install(consumer, tarballs);
});
after(() => rmSync(work, { recursive: true, force: true }));

function contents(folder: string): Map<string, string> {
  const paths = globSync("{packages,scripts}/**/*.*", { cwd: folder });
  const files = ["package.json", "tsconfig.json", "LICENSE", ...paths].filter((path) => /\.\w+$|LICENSE/.test(path));
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

test("packing leaves the workspace as it was", () => assert.deepEqual(changed, []));

describe("a pack that comes to no good end", () => {
  const hook = (which: string) =>
    run(join(work, "workspace/packages/xs2a"), process.execPath, ["../../scripts/pack.ts", which]);

  test("killed, it is put right by the next one", async () => {
    const was = contents(join(work, "workspace"));
    for (const which of ["before", "before", "after"]) assert.equal((await hook(which)).code, 0, which);
    assert.deepEqual(contents(join(work, "workspace")), was);
  });

  test("with a package that does not compile, it says so and leaves nothing", async () => {
    const faulty = join(work, "workspace/packages/xs2a/src/links.ts");
    const text = readFileSync(faulty, "utf8");
    writeFileSync(faulty, `${text}export const wrong: number = "text";\n`);
    const was = contents(join(work, "workspace"));
    const { code, err } = await hook("before");
    assert.notEqual(code, 0);
    assert.match(err, /@tallystick\/xs2a does not compile:[\s\S]*links\.ts.*TS2322/);
    assert.deepEqual(contents(join(work, "workspace")), was);
    writeFileSync(faulty, text);
  });
});

for (const name of ["xs2a", "tpp"]) {
  describe(`the tarball of @tallystick/${name}`, () => {
    test("holds JavaScript, declarations, licence and readme, and neither sources nor tests", () => {
      const files = globSync("**/*.*", { cwd: unpacked[name]! });
      const strange = files.filter((path) => !/^dist\/.+\.(js|d\.ts)$|^(package\.json|README\.md)$/.test(path));
      assert.deepEqual(strange, []);
      assert.deepEqual(
        files.filter((path) => /\.test\.|testing/.test(path)),
        [],
      );
      for (const path of ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts"])
        assert.ok(existsSync(join(unpacked[name]!, path)), path);
    });

    test("names JavaScript in its imports, also in declarations, and no folder of this machine", () => {
      for (const path of globSync("dist/**/*", { cwd: unpacked[name]! }).filter((one) => /\.(js|ts)$/.test(one))) {
        const text = readFileSync(join(unpacked[name]!, path), "utf8");
        assert.doesNotMatch(text, /(from|import|import\()\s*["']\.[^"']*\.ts["']/, path);
        assert.ok(!text.includes(work) && !text.includes(root) && !text.includes("sourceMappingURL"), path);
      }
    });

    test("has a manifest that points at what is there, without what only the workspace needs", () => {
      const manifest = JSON.parse(readFileSync(join(unpacked[name]!, "package.json"), "utf8"));
      assert.deepEqual([manifest.devDependencies, manifest.scripts], [undefined, undefined]);
      assert.deepEqual(Object.keys(manifest.exports), [...subpathsOf(name), "./package.json"]);
      for (const target of Object.values<string | Record<string, string>>(manifest.exports)) {
        for (const path of typeof target === "string" ? [target] : Object.values(target))
          assert.ok(existsSync(join(unpacked[name]!, path)), path);
      }
    });
  });
}

describe("in a project of somebody else", () => {
  test("every subpath gives what it gives here", async () => {
    const specifiers = ["xs2a", "tpp"].flatMap((name) =>
      subpathsOf(name).map((path) => `@tallystick/${name}${path.slice(1)}`),
    );
    const program = `for (const name of ${JSON.stringify(specifiers)})
      console.log(JSON.stringify([name, Object.keys(await import(name)).sort()]));`;
    const { code, out, err } = await run(consumer, process.execPath, ["--input-type=module", "-e", program]);
    assert.equal(code, 0, err);
    const there = out
      .trim()
      .split("\n")
      .map((line): [string, string[]] => JSON.parse(line));
    assert.deepEqual(
      there.map(([name]) => name),
      specifiers,
    );
    for (const [name, names] of there) {
      assert.ok(names.length > 0, name);
      assert.deepEqual(names, Object.keys((await import(name)) as object).sort(), name);
    }
  });

  for (const [resolution, options] of Object.entries(resolutions)) {
    test(`the examples and the readme compile there, strictly: ${resolution}`, async () => {
      for (const path of examples) cpSync(join(root, "packages/tpp/examples", path), join(consumer, path));
      const blocks = codeBlocks(readFileSync(join(root, "packages/tpp/README.md"), "utf8"));
      const written = blocks.map(({ code }, at) => {
        writeFileSync(join(consumer, `readme-${at}.ts`), code);
        return `readme-${at}.ts`;
      });
      assert.ok(written.length > 0);
      assert.equal(await typeErrors(consumer, [...examples, ...written], { types: ["node"], ...options }), "");
    });

    test(`the declarations hold with nobody's types but the browser's: ${resolution}`, async () => {
      writeFileSync(
        join(consumer, "pure.ts"),
        'export * from "@tallystick/tpp";\nexport * as lines from "@tallystick/tpp/categorise";\nexport * as wire from "@tallystick/xs2a";\n',
      );
      assert.equal(await typeErrors(consumer, ["pure.ts"], { skipLibCheck: false, ...options }), "");
    });
  }

  test("the readme's program reads a balance over mutual TLS, and tells a bank's refusal", async () => {
    const [block] = codeBlocks(readFileSync(join(root, "packages/tpp/README.md"), "utf8"));
    writeFileSync(join(consumer, "balance.ts"), block!.code);
    const bank = await openPretendBank(consumer);
    try {
      const good = await run(consumer, process.execPath, ["balance.ts", bank.baseUrl, "c1"]);
      assert.deepEqual(good, { code: 0, out: "LT803500010001234567 interimAvailable 3564.54 EUR\n", err: "" });
      const bad = await run(consumer, process.execPath, ["balance.ts", bank.baseUrl, "another"]);
      assert.match(bad.err, /BankError: getAccountList: CONSENT_INVALID \(HTTP 401\)/);
    } finally {
      bank.close();
    }
  });

  test("what is called free of Node loads nothing of it, and no package but those that run anywhere", async () => {
    writeFileSync(join(consumer, "watch.mjs"), watch);
    const program = [
      "--import",
      "./watch.mjs",
      "-e",
      'Promise.all([import("@tallystick/tpp"), import("@tallystick/tpp/categorise")])',
    ];
    const { code, out, err } = await run(consumer, process.execPath, program);
    assert.equal(code, 0, err);
    const { builtins, packages } = JSON.parse(out) as { builtins: string[]; packages: string[] };
    assert.deepEqual(builtins, []);
    assert.deepEqual(packages.toSorted(), [
      "@tallystick/tpp",
      "@tallystick/xs2a",
      "ibantools",
      "oauth4webapi",
      "typebox",
    ]);
  });
});

test("what is called free of Node names none of its globals either", async () => {
  const pure = ["xs2a/src/index.ts", "tpp/src/index.ts", "tpp/src/patterns/categorise/index.ts"];
  const sources = pure.map((path) => join(root, "packages", path));
  const options = { ...resolutions.nodenext, lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"] };
  const errors = await typeErrors(consumer, sources, { ...options, skipLibCheck: true, erasableSyntaxOnly: true });
  assert.equal(errors, "");
});
