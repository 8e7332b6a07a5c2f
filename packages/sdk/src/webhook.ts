import { compactVerify, createRemoteJWKSet, customFetch, decodeProtectedHeader, errors } from "jose";
import type { WebhookEvent } from "./types.ts";

/** Why a webhook is not to be believed, or cannot be checked now (`keys_unavailable`: answer 503, it comes again). */
export type WebhookErrorCode =
  | "header_missing"
  | "signature_malformed"
  | "signature_wrong"
  | "body_differs"
  | "too_old"
  | "keys_unavailable";

export class WebhookError extends Error {
  override readonly name = "WebhookError";
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

export interface WebhookVerifierOptions {
  /** The hub's keys: `http://localhost:4000/test/.well-known/jwks.json`. Fetched once and again when a new key signs. */
  readonly jwksUrl: string;
  readonly fetch?: typeof fetch;
  /** How far the signature's time may lie from now, in seconds; default 300. */
  readonly toleranceSeconds?: number;
  readonly now?: () => Date;
}

/** Node's `request.headers`, a fetch `Headers`, or a plain object. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookVerifier {
  /** The event, when the raw bytes of the body are the hub's. Rejects with WebhookError. */
  verify(rawBody: Uint8Array | string, headers: WebhookHeaders): Promise<WebhookEvent>;
}

/** One spelling of base64url only, else one signature has several texts. */
const compactJws = /^[A-Za-z0-9_-]{1,8192}\.[A-Za-z0-9_-]{1,65536}\.[A-Za-z0-9_-]{1,1024}$/;
const algorithms = ["ES256", "RS256"];

/**
 * Verifies `x-signature`, a JWS over the raw body. Pass the bytes as they came: a body that was parsed and written
 * again is another body. Keep `event_id` of what you have handled: delivery is at least once.
 */
export function createWebhookVerifier(options: WebhookVerifierOptions): WebhookVerifier {
  const { jwksUrl, fetch: send, toleranceSeconds = 300, now = () => new Date() } = options;
  const keys = createRemoteJWKSet(new URL(jwksUrl), send ? { [customFetch]: send } : {});

  return {
    async verify(rawBody, headers) {
      const signature = read(headers, "x-signature");
      const kid = read(headers, "x-signature-kid");
      const header = headerOf(signature, kid);
      const payload = await compactVerify(signature, keys, { algorithms }).then(
        (verified) => verified.payload,
        (cause: unknown) => {
          throw refused(cause);
        },
      );
      const body = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : rawBody;
      if (!sameBytes(payload, body)) throw new WebhookError("body_differs", "the body is not the one that was signed");
      const ageSeconds = Math.abs(now().getTime() / 1000 - header.iat);
      if (ageSeconds > toleranceSeconds)
        throw new WebhookError("too_old", `signed ${Math.round(ageSeconds)} s from now`);
      return JSON.parse(new TextDecoder().decode(body)) as WebhookEvent;
    },
  };
}

function headerOf(signature: string, kid: string): { iat: number } {
  if (!compactJws.test(signature) || !isCanonical(signature)) throw malformed();
  let header: Record<string, unknown>;
  try {
    header = decodeProtectedHeader(signature) as Record<string, unknown>;
  } catch (cause) {
    throw malformed(cause);
  }
  if (header["kid"] !== kid || typeof header["iat"] !== "number") throw malformed();
  return { iat: header["iat"] };
}

const malformed = (cause?: unknown): WebhookError =>
  new WebhookError("signature_malformed", "x-signature is not the hub's form", cause);

/** The unused last bits of each part must be zero, so that the text of a signature is unique. */
function isCanonical(jws: string): boolean {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return jws.split(".").every((part) => {
    const last = alphabet.indexOf(part.at(-1) ?? "");
    const rest = part.length % 4;
    return rest === 0 || (rest === 2 && last % 16 === 0) || (rest === 3 && last % 4 === 0);
  });
}

function refused(cause: unknown): WebhookError {
  const wrong =
    cause instanceof errors.JWSSignatureVerificationFailed ||
    cause instanceof errors.JWKSNoMatchingKey ||
    cause instanceof errors.JOSEAlgNotAllowed;
  if (wrong) return new WebhookError("signature_wrong", "no key of the hub made this signature", cause);
  if (cause instanceof errors.JWSInvalid) return malformed(cause);
  return new WebhookError("keys_unavailable", "the hub's keys could not be read", cause);
}

function read(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value === "string" && value !== "") return value;
  throw new WebhookError("header_missing", `${name} is missing`);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
