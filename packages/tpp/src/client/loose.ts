import { readDate, type DateForm } from "../dialect/dates.ts";
import { isMembers, type Members } from "../dialect/members.ts";

/** The part of a JSON schema that this package's schemas are written in. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
}

export interface LooseOptions {
  readonly dates: DateForm;
  readonly links: (value: unknown) => unknown;
}

export type LooseResult =
  | { readonly ok: true; readonly value: unknown }
  /** The dotted path of what is wrong; "" for the whole. */
  | { readonly ok: false; readonly path: string };

/**
 * Holds an answer against a schema as loosely as banks need it and as strictly as money does. Required members must be
 * there, of their kind and form; unknown ones pass; an optional one that is null or of another kind is left out, since one
 * odd member must not hide an account. A number where a text is due becomes that text. Lengths are not held against a
 * bank, nor are codes inside the answer: only those at its top (statuses) decide what happens next.
 */
export function readLoosely(schema: object, value: unknown, options: LooseOptions): LooseResult {
  return read(schema, value, { ...options, path: [], required: true });
}

interface At extends LooseOptions {
  readonly path: readonly string[];
  readonly required: boolean;
}

function read(schema: Schema, value: unknown, at: At): LooseResult {
  if (schema.enum !== undefined) return readCode(schema.enum, value, at);
  switch (schema.type) {
    case "object":
      return readObject(schema, value, at);
    case "array":
      return readArray(schema, value, at);
    case "string":
      return readText(schema, value, at);
    case "boolean":
      return isBoolean(value)
        ? found(value)
        : value === "true" || value === "false"
          ? found(value === "true")
          : wrong(at);
    case "integer":
      return typeof value === "number"
        ? found(value)
        : /^\d{1,9}$/.test(String(value))
          ? found(Number(value))
          : wrong(at);
    case undefined:
    default:
      return found(value);
  }
}

function readObject({ properties = {}, required = [] }: Schema, value: unknown, at: At): LooseResult {
  if (!isMembers(value)) return wrong(at);
  const members: Members = {};
  for (const [name, member] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const isRequired = required.includes(name);
    if (name === "_links") define(members, name, at.links(member));
    else if (schema === undefined) define(members, name, member);
    else {
      const result = read(schema, member, { ...at, path: [...at.path, name], required: isRequired });
      if (result.ok) define(members, name, result.value);
      else if (isRequired || (at.path.length < 2 && entryLists.has(name))) return result;
    }
  }
  const missing = required.find((name) => name !== "_links" && !Object.hasOwn(members, name));
  return missing === undefined ? found(members) : wrong({ path: [...at.path, missing] });
}

/** What a report is read for: optional as these lists are, one with a hole is not quietly a shorter one. */
const entryLists: ReadonlySet<string> = new Set([
  "transactions",
  "cardTransactions",
  "booked",
  "pending",
  "information",
  "balances",
]);

function readArray({ items = {} }: Schema, value: unknown, at: At): LooseResult {
  if (!Array.isArray(value)) return wrong(at);
  const entries: unknown[] = [];
  for (const [index, entry] of value.entries()) {
    const result = read(items, entry, { ...at, path: [...at.path, String(index)], required: true });
    if (!result.ok) return result;
    entries.push(result.value);
  }
  return found(entries);
}

function readText({ pattern, format, minLength = 0 }: Schema, value: unknown, at: At): LooseResult {
  const text = typeof value === "string" ? value : plainNumber(value);
  if (text === undefined) return wrong(at);
  if (format === "date") {
    const date = readDate(text, at.dates);
    return date !== undefined ? found(date) : wrong(at);
  }
  if (!at.required) return found(text);
  const formed = text.length >= minLength && (pattern === undefined || new RegExp(pattern).test(text));
  return formed ? found(text) : wrong(at);
}

/** A number whose digits JSON has not changed: 15 of them at most, and no exponent. */
function plainNumber(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : "";
  return /^-?\d+(?:\.\d+)?$/.test(text) && text.replace(/\D/g, "").length <= 15 ? text : undefined;
}

function readCode(codes: readonly unknown[], value: unknown, at: At): LooseResult {
  if (codes.includes(value)) return found(value);
  return at.path.length > 1 && typeof value === "string" ? found(value) : wrong(at);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** As a member of its own, whatever its name is. */
function define(into: Members, name: string, value: unknown): void {
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function found(value: unknown): LooseResult {
  return { ok: true, value };
}

function wrong({ path }: { readonly path: readonly string[] }): LooseResult {
  return { ok: false, path: path.join(".") };
}
