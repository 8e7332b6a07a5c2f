import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpHandler, Log } from "@tallystick/kit";
import { Xs2aError } from "@tallystick/xs2a";
import { answerHeaders } from "../sca-pages/headers.ts";
import { sentRequestId } from "../wire/request-id.ts";
import { paths } from "./metadata.ts";

/** Takes the request and returns true when its path is the authorization server's. */
export type Mount = (req: IncomingMessage, res: ServerResponse) => boolean;

export interface MountOptions {
  /** The address of the standard's base on this listener: ".../rzb_ro/xs2a/berlin/1.3". */
  readonly base: string;
  readonly issuer: string;
  readonly metadata: Record<string, unknown>;
  readonly library: HttpHandler;
  readonly log: Log;
  /** Paths under the base that the library serves here, with their method. */
  readonly routes: readonly { readonly method: "GET" | "POST"; readonly path: string; readonly below?: boolean }[];
  /** Runs before the library, on the mutual-TLS listener: judges the certificate. */
  readonly identify?: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Counts a request for the library against its caller's limits; throws the refusal. */
  readonly admit?: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
}

/**
 * Mounts the library as a raw handler. It derives addresses from the request, so the request is first told the
 * configured ones: path prefix, host and scheme come from `base` and never from what the client sent.
 */
export function createMount(options: MountOptions): Mount {
  const { base, issuer } = options;
  const { pathname: prefix, host, protocol } = new URL(base);
  const discovery = new Set([prefix + paths.discovery, paths.discovery + new URL(issuer).pathname]);
  return (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    if (discovery.has(path)) {
      serve(options, req, res, () => sendMetadata(options, req, res));
      return true;
    }
    const route = options.routes.find((one) => matches(path, prefix + one.path, one.below === true));
    if (route === undefined) return false;
    if (req.method !== route.method && !(route.method === "GET" && req.method === "HEAD")) {
      serve(options, req, res, async () => sendJson(res, 405, { error: "invalid_request" }, { allow: route.method }));
      return true;
    }
    const url = req.url ?? "";
    Object.assign(req, { originalUrl: url });
    req.url = url.slice(prefix.length);
    req.headers["x-forwarded-host"] = host;
    req.headers["x-forwarded-proto"] = protocol.slice(0, -1);
    delete req.headers["x-forwarded-for"];
    // A client secret is ignored wherever it comes from (C6); the certificate proves who calls.
    if (route.method === "POST") delete req.headers.authorization;
    serve(options, req, res, async () => {
      for (const [name, value] of Object.entries(answerHeaders({ https: protocol === "https:" }))) {
        res.setHeader(name, value);
      }
      refuseCors(res);
      await options.identify?.(req, res);
      await options.admit?.(req, res);
      options.library(req, res);
    });
    return true;
  };
}

/** The library answers every origin by default. */
function refuseCors(res: ServerResponse): void {
  const setHeader = res.setHeader.bind(res);
  res.setHeader = (name, value) => (/^access-control-/i.test(name) ? res : setHeader(name, value));
}

function matches(path: string, route: string, below: boolean): boolean {
  return path === route || (below && path.startsWith(`${route}/`));
}

function serve(options: MountOptions, req: IncomingMessage, res: ServerResponse, work: () => Promise<void>): void {
  const began = performance.now();
  const requestId = sentRequestId(req);
  if (requestId !== undefined) res.setHeader("x-request-id", requestId);
  const path = (req.url ?? "").split("?", 1)[0]?.replace(/(\/oauth\/authorize)\/.*/, "$1/:uid");
  res.once("finish", () => {
    const durationMs = Math.round((performance.now() - began) * 10) / 10;
    options.log.info("request", { method: req.method, route: path, status: res.statusCode, durationMs });
  });
  work().catch((error: unknown) => {
    if (error instanceof Xs2aError && !res.headersSent) {
      const body = { error: "temporarily_unavailable", error_description: error.text };
      return sendJson(res, error.status, body, error.headers);
    }
    options.log.error("oauth_failed", { error });
    if (res.headersSent) res.destroy();
    else sendJson(res, 500, { error: "server_error" });
  });
}

async function sendMetadata(options: MountOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== "GET" && req.method !== "HEAD") {
    sendJson(res, 405, { error: "invalid_request" }, { allow: "GET" });
    return;
  }
  // A TPP that reads this with its certificate is known from then on.
  await options.identify?.(req, res);
  sendJson(res, 200, options.metadata, { "cache-control": "public, max-age=300" });
}

function sendJson(
  res: ServerResponse,
  status: number,
  body: Record<string, unknown>,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.writeHead(status, { "cache-control": "no-store", ...headers, "content-type": "application/json" });
  res.end(res.req.method === "HEAD" ? undefined : JSON.stringify(body));
}

/** A refused certificate leaves the caller unknown: the library then answers `invalid_client`. */
export function ignoringRefusal(
  identify: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      await identify(req, res);
    } catch (error) {
      if (!(error instanceof Xs2aError)) throw error;
    }
  };
}
