/** A JSON object as it came. */
export type Members = Record<string, unknown>;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path of own members; undefined where there is none. */
export function memberAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split(".")) {
    if (!isMembers(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/**
 * A copy in which each member that the bank names otherwise also stands at the standard's place. What stands there
 * already is left: a bank that has come to follow the standard is read by it.
 */
export function renameMembers(value: unknown, names: Readonly<Record<string, string>>): unknown {
  const pairs = Object.entries(names);
  if (pairs.length === 0 || !isMembers(value)) return value;
  const renamed = structuredClone(value);
  for (const [from, to] of pairs) {
    const found = memberAt(value, from);
    if (found !== undefined && memberAt(renamed, to) === undefined) put(renamed, to.split("."), found);
  }
  return renamed;
}

function put(into: Members, [name = "", ...rest]: readonly string[], value: unknown): void {
  const next = isMembers(into[name]) ? into[name] : {};
  if (rest.length > 0) put(next, rest, value);
  Object.defineProperty(into, name, {
    value: rest.length > 0 ? next : value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
