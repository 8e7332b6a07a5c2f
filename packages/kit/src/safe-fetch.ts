import { isIP } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { isPublicAddress } from "./address.ts";
import { createDial, hostAndPort, type Resolve } from "./safe-fetch/dial.ts";
import { OutboundFailed, OutboundRefused, type OutboundFailure } from "./safe-fetch/outbound.ts";

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** For everything, from the look-up of the name to the last byte; default 15,000. */
  readonly timeoutMs?: number;
  /** Of the answer's body; default 10 MiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Redirects are answers like any other: they are never followed (row W3). */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Throws `OutboundRefused` before anything is sent, `OutboundFailed` when no whole answer came. */
export type SafeRequest = (request: OutboundRequest) => Promise<OutboundAnswer>;

export interface SafeRequestOptions {
  /** Exact `host:port` pairs that may be plain http, any port, any address; default none. */
  readonly allow?: readonly string[];
  /** Ports of hosts outside the list; default 443 only. */
  readonly ports?: readonly number[];
  /** PEM: a client certificate with its key, and the authorities to trust instead of the system's. */
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly ca?: string };
  /** All addresses of a host name, in place of the system's resolver. */
  readonly resolve?: Resolve;
}

/**
 * The one way out for calls with outside input: https to public addresses only, checked on what is dialled (rows W1 to
 * W4), nothing followed, a deadline over all, a limit on the answer.
 */
export function createSafeRequest(options: SafeRequestOptions = {}): SafeRequest & { close(): Promise<void> } {
  const allow = new Set(options.allow);
  const isExempt = (pair: string) => allow.has(pair);
  const ports = new Set((options.ports ?? [443]).map(String));
  const agent = new Agent({
    connect: createDial({ isExempt, resolve: options.resolve, tls: options.tls }),
    connections: 64,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 16_384,
    keepAliveTimeout: 4_000,
  });
  const request: SafeRequest = async (outbound) => {
    const target = checkTarget(outbound, isExempt, ports);
    return exchange(agent, target, outbound);
  };
  return Object.assign(request, { close: () => agent.destroy() });
}

function checkTarget(
  { url, headers = {} }: OutboundRequest,
  isExempt: (pair: string) => boolean,
  ports: Set<string>,
): URL {
  if (!URL.canParse(url)) throw new OutboundRefused("url");
  const target = new URL(url);
  if (target.protocol !== "https:" && target.protocol !== "http:") throw new OutboundRefused("scheme");
  if (target.username !== "" || target.password !== "") throw new OutboundRefused("userinfo");
  for (const [name, value] of Object.entries(headers)) {
    // Node refuses line breaks as well; here it is known that nothing was sent (row W10).
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(value)) throw new OutboundRefused("header");
    if (ownHeaders.has(name.toLowerCase())) throw new OutboundRefused("header");
  }
  const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  if (isExempt(hostAndPort(host, port))) return target;
  if (target.protocol !== "https:") throw new OutboundRefused("scheme");
  if (!ports.has(port)) throw new OutboundRefused("port");
  if (isIP(host) ? !isPublicAddress(host) : isLocalName(host)) throw new OutboundRefused("address");
  return target;
}

/** Those that frame the message or name the host belong to the client. */
const ownHeaders = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
  "te",
  "expect",
]);

/** Names that never mean a public host, whatever a resolver says; a final dot only hides them. */
function isLocalName(host: string): boolean {
  return !host.includes(".") || host.endsWith(".") || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}

function exchange(agent: Agent, target: URL, outbound: OutboundRequest): Promise<OutboundAnswer> {
  const { method, headers = {}, body, timeoutMs = 15_000, maxBytes = 10 * 1024 * 1024, signal } = outbound;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let sent: boolean | "unknown" = false;
    let ended = false;
    let status = 0;
    let answerHeaders: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const fail = (code: OutboundFailure, cause?: unknown) => {
      const detail = { ...(cause === undefined ? {} : { cause }), ...(status === 0 ? {} : { status }) };
      end(() => reject(new OutboundFailed(code, sent, detail)));
      controller?.abort(new Error(code));
    };
    const deadline = setTimeout(() => fail("timeout"), timeoutMs);
    const onAbort = () => fail("aborted");
    if (signal?.aborted) return fail("aborted");
    signal?.addEventListener("abort", onAbort, { once: true });
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // A call that was given up while it waited for a connection must not be sent after all.
        if (ended) return started.abort(new Error("given up"));
        controller = started;
        sent = "unknown";
      },
      onResponseStart(_controller, statusCode, incoming) {
        if (statusCode < 200) return;
        sent = true;
        status = statusCode;
        answerHeaders = plainHeaders(incoming);
        if (method !== "HEAD" && Number(answerHeaders["content-length"] ?? 0) > maxBytes) fail("too_large");
      },
      onResponseData(_controller, chunk) {
        length += chunk.length;
        if (length > maxBytes) return fail("too_large");
        chunks.push(chunk);
      },
      onResponseEnd: () => end(() => resolve({ status, headers: answerHeaders, body: Buffer.concat(chunks, length) })),
      onResponseError: (_controller, error) => {
        if (error instanceof OutboundRefused) end(() => reject(error));
        else fail(failureOf(error), error);
      },
    };
    try {
      const path = `${target.pathname}${target.search}`;
      agent.dispatch({ origin: target.origin, path, method, headers, body: body ?? null, ...undiciTimeouts }, handler);
    } catch (error) {
      fail("protocol", error);
    }
  });
}

// The deadline above covers all of it, and undici's own clocks are coarse.
const undiciTimeouts = { headersTimeout: 0, bodyTimeout: 0 };

function plainHeaders(incoming: NodeJS.Dict<string | string[]>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(incoming)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$|INVALID_CA|PATH_LENGTH|CRL_)/;

function failureOf(error: Error): OutboundFailure {
  const { code } = error as { code?: unknown };
  if (error.name === "HTTPParserError") return "protocol";
  if (typeof code !== "string") return "connect";
  if (tlsCodes.test(code)) return "tls";
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code.endsWith("_LENGTH_MISMATCH")) return "protocol";
  return code === "UND_ERR_CONNECT_TIMEOUT" ? "timeout" : "connect";
}
