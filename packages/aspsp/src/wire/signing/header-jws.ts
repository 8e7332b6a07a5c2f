import { createHash, createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { parseJson, type Clock } from "@tallystick/kit";
import {
  answerPars,
  answerValues,
  headerJwsOf,
  readHeaderJws,
  requestPars,
  requestValues,
  signingString,
  splitDetachedJws,
  type HeaderJws,
  type JwsAlgorithm,
  type MessageCode,
} from "@tallystick/xs2a";
import { FlattenedSign, flattenedVerify } from "jose";
import type { Tpp } from "../../tpp/tpp.ts";
import { bytesOfBase64, refusal, sealOf, type SealRules } from "./seal.ts";

export const jwsHeader = "x-jws-signature";
const toleranceMs = 5 * 60_000;
/** Beside `b64`, which the library knows, these are understood here. */
const understood = { sigT: true, sigD: true };

export interface JwsRules extends SealRules {
  readonly clock: Clock;
  /** Host and port under which TPPs reach the bank: a request that was signed for another is no request to this one. */
  readonly host: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Every request must carry the caller's detached JWS over its target, headers and digest (Georgia; K1, K3, K4). */
export async function checkHeaderJws(request: SignedRequest, tpp: Tpp, rules: JwsRules): Promise<void> {
  const refuse = (code: MessageCode | undefined, text: string) =>
    refusal(code === "SIGNATURE_MISSING" ? code : "SIGNATURE_INVALID", jwsHeader, text, rules);
  const text = request.headers[jwsHeader];
  if (typeof text !== "string") throw refuse("SIGNATURE_MISSING", "is required");
  const parts = splitDetachedJws(text);
  if (parts === undefined) throw refuse(undefined, "is no detached JWS");
  const header = readHeaderJws(decoded(parts.protectedPart));
  if (typeof header === "string") throw refuse(undefined, header);
  const fault = headerFault(request, header, rules);
  if (fault !== undefined) throw refuse(undefined, fault);
  const values = requestValues({ method: request.method, target: request.url, headerOf: headerOf(request.headers) });
  const payload = signingString(header.sigD.pars, values);
  if (payload === undefined) throw refuse(undefined, "covers a header that was not sent");
  const der = bytesOfBase64(header.x5c[0] ?? "");
  if (der === undefined) throw refuse(undefined, "has no certificate in x5c");
  const { certificate } = await sealOf(der, tpp, rules, refuse);
  const jws = {
    protected: parts.protectedPart,
    payload: Buffer.from(payload, "latin1"),
    signature: parts.signaturePart,
  };
  const options = { algorithms: [header.alg], crit: understood };
  const verified = await flattenedVerify(jws, certificate.publicKey, options).catch(() => undefined);
  if (verified === undefined) throw refuse(undefined, "is not the seal's over these headers");
}

function decoded(part: string): unknown {
  try {
    return parseJson(Buffer.from(part, "base64url"), { maxDepth: 4, maxMembers: 100 });
  } catch {
    return undefined;
  }
}

function headerFault({ headers }: SignedRequest, { sigT, sigD }: HeaderJws, rules: JwsRules): string | undefined {
  const uncovered = requestPars(Object.keys(headers)).find((name) => !sigD.pars.includes(name));
  if (uncovered !== undefined) return `does not cover ${uncovered}`;
  if (headers.host !== rules.host) return "is for another host";
  const isTimely = Math.abs(Date.parse(sigT) - rules.clock.now().getTime()) <= toleranceMs;
  return isTimely ? undefined : "was not made within the last five minutes";
}

function headerOf(headers: IncomingHttpHeaders) {
  return (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
}

/** An answer as it is about to be sent; `body` is empty for 204. */
export interface UnsignedAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Headers that seal an answer: its digest and the detached JWS. */
export type AnswerSealer = (answer: UnsignedAnswer) => Promise<Record<string, string>>;

/** Seals answers with the bank's key; `certificate` is PEM, the leaf first, its chain without the root. */
export function createAnswerSealer(seal: { key: string; certificate: string }, clock: Clock): AnswerSealer {
  const key = createPrivateKey(seal.key);
  const chain = seal.certificate.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? [];
  const certificates = chain.map((pem) => new X509Certificate(pem));
  if (certificates[0]?.checkPrivateKey(key) !== true) throw new TypeError("the seal's key is not its certificate's");
  const signer = { alg: algorithmOf(key), x5c: certificates.map(({ raw }) => raw.toString("base64")) };
  return async ({ status, requestId, contentType, body }) => {
    const bytes = Buffer.from(body, "utf8");
    const digest = `SHA-256=${createHash("sha256").update(bytes).digest("base64")}`;
    const length = status === 204 ? {} : { "content-length": String(bytes.length) };
    const type = contentType === undefined ? {} : { "content-type": contentType };
    const headers: Record<string, string> = { "x-request-id": requestId, ...type, ...length, digest };
    const pars = answerPars(Object.keys(headers));
    const payload = signingString(
      pars,
      answerValues(status, (name) => headers[name]),
    );
    const jws = await new FlattenedSign(Buffer.from(payload ?? "", "latin1"))
      .setProtectedHeader({ ...headerJwsOf(signer, pars, clock.now()) } as never)
      .sign(key, { crit: understood });
    return { ...headers, [jwsHeader]: `${jws.protected}..${jws.signature}` };
  };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): JwsAlgorithm {
  if (asymmetricKeyType === "rsa") return "PS256";
  const byCurve = { prime256v1: "ES256", secp384r1: "ES384", secp521r1: "ES512" } as const;
  const found = byCurve[asymmetricKeyDetails?.namedCurve as keyof typeof byCurve];
  if (found === undefined) throw new TypeError("the seal's key is of a kind that does not sign answers");
  return found;
}
