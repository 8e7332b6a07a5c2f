import type { Links } from "../links.ts";
import { asMessageCode, spellCode, type MessageCode } from "./codes.ts";
import type { Xs2aError } from "./xs2a-error.ts";

export interface TppMessage {
  readonly category: "ERROR" | "WARNING";
  readonly code: string;
  readonly path?: string;
  readonly text?: string;
}

export interface TppMessagesBody {
  readonly tppMessages: readonly TppMessage[];
  readonly _links?: Links;
}

export interface FlatBody {
  readonly type?: string;
  readonly title: string;
  readonly detail: string;
  readonly code?: string;
  readonly additionalErrors?: readonly { readonly title?: string; readonly detail?: string; readonly code: string }[];
  readonly _links?: Links;
}

export interface BodyOptions {
  readonly revokedSpelling?: "CERTIFICATE_REVOKE" | "CERTIFICATE_REVOKED" | undefined;
}

/** Limits of guidelines 14.11 and of the OpenAPI file, in code points. */
const maxText = 500;
const maxTitle = 70;

const cut = (text: string, max: number): string => {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join("")}…`;
};

/** `{ tppMessages }`, media type application/json. Undefined for an error without a code: the standard gives it no body. */
export function tppMessagesBody(error: Xs2aError, options: BodyOptions = {}): TppMessagesBody | undefined {
  if (error.code === undefined) return undefined;
  const revoked = options.revokedSpelling ?? "CERTIFICATE_REVOKE";
  const message = (code: MessageCode, path: string | undefined, text: string): TppMessage => ({
    category: "ERROR",
    code: spellCode(code, revoked),
    ...(path === undefined || path === "" ? {} : { path }),
    text: cut(text, maxText),
  });
  return {
    tppMessages: [
      message(error.code, error.path, error.text),
      ...error.additional.map((more) => message(more.code, more.path, more.text)),
    ],
    ...linksOf(error),
  };
}

/** The phrase of an HTTP status, the `title` of the flat form. */
const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * The flat form of the Paysera profile; with `withType` it is RFC 7807 as the standard demands it, `type` and all
 * (media type application/problem+json). An error without a code has none here either.
 */
export function flatBody(error: Xs2aError, options: BodyOptions & { readonly withType?: boolean } = {}): FlatBody {
  const revoked = options.revokedSpelling ?? "CERTIFICATE_REVOKED";
  const title = cut(titles[error.status] ?? `HTTP ${error.status}`, maxTitle);
  const detail = error.path === undefined || error.path === "" ? error.text : `${error.path}: ${error.text}`;
  const additionalErrors = error.additional.map((more) => ({
    code: spellCode(more.code, revoked),
    detail: cut(more.path === "" ? more.text : `${more.path}: ${more.text}`, maxText),
  }));
  return {
    ...(options.withType === true ? { type: "about:blank" } : {}),
    title,
    detail: cut(detail, maxText),
    ...(error.code === undefined ? {} : { code: spellCode(error.code, revoked) }),
    ...(additionalErrors.length === 0 ? {} : { additionalErrors }),
    ...linksOf(error),
  };
}

function linksOf({ links }: Xs2aError): { _links?: Links } {
  return links === undefined ? {} : { _links: links };
}

/** What a client learns from an error answer, whichever form the bank uses. */
export interface ErrorAnswer {
  /** "none" when the body is empty or is not an error body that the standard knows. */
  readonly form: "tppMessages" | "flat" | "none";
  readonly messages: readonly ErrorAnswerMessage[];
}

export interface ErrorAnswerMessage {
  readonly category: "ERROR" | "WARNING";
  /** The code if it is a known one, in the spelling of this package. */
  readonly code: MessageCode | undefined;
  /** The code as the bank wrote it. */
  readonly codeText: string | undefined;
  readonly path: string | undefined;
  readonly text: string | undefined;
}

const maxMessages = 20;

/** Reads an error body of either form. Never throws: a bank's broken answer is an answer of form "none". */
export function parseErrorBody(bytes: Uint8Array | string, contentType?: string): ErrorAnswer {
  const none: ErrorAnswer = { form: "none", messages: [] };
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i.test(contentType.trim()))
    return none;
  const body = decode(bytes);
  if (!isObject(body)) return none;
  if (Array.isArray(body["tppMessages"])) {
    const messages = body["tppMessages"].slice(0, maxMessages).filter(isObject).map(messageOf);
    return { form: "tppMessages", messages };
  }
  if (typeof body["title"] !== "string" && typeof body["code"] !== "string") return none;
  const more = Array.isArray(body["additionalErrors"]) ? body["additionalErrors"].slice(0, maxMessages) : [];
  return { form: "flat", messages: [body, ...more.filter(isObject)].map(messageOf) };
}

function messageOf(entry: Record<string, unknown>): ErrorAnswerMessage {
  const codeText = shortText(entry["code"]);
  return {
    category: entry["category"] === "WARNING" ? "WARNING" : "ERROR",
    code: asMessageCode(codeText),
    codeText,
    path: shortText(entry["path"]),
    text: shortText(entry["text"]) ?? shortText(entry["detail"]) ?? shortText(entry["title"]),
  };
}

function shortText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? cut(value, maxText) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decode(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === "string" ? bytes : new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
