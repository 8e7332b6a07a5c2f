export type JsonErrorCode =
  | "invalid_utf8"
  | "syntax"
  | "too_deep"
  | "too_many_members"
  | "duplicate_key"
  | "forbidden_key"
  | "forbidden_character"
  | "number_out_of_range";

/** Why a text is not accepted as JSON, and below which member (`a.b.0`, empty for the whole text). */
export class JsonError extends Error {
  readonly code: JsonErrorCode;
  readonly path: string;

  constructor(code: JsonErrorCode, path: string) {
    super(`JSON refused: ${code}`);
    this.name = "JsonError";
    this.code = code;
    this.path = path;
  }
}

export interface JsonLimits {
  /** How many objects and arrays may stand in each other; default 32. */
  readonly maxDepth?: number;
  /** Most members of one object or elements of one array; default 5,000. */
  readonly maxMembers?: number;
}

/**
 * Reads JSON as RFC 8259 writes it, and refuses what two readers could understand differently: duplicate keys, a byte
 * order mark, bytes that are not UTF-8, unpaired surrogates, NUL, integers that a double cannot hold, numbers beyond
 * its range, and keys that reach into prototypes (rows I6, I8).
 */
export function parseJson(bytes: Uint8Array, { maxDepth = 32, maxMembers = 5_000 }: JsonLimits = {}): unknown {
  return new Reader(decode(bytes), maxDepth, maxMembers).whole();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new JsonError("invalid_utf8", "");
  }
}

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);
const numberShape = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// Everything that needs no look of its own: no quote, no backslash, no control character.
// oxlint-disable-next-line no-control-regex
const plainShape = /[^"\\\u0000-\u001f]*/y;
const escapes = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }),
);
const words = new Map<string, [word: string, value: unknown]>([
  ["t", ["true", true]],
  ["f", ["false", false]],
  ["n", ["null", null]],
]);

class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #maxMembers: number;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, maxDepth: number, maxMembers: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#maxMembers = maxMembers;
  }

  whole(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at !== this.#text.length) throw this.#error("syntax");
    return value;
  }

  #value(): unknown {
    this.#space();
    const first = this.#text[this.#at];
    if (first === "{") return this.#object();
    if (first === "[") return this.#array();
    if (first === '"') return this.#string();
    const word = words.get(first ?? "");
    if (word === undefined) return this.#number();
    if (!this.#text.startsWith(word[0], this.#at)) throw this.#error("syntax");
    this.#at += word[0].length;
    return word[1];
  }

  #object(): object {
    const object: Record<string, unknown> = {};
    let members = 0;
    for (let more = this.#open("}"); more; more = this.#more("}")) {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#error("syntax");
      const key = this.#string();
      this.#path.push(key);
      if (++members > this.#maxMembers) throw this.#error("too_many_members");
      if (forbiddenKeys.has(key)) throw this.#error("forbidden_key");
      if (Object.hasOwn(object, key)) throw this.#error("duplicate_key");
      this.#space();
      if (this.#text[this.#at++] !== ":") throw this.#error("syntax");
      object[key] = this.#value();
      this.#path.pop();
    }
    return object;
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    for (let more = this.#open("]"); more; more = this.#more("]")) {
      this.#path.push(array.length);
      if (array.length >= this.#maxMembers) throw this.#error("too_many_members");
      array.push(this.#value());
      this.#path.pop();
    }
    return array;
  }

  /** Steps into an object or array and says whether anything stands in it. */
  #open(end: string): boolean {
    if (this.#path.length >= this.#maxDepth) throw this.#error("too_deep");
    this.#at++;
    this.#space();
    if (this.#text[this.#at] !== end) return true;
    this.#at++;
    return false;
  }

  #more(end: string): boolean {
    this.#space();
    const next = this.#text[this.#at++];
    if (next === ",") return true;
    if (next === end) return false;
    throw this.#error("syntax");
  }

  #string(): string {
    let value = "";
    this.#at++;
    for (;;) {
      plainShape.lastIndex = this.#at;
      plainShape.test(this.#text);
      value += this.#text.slice(this.#at, plainShape.lastIndex);
      this.#at = plainShape.lastIndex;
      const next = this.#text[this.#at++];
      if (next === '"') break;
      if (next !== "\\") throw this.#error("syntax");
      value += this.#escape();
    }
    if (value.includes("\u0000") || !value.isWellFormed()) throw this.#error("forbidden_character");
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? "";
    if (letter !== "u") {
      const character = escapes.get(letter);
      if (character === undefined) throw this.#error("syntax");
      return character;
    }
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw this.#error("syntax");
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): number {
    numberShape.lastIndex = this.#at;
    const match = numberShape.exec(this.#text);
    if (match === null) throw this.#error("syntax");
    this.#at = numberShape.lastIndex;
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    if (!Number.isFinite(value) || (isInteger && !Number.isSafeInteger(value)))
      throw this.#error("number_out_of_range");
    return value;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #error(code: JsonErrorCode): JsonError {
    // Keys come from the caller: what an answer repeats of them stays short.
    return new JsonError(
      code,
      this.#path
        .map((part) => String(part).slice(0, 64))
        .join(".")
        .slice(0, 256),
    );
  }
}
