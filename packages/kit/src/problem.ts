import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Errors } from "typebox/value";

export type ViolationCode = "required" | "unknown" | "type" | "format" | "length" | "range" | "enum" | "invalid";

export interface Violation {
  /** Dotted member, `payment_intent.amount`, `items.0`; empty for the whole body. */
  readonly path: string;
  readonly code: ViolationCode;
  /** English, for developers; never contains the value. */
  readonly message: string;
}

export interface Checker<T> {
  check(value: unknown): { ok: true; value: T } | { ok: false; violations: Violation[] };
}

const maxViolations = 20;

/**
 * Compiles a schema once. The checker converts, adds and removes nothing (finding F5); text lengths count code points;
 * a union yields the complaint of the branch that was meant.
 */
export function compileSchema<S extends TSchema>(schema: S): Checker<Static<S>> {
  const strict = countCodePoints(schema as Node);
  const validator = Compile(strict as TSchema);
  return {
    check(value) {
      if (validator.Check(value)) return { ok: true, value: value as Static<S> };
      const violations = explain(strict, value, "").slice(0, maxViolations);
      return { ok: false, violations: violations.length > 0 ? violations : [invalid("")] };
    },
  };
}

/** JSON Schema as typebox writes it, as far as the checks here look into it. */
interface Node {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
}

interface Refinement {
  readonly check: (value: unknown) => boolean;
  readonly error: () => string;
}

/**
 * typebox counts what a reader sees as one character, so a letter with ten thousand accents would pass as one; columns
 * and banks count code points.
 */
function countCodePoints(node: Node): Node {
  if (typeof node !== "object" || node === null) return node;
  const copy = Object.create(Object.getPrototypeOf(node), Object.getOwnPropertyDescriptors(node));
  const set = (key: string, value: unknown) =>
    Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  for (const key of ["anyOf", "allOf"] as const) {
    if (node[key]) set(key, node[key].map(countCodePoints));
  }
  if (node.items && !Array.isArray(node.items)) set("items", countCodePoints(node.items));
  if (typeof node.additionalProperties === "object") {
    set("additionalProperties", countCodePoints(node.additionalProperties));
  }
  if (node.properties) {
    set(
      "properties",
      Object.fromEntries(Object.entries(node.properties).map(([name, child]) => [name, countCodePoints(child)])),
    );
  }
  if (node.type === "string" && (node.maxLength !== undefined || node.minLength !== undefined)) {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = node;
    delete copy.minLength;
    delete copy.maxLength;
    const fits: Refinement = {
      check: (value) => typeof value !== "string" || within(value, minLength, maxLength),
      error: () => lengthText(minLength, maxLength),
    };
    set("~refine", [fits, ...((node as { "~refine"?: Refinement[] })["~refine"] ?? [])]);
    set("~length", fits);
  }
  return copy;
}

function within(text: string, min: number, max: number): boolean {
  // Most texts are short enough in UTF-16 units already.
  if (text.length > max * 2 || text.length < min) return false;
  let count = 0;
  for (const _ of text) count++;
  return count >= min && count <= max;
}

function lengthText(min: number, max: number): string {
  if (min === 0) return `must not have more than ${max} characters`;
  if (max === Number.POSITIVE_INFINITY) return min === 1 ? "must not be empty" : `must have at least ${min} characters`;
  return min === max ? `must have ${min} characters` : `must have ${min} to ${max} characters`;
}

function explain(node: Node, value: unknown, path: string): Violation[] {
  if (node.anyOf) return explainUnion(node.anyOf, value, path);
  if (node.allOf) return node.allOf.flatMap((part) => explain(part, value, path));
  if (node.type === "object" && isObject(value)) return explainObject(node, value, path);
  if (node.type === "array" && Array.isArray(value) && node.items) {
    const items = node.items;
    const inside = value.slice(0, 1_000).flatMap((item, index) => explain(items, item, join(path, String(index))));
    return inside.length > 0 ? inside : explainLeaf(node, value, path);
  }
  return explainLeaf(node, value, path);
}

function explainObject(node: Node, value: Record<string, unknown>, path: string): Violation[] {
  const properties = node.properties ?? {};
  const found: Violation[] = [];
  for (const name of node.required ?? []) {
    if (!Object.hasOwn(value, name)) found.push({ path: join(path, name), code: "required", message: "is required" });
  }
  for (const [name, child] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema) found.push(...explain(schema, child, join(path, name)));
    else if (node.additionalProperties === false) {
      found.push({ path: join(path, name.slice(0, 64)), code: "unknown", message: "is not a member of this object" });
    } else if (typeof node.additionalProperties === "object") {
      found.push(...explain(node.additionalProperties, child, join(path, name.slice(0, 64))));
    }
    if (found.length > maxViolations) break;
  }
  return found.length > 0 ? found : explainLeaf(node, value, path);
}

function explainUnion(branches: readonly Node[], value: unknown, path: string): Violation[] {
  const parts = branches.map((branch) => explain(branch, value, path));
  if (parts.some((part) => part.length === 0)) return [];
  const constants = branches.map(constantsOf);
  if (constants.every((list) => list !== undefined)) return [notListed(constants.flat(), path)];
  const meant = branches.filter((branch) => typeFits(branch, value));
  const chosen = meant.filter((branch) => discriminatorFits(branch, value));
  if (chosen.length === 1) return explain(chosen[0] as Node, value, path);
  if (isObject(value)) {
    const wrong = wrongDiscriminator(meant, path);
    if (wrong) return [wrong];
  }
  if (meant.length === 0) {
    const types = [...new Set(branches.map(({ type }) => type ?? "another type"))];
    return [{ path, code: "type", message: `must be ${types.join(" or ")}` }];
  }
  // Between branches that nothing tells apart, the one with the fewest complaints was probably meant.
  return meant.map((branch) => explain(branch, value, path)).sort((a, b) => a.length - b.length)[0] ?? [invalid(path)];
}

function constantsOf(node: Node): unknown[] | undefined {
  if (node.const !== undefined) return [node.const];
  return node.enum === undefined ? undefined : [...node.enum];
}

function notListed(values: readonly unknown[], path: string): Violation {
  const shown = values.map((value) => JSON.stringify(value)).join(", ");
  return { path, code: "enum", message: values.length === 1 ? `must be ${shown}` : `must be one of ${shown}` };
}

function discriminatorFits({ properties = {} }: Node, value: unknown): boolean {
  if (!isObject(value)) return true;
  return Object.entries(properties).every(([name, { const: expected }]) => {
    return expected === undefined || (Object.hasOwn(value, name) && value[name] === expected);
  });
}

function wrongDiscriminator(branches: readonly Node[], path: string): Violation | undefined {
  const names = Object.entries(branches[0]?.properties ?? {}).filter(([, child]) => child.const !== undefined);
  for (const [name] of names) {
    const values = branches.map(({ properties }) => properties?.[name]?.const);
    if (new Set(values).size === branches.length && !values.includes(undefined)) {
      return notListed(values, join(path, name));
    }
  }
  return undefined;
}

function typeFits({ type, const: constant }: Node, value: unknown): boolean {
  if (constant !== undefined) return typeof constant === typeof value;
  if (type === undefined) return true;
  if (type === "integer") return typeof value === "number";
  return type === typeOf(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const codeOfKeyword: Readonly<Record<string, ViolationCode>> = {
  type: "type",
  const: "enum",
  enum: "enum",
  pattern: "format",
  format: "format",
  minItems: "length",
  maxItems: "length",
  minProperties: "length",
  maxProperties: "length",
  uniqueItems: "invalid",
  minimum: "range",
  maximum: "range",
  exclusiveMinimum: "range",
  exclusiveMaximum: "range",
  multipleOf: "range",
};

function explainLeaf(node: Node, value: unknown, path: string): Violation[] {
  const length = (node as { "~length"?: Refinement })["~length"];
  if (length && !length.check(value)) return [{ path, code: "length", message: length.error() }];
  const error = Errors(node as TSchema, value)[0];
  if (error === undefined) return [];
  const constants = constantsOf(node);
  if (constants) return [notListed(constants, path)];
  const code = codeOfKeyword[error.keyword] ?? "invalid";
  // A pattern tells a developer less than its description does.
  if (code === "format") return [{ path, code, message: node.description ?? "has the wrong format" }];
  return [{ path, code, message: error.message }];
}

function invalid(path: string): Violation {
  return { path, code: "invalid", message: "is not valid" };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
