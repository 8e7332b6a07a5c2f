/**
 * The detached JWS over HTTP headers of the Georgian standard, header `x-jws-signature` (JAdES, ETSI TS 119 182-1, with
 * `sigD` of the kind HttpHeaders): which lines are signed and how the header is built. Keys and hashes are the caller's.
 */
import type { HeaderOf } from "./http-signature.ts";

export const jwsAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"] as const;
export type JwsAlgorithm = (typeof jwsAlgorithms)[number];

export const httpHeadersMechanism = "http://uri.etsi.org/19182/HttpHeaders";
export const jwsCritical = ["sigT", "sigD", "b64"] as const;

/** The protected header of such a signature. */
export interface HeaderJws {
  readonly alg: JwsAlgorithm;
  /** The payload is signed as it is (RFC 7797). */
  readonly b64: false;
  readonly crit: readonly string[];
  /** When it was signed, UTC, `2026-11-25T10:00:00Z`. */
  readonly sigT: string;
  /** Base64 DER: the leaf, then its chain without the root. */
  readonly x5c: readonly string[];
  readonly sigD: { readonly mId: typeof httpHeadersMechanism; readonly pars: readonly string[] };
}

export interface JwsRequest {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  readonly headerOf: HeaderOf;
  /** Names in lower case of all headers that are sent. */
  readonly names: readonly string[];
}

/** What a request's signature must cover: target, host, id and digest, the body's type and length, the PSU's context. */
export function requestPars(names: readonly string[]): string[] {
  const psu = names.filter((name) => name.startsWith("psu-"));
  return ["(request-target)", "host", "x-request-id", ...bodyPars(names), "digest", ...psu];
}

/** What an answer's signature covers. */
export function answerPars(names: readonly string[]): string[] {
  return ["(response-status)", "x-request-id", ...bodyPars(names), "digest"];
}

function bodyPars(names: readonly string[]): string[] {
  return ["content-type", "content-length"].filter((name) => names.includes(name));
}

/** The value behind a name of `pars` in a request. */
export function requestValues({ method, target, headerOf }: Omit<JwsRequest, "names">): HeaderOf {
  return (name) => (name === "(request-target)" ? `${method.toLowerCase()} ${target}` : headerOf(name));
}

/** The value behind a name of `pars` in an answer. */
export function answerValues(status: number, headerOf: HeaderOf): HeaderOf {
  return (name) => (name === "(response-status)" ? String(status) : headerOf(name));
}

export function headerJwsOf(signer: Pick<HeaderJws, "alg" | "x5c">, pars: readonly string[], at: Date): HeaderJws {
  return {
    alg: signer.alg,
    b64: false,
    crit: [...jwsCritical],
    sigT: `${at.toISOString().slice(0, 19)}Z`,
    x5c: signer.x5c,
    sigD: { mId: httpHeadersMechanism, pars },
  };
}

const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$/;
const maxLength = 8_192;

/** The two parts of `header..signature`, each in the one spelling that base64url has for its bytes (K3, K4). */
export function splitDetachedJws(text: string): { protectedPart: string; signaturePart: string } | undefined {
  if (text.length > maxLength) return undefined;
  const [protectedPart = "", payload, signaturePart = "", ...more] = text.split(".");
  const isDetached = payload === "" && more.length === 0 && protectedPart !== "" && signaturePart !== "";
  if (!isDetached || !base64url.test(protectedPart) || !base64url.test(signaturePart)) return undefined;
  return { protectedPart, signaturePart };
}

const members = new Set(["alg", "b64", "crit", "sigT", "x5c", "sigD", "typ", "cty", "kid", "x5t#S256"]);
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/**
 * The protected header, once decoded; a text says what is wrong with it. What it does not know it refuses: a header that
 * names a key or an address is not ignored.
 */
export function readHeaderJws(decoded: unknown): HeaderJws | string {
  if (!isObject(decoded)) return "the protected header is no object";
  const stranger = Object.keys(decoded).find((name) => !members.has(name));
  if (stranger !== undefined) return "the protected header has a member that is not understood";
  const { alg, b64, crit, sigT, x5c, sigD } = decoded;
  if (!jwsAlgorithms.includes(alg as JwsAlgorithm)) return "alg is not one of RS, PS and ES with 256, 384 or 512";
  if (b64 !== false) return "b64 must be false";
  if (!isTexts(crit) || crit.length !== jwsCritical.length || !jwsCritical.every((name) => crit.includes(name))) {
    return "crit must be sigT, sigD and b64";
  }
  if (typeof sigT !== "string" || !instant.test(sigT) || Number.isNaN(Date.parse(sigT))) return "sigT is no UTC time";
  if (!isTexts(x5c) || x5c.length === 0 || x5c.length > 5) return "x5c is no chain of certificates";
  if (!isObject(sigD) || sigD["mId"] !== httpHeadersMechanism) return "sigD is not about HTTP headers";
  const { pars } = sigD;
  const arePars = isTexts(pars) && pars.length <= 50 && new Set(pars).size === pars.length;
  if (!arePars || !pars.every((name) => /^(?:[a-z0-9-]+|\(request-target\)|\(response-status\))$/.test(name))) {
    return "sigD.pars must be names in lower case, each once";
  }
  return { alg: alg as JwsAlgorithm, b64, crit, sigT, x5c, sigD: { mId: httpHeadersMechanism, pars } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
