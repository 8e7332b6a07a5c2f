// What the house rules look at: the tracked files of the repository, or a tree that a test plants.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";

/** Path from the root to text. */
export type Tree = ReadonlyMap<string, string>;

export interface Finding {
  readonly path: string;
  /** What is wrong and what to do about it. */
  readonly cure: string;
}

export function readRepository(root: string): Tree {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const paths = listed.toString("utf8").split("\0");
  const texts = paths.filter((path) => /\.(ts|md|cjs|sql|json)$/.test(path) && existsSync(join(root, path)));
  const rest = paths.filter((path) => path !== "" && !texts.includes(path));
  return new Map([
    ...texts.map((path) => [path, readFileSync(join(root, path), "utf8")] as const),
    ...rest.map((path) => [path, ""] as const),
  ]);
}

export function isTest(path: string): boolean {
  return /\.test\.ts$|\/testing\/|\/journeys\/|\/examples\/|\/spi\/contract\.ts$|\/spi\/contract\/|^test\/|^bench\/|^scripts\//.test(
    path,
  );
}

export function sources(tree: Tree): string[] {
  return [...tree.keys()].filter((path) => path.startsWith("packages/") && path.endsWith(".ts"));
}

const specifier =
  /(?:^|[;}\n])\s*(?:import|export)\b[^"';]*?from\s*["']([^"']+)["']|(?:^|[;}\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Every module that a file imports or re-exports, types included, as written. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(specifier)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** The repository path that an import means: relative ones resolved, ours by package, others undefined. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return join(dirname(from), specifier);
  const ours = /^@tallystick\/([a-z0-9]+)(?:\/(.*))?$/.exec(specifier);
  return ours ? `packages/${ours[1]}/src/${ours[2] ?? "index"}` : undefined;
}

export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}
