// `npm pack` and `npm publish` of a package: here sources run as they are, but Node strips no types under node_modules,
// so what is packed is JavaScript with declarations. The hook `prepack` (`before`) builds them in a folder apart, then
// puts `dist`, LICENSE and a package.json that points at them into place; `postpack` (`after`) puts everything back.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

interface Manifest extends Record<string, unknown> {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** What users may import: not what our own tests share. */
function published({ exports }: Manifest): [name: string, source: string][] {
  return Object.entries(exports).filter(([name]) => !/\/testing(\/|$)/.test(name));
}

/** The manifest that is packed: `./src/a.ts` becomes what was built of it, and what only the workspace needs is gone. */
function packedManifest(manifest: Manifest): Record<string, unknown> {
  const { devDependencies: _dev, scripts: _scripts, ...kept } = manifest;
  const built = published(manifest).map(([name, source]) => {
    const [, path] = /^\.\/src\/(.+)\.ts$/.exec(source) ?? [];
    return [name, path === undefined ? source : { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }];
  });
  return { ...kept, exports: Object.fromEntries(built), files: ["dist"], sideEffects: false };
}

/** JavaScript and declarations of everything that the package's exports reach, in `into`; tests are not reached. */
function build(folder: string, into: string): void {
  const manifest = manifestOf(folder);
  const entries = published(manifest).filter(([, source]) => source.endsWith(".ts"));
  const work = mkdtempSync(join(tmpdir(), "tallystick-build-"));
  try {
    writeFileSync(
      join(work, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        compilerOptions: {
          noEmit: false,
          declaration: true,
          removeComments: false,
          rootDir: join(folder, "src"),
          outDir: into,
          typeRoots: [join(root, "node_modules/@types")],
          paths: declarationsOfOurs(manifest, work),
        },
        include: [],
        files: entries.map(([, source]) => join(folder, source)),
      }),
    );
    const tsc = join(root, "node_modules/.bin/tsc");
    const done = spawnSync(tsc, ["-p", work], { encoding: "utf8", shell: process.platform === "win32" });
    if (done.status !== 0) throw new Error(`${manifest.name} does not compile:\n${done.stdout}${done.stderr}`);
    for (const file of globSync("**/*.d.ts", { cwd: into })) nameJavaScript(join(into, file));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Packages of ours that this one needs, as their users will see them: without that their sources would be built in. */
function declarationsOfOurs({ dependencies = {} }: Manifest, work: string): Record<string, string[]> {
  const ours = Object.keys(dependencies).filter((name) => name.startsWith("@tallystick/"));
  return Object.fromEntries(
    ours.map((name) => {
      const built = join(work, name);
      build(join(root, "packages", name.slice("@tallystick/".length)), built);
      return [name, [join(built, "index.d.ts")]];
    }),
  );
}

/** The compiler turns `./a.ts` into `./a.js` in JavaScript alone; a declaration that names a source is of no use. */
function nameJavaScript(declaration: string): void {
  const text = readFileSync(declaration, "utf8");
  writeFileSync(declaration, text.replaceAll(/(\bfrom |\bimport\(|\bimport )"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"'));
}

const aside = "package.workspace.json";

function before(folder: string): void {
  // Left by a pack that was killed.
  if (existsSync(join(folder, aside))) after(folder);
  const manifest = packedManifest(manifestOf(folder));
  try {
    build(folder, join(folder, "dist"));
    cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
    renameSync(join(folder, "package.json"), join(folder, aside));
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  } catch (error) {
    after(folder);
    throw error;
  }
}

function after(folder: string): void {
  if (existsSync(join(folder, aside))) renameSync(join(folder, aside), join(folder, "package.json"));
  for (const made of ["dist", "LICENSE"]) rmSync(join(folder, made), { recursive: true, force: true });
}

const [hook] = process.argv.slice(2);
if (hook === "before") before(process.cwd());
else if (hook === "after") after(process.cwd());
else throw new Error("npm calls this as the prepack and postpack of a package: `npm pack -w @tallystick/tpp`");
