import type { OperationId } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";

export interface HeaderParts {
  readonly id: OperationId;
  readonly requestId: string;
  readonly body: string | undefined;
  readonly accessToken: string | undefined;
  /** Those of the call itself. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** The headers of a call as this bank wants them. Blank ones are left out but where the dialect wants to see them. */
export async function headersOf(dialect: Dialect, parts: HeaderParts): Promise<Record<string, string>> {
  const { id, requestId, body, accessToken, headers, now } = parts;
  const all: Record<string, string | undefined> = {
    accept: dialect.accept,
    "x-request-id": requestId,
    ...(dialect.dateHeader || dialect.signature.headers.includes("date") ? { date: now.toUTCString() } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(body === undefined || !dialect.digest ? {} : { digest: await digestOf(body, dialect.signature.hash) }),
    ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    ...headers,
    ...dialect.extraHeaders,
  };
  const dropped = [...dialect.dropHeaders, ...(dialect.dropHeadersOf[id] ?? [])];
  const sent: Record<string, string> = {};
  for (const name of dialect.emptyHeaders) sent[name] = "";
  for (const [name, value] of Object.entries(all)) if (value !== undefined && !isBlank(value)) sent[name] = value;
  for (const name of dropped) delete sent[name];
  return sent;
}

/** A quoted nothing is nothing too: applications that pass a form field on send it. */
function isBlank(value: unknown): boolean {
  return typeof value === "string" && (value.trim() === "" || value.trim() === '""');
}

/** The first header that cannot be sent, or that this bank wants and that is not there. */
export function wrongHeader(dialect: Dialect, headers: Readonly<Record<string, string>>): string | undefined {
  const missing = dialect.requiredHeaders.find((name) => headers[name] === undefined);
  if (missing !== undefined) return missing;
  const told: [string, unknown][] = Object.entries(headers);
  return told.find(([, text]) => typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text))?.[0];
}

/** RFC 3230, as the standard's signature profile has it. */
async function digestOf(body: string, hash: "SHA-256" | "SHA-512"): Promise<string> {
  const bytes = new Uint8Array(await globalThis.crypto.subtle.digest(hash, new TextEncoder().encode(body)));
  return `${hash}=${btoa(String.fromCharCode(...bytes))}`;
}
