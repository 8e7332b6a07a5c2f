import { Agent, request as send } from "undici";
import { openIdentity, readChain, requireInForce } from "../certificate/identity.ts";
import { warningOf } from "../certificate/report.ts";
import { systemClock, type Clock } from "../patterns/time.ts";
import type { HttpRequest } from "./transport.ts";

export interface MutualTlsOptions {
  /** PEM of the TPP's certificate (QWAC), followed by its intermediates. */
  readonly cert: string;
  /** PEM of the certificate's private key. */
  readonly key: string;
  /** PEM of the authorities that the bank's server certificate must come from. */
  readonly ca: string;
  /** OpenSSL cipher list, for a bank that takes its own suites alone: `tlsCiphers` of its dialect. Node's when absent. */
  readonly ciphers?: string | undefined;
  /** Largest answer that is read, in bytes; default 10 MiB. A larger one is `answer_too_large`. */
  readonly maxBytes?: number;
  /** Receives a sentence for operators at most once a day while the certificate has 30 days left or fewer. */
  readonly onWarning?: (warning: string) => void;
  readonly clock?: Clock;
}

const timeoutMsDefault = 15_000;
const maxBytesDefault = 10 * 1024 * 1024;

/**
 * A transport that authenticates with a client certificate over kept-alive connections, TLS 1.2 or newer. The bank's
 * certificate and host name are always checked; there is no option that turns this off. A certificate that cannot be used
 * is refused here and, once it has expired, by each call: TppCertificateError, before anything is sent. Other options that
 * cannot be used are a TypeError here that names the member.
 */
export function createMutualTlsRequest(options: MutualTlsOptions): HttpRequest & { close(): Promise<void> } {
  const { cert, key, ca, ciphers, maxBytes = maxBytesDefault, clock = systemClock } = options;
  check(ca, maxBytes);
  const { leaf } = openIdentity({ cert, key });
  requireInForce(leaf, clock.now());
  const warn = createWarning(leaf.validToDate, options.onWarning);
  warn(clock.now());
  const agent = new Agent({
    connect: {
      cert,
      key,
      ca,
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
      ...(ciphers === undefined ? {} : { ciphers }),
    },
    keepAliveTimeout: 30_000,
    maxResponseSize: maxBytes,
  });

  const transport: HttpRequest = async ({ method, url, headers, body, timeoutMs = timeoutMsDefault, signal }) => {
    if (!url.startsWith("https://"))
      throw Object.assign(new TypeError("mutual TLS needs an https URL"), { code: "ERR_INVALID_PROTOCOL" });
    const now = clock.now();
    requireInForce(leaf, now);
    warn(now);
    const deadline = AbortSignal.timeout(timeoutMs);
    const answer = await send(url, {
      dispatcher: agent,
      method: method as "GET",
      headers: headers ?? {},
      body: body ?? null,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : (value ?? ""),
        ]),
      ),
      body: new Uint8Array(await answer.body.arrayBuffer()),
    };
  };
  return Object.assign(transport, { close: () => agent.close() });
}

/** Node takes an empty `ca` for the public authorities, and skips what is no PEM: neither is what was asked for. */
function check(ca: string, maxBytes: number): void {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) throw new TypeError("maxBytes is not a whole number above 0");
  try {
    readChain(ca);
  } catch (cause) {
    throw new TypeError("ca has no PEM certificate that can be read, or one that cannot", { cause });
  }
}

function createWarning(notAfter: Date, tell: ((warning: string) => void) | undefined): (now: Date) => void {
  let toldOn: string | undefined;
  return (now) => {
    const warning = warningOf(notAfter, now);
    const day = now.toISOString().slice(0, 10);
    if (warning === undefined || day === toldOn) return;
    toldOn = day;
    tell?.(warning);
  };
}
