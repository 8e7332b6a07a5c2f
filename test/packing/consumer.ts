// A project of somebody else, empty but for what npm installs into it from the packed tarballs.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const root = join(import.meta.dirname, "../..");
const windows = process.platform === "win32";
const packages = ["xs2a", "tpp"];

/** Without what the npm that runs the tests has set for its own children. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, this process going on meanwhile. */
export async function run(cwd: string, command: string, args: readonly string[]): Promise<Ran> {
  const shell = windows && command !== process.execPath;
  const child = spawn(command, args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] });
  const exit = new Promise<number | null>((resolve, reject) => child.once("exit", resolve).once("error", reject));
  const [code, out, err] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

async function succeed(cwd: string, command: string, args: readonly string[]): Promise<void> {
  const { code, out, err } = await run(cwd, command, args);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}: ${out}${err}`);
}

/** A copy of what packing needs, so that the hooks can be watched while other tests read the packages themselves. */
export function copyWorkspace(folder: string): void {
  for (const path of ["package.json", "tsconfig.json", "LICENSE", "scripts/pack.ts"])
    cpSync(join(root, path), join(folder, path));
  for (const name of packages)
    cpSync(join(root, "packages", name), join(folder, "packages", name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

/** `npm pack` of both packages; the tarballs' paths. */
export async function pack(workspace: string, into: string): Promise<string[]> {
  mkdirSync(into);
  const which = packages.flatMap((name) => ["-w", `@tallystick/${name}`]);
  await succeed(workspace, "npm", ["pack", ...which, "--pack-destination", into, "--loglevel=error"]);
  return packages.map((name) => join(into, `tallystick-${name}-0.1.0.tgz`));
}

export async function unpack(tarball: string, into: string): Promise<string> {
  mkdirSync(into);
  await succeed(into, "tar", ["-xzf", tarball]);
  return join(into, "package");
}

/**
 * Installs the tarballs as npm does for anybody, without the network: what they depend on comes from this repository's
 * `node_modules`, in the versions that their manifests name (npm refuses others).
 */
export async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  mkdirSync(folder);
  const ours = packages.map((name, at) => [`@tallystick/${name}`, `file:${tarballs[at]}`]);
  const typesOfNode = join(root, "node_modules/@types/node");
  const folders = [...packages.map((name) => join(root, "packages", name)), typesOfNode];
  const others = [...needed(folders), "@types/node"].map((name) => [name, `file:${join(root, "node_modules", name)}`]);
  const dependencies = Object.fromEntries([...ours, ...others]);
  const manifest = { name: "consumer", private: true, type: "module", dependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const options = ["--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await succeed(folder, "npm", ["install", ...options, "--cache", join(folder, ".npm")]);
}

/** The packages of others that those in the folders need, optional ones included, and that these need in turn. */
function needed(folders: readonly string[], found: Set<string> = new Set()): Set<string> {
  for (const folder of folders) {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    ) as Record<string, Record<string, string> | undefined>;
    const names = Object.keys({ ...dependencies, ...peerDependencies });
    const typed = names.map((name) => `@types/${name}`);
    const fresh = [...names, ...typed].filter(
      (name) => !found.has(name) && !name.startsWith("@tallystick/") && existsSync(join(root, "node_modules", name)),
    );
    for (const name of fresh) found.add(name);
    needed(
      fresh.map((name) => join(root, "node_modules", name)),
      found,
    );
  }
  return found;
}

/** Type-checks files of the folder as strictly as a user may; "" when nothing is wrong. */
export async function typeErrors(
  folder: string,
  files: readonly string[],
  options: Record<string, unknown>,
): Promise<string> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    ...options,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { code, out } = await run(folder, join(root, "node_modules/.bin/tsc"), ["-p", "."]);
  return code === 0 ? "" : out || `tsc ended with ${code}`;
}
