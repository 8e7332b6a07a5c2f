import type { FastifyRequest } from "fastify";
import { HttpFault } from "./fault.ts";
import { RefusedQuery } from "./parameters.ts";

const maxUrlLength = 8_192;
const maxHeaders = 100;

/** Headers whose repetition is a list by their own definition; any other one twice means two readings of one request. */
const repeatable = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "access-control-request-headers",
  "cache-control",
  "connection",
  "cookie",
  "forwarded",
  "if-match",
  "if-none-match",
  "pragma",
  "prefer",
  "te",
  "trailer",
  "tracestate",
  "upgrade",
  "via",
  "warning",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
]);

/** What is wrong with a request before its body is read, if anything (rows I7, I8, I11, I13). */
export function refuseBadRequest(request: FastifyRequest, bodyLimit: number): HttpFault | undefined {
  if (request.query instanceof RefusedQuery) return request.query.fault;
  if (request.url.length > maxUrlLength) return new HttpFault(414, "url_too_long");
  for (const value of Object.values(request.params as Record<string, string>)) {
    // PostgreSQL has no NUL in texts, so no path with one names anything.
    if (value.includes("\u0000")) return new HttpFault(400, "bad_url");
  }
  return refuseHeaders(request.raw.rawHeaders) ?? refuseFraming(request, bodyLimit);
}

function refuseHeaders(rawHeaders: readonly string[]): HttpFault | undefined {
  if (rawHeaders.length / 2 > maxHeaders) return new HttpFault(431, "too_many_headers");
  const seen = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    if (seen.has(name) && !repeatable.has(name)) {
      return new HttpFault(400, "duplicate_header", { path: rawHeaders[i] as string });
    }
    seen.add(name);
  }
  return undefined;
}

function refuseFraming({ method, headers }: FastifyRequest, bodyLimit: number): HttpFault | undefined {
  // Nothing is decompressed, so a compressed body cannot be understood, nor grow.
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    return new HttpFault(415, "unsupported_media_type", { path: "Content-Encoding" });
  }
  if (method !== "GET" && method !== "HEAD") return undefined;
  if (headers["transfer-encoding"] !== undefined) return new HttpFault(400, "bad_body");
  if (Number(headers["content-length"] ?? 0) > bodyLimit) return new HttpFault(413, "body_too_large");
  return undefined;
}
