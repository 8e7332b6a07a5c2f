import type { IncomingMessage, ServerResponse } from "node:http";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { systemRandom } from "../id.ts";
import { JsonError, parseJson } from "../json.ts";
import type { Log } from "../log.ts";
import { HttpFault } from "./fault.ts";
import { parseParameters, parseQuery } from "./parameters.ts";
import { refuseBadRequest } from "./request.ts";

export type HttpHandler = (req: IncomingMessage, res: ServerResponse) => void;

declare module "fastify" {
  interface FastifyRequest {
    /** The bytes of a JSON or form body as they came, for digests and signatures; empty without a body. */
    rawBody: Buffer;
  }
}

export interface AppOptions {
  readonly log: Log;
  /** Bytes; default 65,536. */
  readonly bodyLimit?: number;
  /** Turns every failure into the application's wire form; HTTP's own refusals arrive as `HttpFault`. */
  readonly onError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => unknown;
  /** What bodies may be; default JSON only. */
  readonly contentTypes?: readonly ("json" | "form")[];
  /** The id under which a request is logged (`request.id`); default a random UUID. */
  readonly requestId?: (request: IncomingMessage) => string;
}

/**
 * A Fastify application that coerces and drops nothing (finding F5): bodies are read by `parseJson` or as forms, queries
 * without duplicates, and nothing is compiled from route schemas, since `compileSchema` checks in the handler.
 * One log line per request. Mount it by `handlerOf` and `listen`.
 */
export function createApp(options: AppOptions): FastifyInstance {
  const { log, bodyLimit = 65_536, contentTypes = ["json"], requestId = () => systemRandom.uuid() } = options;
  const fail = failWith(options.onError, log);
  const app = fastify({
    logger: false,
    bodyLimit,
    requestIdHeader: false,
    genReqId: (raw) => requestId(raw),
    routerOptions: { querystringParser: parseQuery as never, maxParamLength: 8_192, caseSensitive: true },
    // A broken percent sign in the path never reaches a route, nor its hooks.
    frameworkErrors: (error, request, reply) => {
      reply.raw.once("finish", () => logRequest(log, request, reply));
      void fail(error, request, reply);
    },
  });
  const methodsOf = collectMethods(app);
  app.setValidatorCompiler(() => {
    throw new TypeError("route schemas are not compiled: check the body by compileSchema");
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest("rawBody", null as never);
  app.addHook("onRequest", (request, _reply, done) => {
    request.rawBody = noBytes;
    if (request.is404) done(missing(request, methodsOf));
    else done(refuseBadRequest(request, bodyLimit) as Error | undefined);
  });
  app.addHook("onResponse", (request, reply, done) => {
    logRequest(log, request, reply);
    done();
  });
  app.setNotFoundHandler((request) => {
    throw missing(request, methodsOf);
  });
  app.setErrorHandler(fail);
  addBodyParsers(app, contentTypes);
  return app;
}

/** The application as a plain handler; waits until its plugins have loaded. */
export async function handlerOf(app: FastifyInstance): Promise<HttpHandler> {
  await app.ready();
  return (req, res) => app.routing(req, res);
}

const noBytes = Buffer.alloc(0);

function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  log.info("request", {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  });
}

function failWith(onError: AppOptions["onError"], log: Log) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const fault = asFault(error);
    if (fault instanceof HttpFault && fault.allow !== undefined) reply.header("allow", fault.allow.join(", "));
    // What is left of an unread body would otherwise be read as the next request.
    if (hasBody(request) && !request.raw.complete) reply.header("connection", "close");
    try {
      const answer = await onError(fault, request, reply);
      if (answer !== undefined || reply.sent) return answer;
      log.error("error_not_answered", { requestId: request.id });
    } catch (failure) {
      log.error("error_handler_failed", { requestId: request.id, error: failure });
    }
    return reply.sent ? reply : reply.code(500).send("");
  };
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

function asFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HttpFault) return error;
  if (error instanceof JsonError) return new HttpFault(400, "invalid_json", { path: error.path, cause: error });
  switch ((error as { code?: unknown }).code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new HttpFault(413, "body_too_large");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_ROUTE_MISSING_CONTENT_TYPE":
      return new HttpFault(415, "unsupported_media_type", { path: "Content-Type" });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new HttpFault(400, "bad_body");
    case "FST_ERR_BAD_URL":
      return new HttpFault(400, "bad_url");
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new HttpFault(414, "url_too_long");
    case "ECONNRESET":
    case "ERR_STREAM_PREMATURE_CLOSE":
      return new HttpFault(400, "bad_body", { cause: error });
    default:
      return error;
  }
}

function addBodyParsers(app: FastifyInstance, contentTypes: readonly ("json" | "form")[]): void {
  app.removeAllContentTypeParsers();
  const add = (type: string, parse: (body: Buffer) => unknown) =>
    app.addContentTypeParser(type, { parseAs: "buffer" }, (request, body, done) => {
      const bytes = body as Buffer;
      // Another charset would make two readers of one body disagree.
      if (!plainTypeShape.test(request.headers["content-type"] ?? ""))
        return done(new HttpFault(415, "unsupported_media_type", { path: "Content-Type" }));
      request.rawBody = bytes;
      try {
        // Clients announce a type with an empty body as well; the handler decides whether it needs one.
        done(null, bytes.length === 0 ? undefined : parse(bytes));
      } catch (error) {
        done(error as Error);
      }
    });
  if (contentTypes.includes("json")) add("application/json", (bytes) => parseJson(bytes));
  if (contentTypes.includes("form")) {
    add("application/x-www-form-urlencoded", (bytes) => parseParameters(utf8Text(bytes), "invalid_form"));
  }
}

const plainTypeShape = /^\s*[\w.+-]+\/[\w.+-]+\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;

function utf8Text(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  // A form body is ASCII, with everything else behind percent signs.
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0020-\u007e]/.test(text)) throw new HttpFault(400, "invalid_form");
  return text;
}

type MethodsOf = (path: string) => string[];

function missing(request: FastifyRequest, methodsOf: MethodsOf): HttpFault {
  const allow = methodsOf(request.url.split("?", 1)[0] as string);
  if (allow.length === 0) return new HttpFault(404, "not_found");
  return new HttpFault(405, "method_not_allowed", { allow });
}

/** Learns every route as it is added, since the router only answers for a path together with a method. */
function collectMethods(app: FastifyInstance): MethodsOf {
  const routes: { readonly shape: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    const pattern = url
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll(/:[A-Za-z_]\w*/g, "[^/]+")
      .replaceAll("*", ".*");
    routes.push({ shape: new RegExp(`^${pattern}$`), methods: [method].flat() });
  });
  return (path) =>
    [...new Set(routes.filter(({ shape }) => shape.test(path)).flatMap(({ methods }) => methods))].sort();
}
