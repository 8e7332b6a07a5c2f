import { pino } from "pino";
import { systemClock, type Clock } from "./clock.ts";

type FieldKind = "word" | "text" | "number" | "boolean" | "url" | "path" | "masked";

/**
 * The closed list of what a log line may carry. Words and texts lose IBANs, tokens and query strings; `masked` keeps
 * the first characters of a value that by itself opens something.
 */
const fieldKinds = {
  requestId: "word",
  method: "word",
  route: "path",
  path: "path",
  url: "url",
  status: "number",
  durationMs: "number",
  bank: "word",
  providerId: "word",
  environment: "word",
  tppId: "word",
  clientId: "word",
  paymentId: "word",
  consentId: "word",
  consentKind: "word",
  linkId: "word",
  webId: "masked",
  attemptId: "word",
  authorisationId: "word",
  challengeId: "word",
  eventId: "word",
  eventType: "word",
  messageId: "word",
  kid: "word",
  topic: "word",
  key: "word",
  from: "word",
  to: "word",
  attempt: "number",
  sequence: "number",
  dueAt: "word",
  code: "word",
  reason: "text",
  step: "word",
  transactionStatus: "word",
  scaStatus: "word",
  linkStatus: "word",
  port: "number",
  host: "word",
  count: "number",
  schema: "word",
  version: "word",
  pid: "number",
  signal: "word",
  folder: "word",
  thumbprint: "word",
  reused: "boolean",
} as const satisfies Record<string, FieldKind>;

interface KindType {
  word: string;
  text: string;
  path: string;
  url: string;
  masked: string;
  number: number;
  boolean: boolean;
}

export type LogFields = {
  readonly [Name in keyof typeof fieldKinds]?: KindType[(typeof fieldKinds)[Name]] | undefined;
};

/** Events are fixed words such as `payment.initiated`; whatever varies belongs into the fields. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields & { readonly error?: unknown }): void;
  /** A log whose lines all carry these fields. */
  child(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level?: "debug" | "info" | "warn" | "error" | "silent";
  /** Gets one whole line, newline included, per call; default standard error. */
  readonly destination?: { write(line: string): void };
  readonly clock?: Clock;
}

/** One JSON line per call; nothing but the listed fields, redacted, ever reaches it (rows L1, L2). */
export function createLog({ level = "info", destination, clock = systemClock }: LogOptions = {}): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "event",
      timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? standardError(),
  );
  const bound = (inherited: object): Log => ({
    info: (event, fields) => logger.info({ ...inherited, ...allowed(fields) }, redact(event)),
    warn: (event, fields) => logger.warn({ ...inherited, ...allowed(fields) }, redact(event)),
    error: (event, fields) =>
      logger.error({ ...inherited, ...allowed(fields), ...describedError(fields?.error) }, redact(event)),
    child: (fields) => bound({ ...inherited, ...allowed(fields) }),
  });
  return bound({});
}

export const silentLog: Log = { info() {}, warn() {}, error() {}, child: () => silentLog };

function standardError(): { write(line: string): void } {
  const stream = pino.destination({ fd: 2, sync: true });
  // A full disk or a closed pipe costs lines, never the process (row R2).
  stream.on("error", () => {});
  return stream;
}

function allowed(fields: LogFields | undefined): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  if (fields === undefined) return line;
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(fieldKinds, name)) continue;
    const shown = shownAs(fieldKinds[name as keyof typeof fieldKinds], value);
    if (shown !== undefined) line[name] = shown;
  }
  return line;
}

function shownAs(kind: FieldKind, value: unknown): string | number | boolean | undefined {
  if (kind === "number") return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  if (kind === "boolean") return typeof value === "boolean" ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (kind === "masked") return `${value.slice(0, 6)}…`;
  if (kind === "url") return redact(withoutQuery(value)).replace(/\/\/[^/@]*@/, "//");
  if (kind === "path") return shownPath(value);
  // Most words are ids, in which nothing is to be redacted.
  return uuidShape.test(value) ? value : redact(value);
}

const uuidShape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const shownPaths = new Map<string, string>();

/** A server logs the patterns of its routes over and over. */
function shownPath(path: string): string {
  let shown = shownPaths.get(path);
  if (shown === undefined) {
    shown = redact(withoutQuery(path));
    if (shownPaths.size > 1_000) shownPaths.clear();
    if (path.length <= 300) shownPaths.set(path, shown);
  }
  return shown;
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return (end < 0 ? url : url.slice(0, end)).replace(/(?<=\/)([\w~.-]{6})[\w~.-]{14,}(?=\/|$)/g, maskedSegment);
}

/** A long path segment may be the key to a page; words and ids in the form of a UUID are not. */
function maskedSegment(segment: string, start: string): string {
  const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(segment);
  return isUuid || /^[a-z_.~-]+$/.test(segment) ? segment : `${start}…`;
}

const ibanShape = /\b([A-Z]{2}\d{2})(?: ?[A-Z0-9]){7,26} ?((?:[A-Z0-9] ?){3}[A-Z0-9])\b/gi;
const tokenShape = /\b(?:eyJ[\w-]{8,}(?:\.[\w-]*){1,4}|(?:Bearer|Basic|DPoP)\s+[\w~+/=.-]+|whsec_[\w+/=]+)/gi;
const queryShape = /\?[^\s"'<>)]*/g;
// Control and bidirectional characters could forge a line or a direction on the operator's terminal (row L2).
const controlShape = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function redact(text: string): string {
  return text
    .slice(0, 1_000)
    .replace(controlShape, "\ufffd")
    .replace(queryShape, "")
    .replace(tokenShape, "…")
    .replace(ibanShape, "$1…$2")
    .slice(0, 300);
}

/** What PostgreSQL and Node say about an error with names only; messages lose whatever stands in quotes. */
const errorNames = ["code", "constraint", "table", "column", "schema", "severity", "routine"] as const;

function describedError(error: unknown, depth = 0): Record<string, unknown> {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: { type: typeof error } };
  const shown: Record<string, unknown> = { type: redact(error.name), message: redact(blankQuoted(error.message)) };
  for (const name of errorNames) {
    const value = (error as unknown as Record<string, unknown>)[name];
    if (typeof value === "string") shown[name] = redact(value);
  }
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  shown["stack"] = frames.slice(0, 12).map((line) => redact(line.trim()));
  if (error.cause !== undefined && depth < 3) shown["cause"] = describedError(error.cause, depth + 1)["error"];
  return { error: shown };
}

function blankQuoted(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|`[^`]*`|\([^()]*\)=\([^()]*\)/g, (quoted) => `${quoted[0]}…${quoted.at(-1)}`);
}
