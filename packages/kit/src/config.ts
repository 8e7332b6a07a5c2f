import { readFileSync } from "node:fs";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  readonly name: string;
  readonly message: string;
}

/** Lists everything that is wrong with a configuration at once; the text never repeats a value. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(["configuration:", ...problems.map(({ name, message }) => `  ${name} ${message}`)].join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** Reads one value of its variable, or says in words what is wrong with it. */
export interface Setting<T> {
  readonly name: string;
  readonly read: (text: string) => { value: T } | { problem: string };
  readonly whenAbsent: { value: T } | { problem: string };
}

export type ConfigOf<Settings> = { readonly [K in keyof Settings]: Settings[K] extends Setting<infer T> ? T : never };

/** Reads all settings of a plain environment object; an empty variable counts as absent. */
export function readConfig<Settings extends Readonly<Record<string, Setting<unknown>>>>(
  environment: Environment,
  settings: Settings,
): ConfigOf<Settings> {
  const problems: ConfigProblem[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { name, read, whenAbsent }] of Object.entries(settings)) {
    const text = environment[name]?.trim();
    const result = text === undefined || text === "" ? whenAbsent : read(text);
    if ("problem" in result) problems.push({ name, message: result.problem });
    else config[key] = result.value;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config as ConfigOf<Settings>;
}

type Absent<T> = { readonly default?: T };

function define<T>(name: string, absent: Absent<T>, read: Setting<T>["read"]): Setting<T> {
  const whenAbsent = "default" in absent ? { value: absent.default as T } : { problem: "is required" };
  return { name, read, whenAbsent };
}

/** The same setting, `undefined` when its variable is absent. */
function optional<T>(inner: Setting<T>): Setting<T | undefined> {
  return { ...inner, whenAbsent: { value: undefined } };
}

function text(name: string, absent: Absent<string> = {}): Setting<string> {
  return define(name, absent, (value) => ({ value }));
}

function integer(
  name: string,
  range: { readonly min: number; readonly max: number } & Absent<number>,
): Setting<number> {
  return define(name, range, (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.min && value <= range.max) return { value };
    return { problem: `must be a whole number from ${range.min} to ${range.max}` };
  });
}

function port(name: string, absent: Absent<number> = {}): Setting<number> {
  return integer(name, { min: 1, max: 65_535, ...absent });
}

function flag(name: string, absent: Absent<boolean> = {}): Setting<boolean> {
  return define(name, absent, (text) => {
    if (["1", "true", "yes", "on"].includes(text.toLowerCase())) return { value: true };
    if (["0", "false", "no", "off"].includes(text.toLowerCase())) return { value: false };
    return { problem: "must be true or false" };
  });
}

function oneOf<const T extends string>(name: string, values: readonly T[], absent: Absent<T> = {}): Setting<T> {
  return define(name, absent, (text) => {
    const value = values.find((candidate) => candidate === text);
    return value === undefined ? { problem: `must be one of ${values.join(", ")}` } : { value };
  });
}

/** An absolute URL without user, query and fragment; without the final slash of an empty path. */
function url(
  name: string,
  { protocols = ["https:", "http:"], ...absent }: { readonly protocols?: readonly string[] } & Absent<string> = {},
): Setting<string> {
  return define(name, absent, (text) => {
    const parsed = URL.parse(text);
    if (parsed === null || !protocols.includes(parsed.protocol)) {
      return { problem: `must be an absolute URL (${protocols.join(", ")})` };
    }
    const isBare = parsed.username === "" && parsed.password === "" && parsed.search === "" && parsed.hash === "";
    return isBare ? { value: parsed.href.replace(/\/$/, "") } : { problem: "must have no user, query or fragment" };
  });
}

/** Comma-separated, blanks around the items dropped. */
function list(name: string, absent: Absent<readonly string[]> = {}): Setting<readonly string[]> {
  return define(name, absent, (text) => ({
    value: text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  }));
}

/** A secret is read from the file that the variable names, so that it stands in no environment and no argument (L7). */
function secretFile(
  name: string,
  { minLength = 32, ...absent }: { minLength?: number } & Absent<string> = {},
): Setting<string> {
  return define(name, absent, (path) => {
    try {
      const value = readFileSync(path, "utf8").trim();
      return value.length < minLength ? { problem: `names a file with under ${minLength} characters` } : { value };
    } catch {
      return { problem: "names a file that cannot be read" };
    }
  });
}

/** One reader per kind of value; each names its variable and, where it has one, its default. */
export const setting = { text, integer, port, flag, oneOf, url, list, secretFile, optional } as const;
