import type { HttpRequest } from "../../client/transport.ts";
import type { ReadText } from "./file-source.ts";

export interface TextFromAddressOptions {
  /** A transport of your own (proxy, pinning); the platform's `fetch` when absent. */
  readonly request?: HttpRequest;
}

const timeoutMs = 15_000;
const mostBytes = 1_000_000;

/**
 * Reads the text at an https address: status 200 and UTF-8 only, no redirect followed, 15 s and a megabyte at most.
 */
export function textFromAddress(url: string, { request = fetchRequest }: TextFromAddressOptions = {}): ReadText {
  if (!URL.canParse(url) || new URL(url).protocol !== "https:") throw new TypeError("url: an https address");
  return async () => {
    const { status, body } = await request({ method: "GET", url, timeoutMs });
    if (status !== 200) throw new Error(`HTTP ${status} from ${url}`);
    if (body.length > mostBytes) throw new Error(`more than ${mostBytes} bytes from ${url}`);
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  };
}

const fetchRequest: HttpRequest = async ({ method, url, timeoutMs: ms = timeoutMs }) => {
  const response = await fetch(url, { method, redirect: "error", signal: AbortSignal.timeout(ms) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > mostBytes) break;
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
};
