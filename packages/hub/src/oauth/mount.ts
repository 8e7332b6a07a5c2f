import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpHandler, Log } from "@tallystick/kit";
import { tokenPath, type OauthAddresses } from "./addresses.ts";

/** Takes the request and returns true when its path is the authorization server's. */
export type Mount = (req: IncomingMessage, res: ServerResponse) => boolean;

interface MountOptions {
  readonly addresses: OauthAddresses;
  readonly metadata: Record<string, unknown>;
  readonly library: HttpHandler;
  readonly log: Log;
}

/**
 * Mounts the library as a raw handler. It derives addresses from the request, so the request is first told the
 * configured ones: path prefix, host and scheme come from the issuer and never from what the client sent.
 */
export function createMount({ addresses, metadata, library, log }: MountOptions): Mount {
  const { host, protocol } = new URL(addresses.issuer);
  return (req, res) => {
    const url = req.url ?? "";
    const path = url.split("?", 1)[0] ?? "";
    const isToken = path === addresses.prefix + tokenPath;
    if (!isToken && !addresses.discovery.has(path)) return false;
    watch(log, req, res, path);
    if (!isToken) {
      if (!isOneOf(req, res, ["GET", "HEAD"])) return true;
      sendJson(res, 200, metadata, { "cache-control": "public, max-age=300" });
      return true;
    }
    if (!isOneOf(req, res, ["POST"])) return true;
    Object.assign(req, { originalUrl: url });
    req.url = url.slice(addresses.prefix.length);
    req.headers["x-forwarded-host"] = host;
    req.headers["x-forwarded-proto"] = protocol.slice(0, -1);
    delete req.headers["x-forwarded-for"];
    // Errors are JSON, whatever a caller would rather read.
    req.headers.accept = "application/json";
    res.setHeader("x-content-type-options", "nosniff");
    library(req, res);
    return true;
  };
}

function isOneOf(req: IncomingMessage, res: ServerResponse, methods: readonly string[]): boolean {
  if (methods.includes(req.method ?? "")) return true;
  sendJson(res, 405, { error: "invalid_request" }, { allow: methods.join(", ") });
  return false;
}

function watch(log: Log, { method }: IncomingMessage, res: ServerResponse, route: string): void {
  const began = performance.now();
  res.once("finish", () => {
    const durationMs = Math.round((performance.now() - began) * 10) / 10;
    log.info("request", { method, route, status: res.statusCode, durationMs });
  });
}

function sendJson(
  res: ServerResponse,
  status: number,
  body: Record<string, unknown>,
  headers: Readonly<Record<string, string>>,
): void {
  res.writeHead(status, { "cache-control": "no-store", ...headers, "content-type": "application/json" });
  res.end(res.req.method === "HEAD" ? undefined : JSON.stringify(body));
}
