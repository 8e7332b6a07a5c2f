import { compileSchema, createApp, type Checker } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createErrorAnswer } from "./api/answer-error.ts";
import { createOnce } from "./api/create-once.ts";
import type { Answer, Operation } from "./api/operation.ts";
import { requestIdOf } from "./api/request-id.ts";
import { authenticate, tokenMissing, type AccessTokens } from "./client/authenticate.ts";
import type { Client, Clients } from "./client/clients.ts";
import type { ClientLimits } from "./client/limits.ts";
import { scopeNeeded } from "./client/scope.ts";
import type { HubDeps } from "./deps.ts";
import { endpoints, operationIds, type ApiVersion, type OperationId } from "./endpoints.ts";
import { HubError, invalidBody } from "./errors.ts";

export interface AppDeps {
  readonly deps: HubDeps;
  readonly clients: Clients;
  readonly limits: ClientLimits;
  readonly tokens: AccessTokens;
  readonly operations: { readonly [Id in OperationId]: Operation<Id> };
}

/** `/test` is the newest version, the others pin one (hub-api section 1). */
const testPrefixes: readonly (readonly [prefix: string, version: ApiVersion])[] = [
  ["/test", "v2"],
  ["/test/v1", "v1"],
  ["/test/v2", "v2"],
];
const livePrefixes: readonly (readonly [prefix: string, version: ApiVersion])[] = [
  ["/v1", "v1"],
  ["/v2", "v2"],
];

/** Every route of the API; the pages and the key set are registered by `hub.ts` on the same application. */
export function createHubApp(app: AppDeps): FastifyInstance {
  const { log, random, environment } = app.deps;
  const server = createApp({
    log,
    contentTypes: ["json", "form"],
    requestId: requestIdOf(random),
    onError: createErrorAnswer({ log, random }),
  });
  server.register(async (api) => {
    // Forms belong to the pages.
    api.removeContentTypeParser("application/x-www-form-urlencoded");
    const served = environment === "test" ? testPrefixes : livePrefixes;
    for (const [prefix, version] of served) {
      for (const id of operationIds) {
        api.post(
          prefix + endpoints[id].path,
          { onRequest: environment === "live" ? needToken : [] },
          handlerFor(app, id, version),
        );
      }
    }
    if (environment === "live") return;
    for (const [prefix] of livePrefixes) {
      for (const id of operationIds) api.post(prefix + endpoints[id].path, { onRequest: refuseLive }, refuseLive);
    }
  });
  return server;
}

/** As a hook it answers before the body of a stranger is read. */
async function needToken({ headers }: FastifyRequest): Promise<void> {
  if (headers.authorization === undefined) throw tokenMissing();
}

/** A hub of the test environment serves no live call: credentials of one are worth nothing in the other (row O20). */
async function refuseLive(): Promise<never> {
  throw tokenMissing();
}

function handlerFor<Id extends OperationId>(app: AppDeps, id: Id, version: ApiVersion) {
  const checker = compileSchema(endpoints[id].request[version]) as Checker<never>;
  const scope = scopeNeeded(endpoints[id].path);
  const { environment } = app.deps;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = objectOf(request.body);
    const { authorization } = request.headers;
    const client = await authenticate({ ...app, environment }, { body, authorization, address: request.ip }, scope);
    const leave = admit(app, client);
    try {
      const checked = checker.check(body);
      if (!checked.ok) throw invalidBody(checked.violations);
      const call = { deps: app.deps, client, version, body: checked.value, address: request.ip };
      const operation = app.operations[id] as Operation<OperationId>;
      if (operation.kind === "answers") return send(request, reply, await operation.run(call));
      const { answer, replayed } = await createOnce(app.deps, {
        clientId: client.clientId,
        route: `${version} ${id}`,
        key: idempotencyKeyOf(request),
        body,
        work: (tx) => operation.create(call, tx),
      });
      app.deps.checkpoint("after_creation_commit");
      app.deps.wake();
      if (replayed) reply.header("idempotent-replayed", "true");
      return send(request, reply, operation.finish === undefined ? answer : await operation.finish(call, answer));
    } finally {
      leave();
    }
  };
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw invalidBody([{ path: "", code: "type", message: "must be a JSON object" }]);
}

function admit({ limits }: AppDeps, { clientId }: Client): () => void {
  const admission = limits.enter(clientId);
  if (admission.kind === "admitted") return admission.leave;
  throw new HubError("rate_limited", "Too many requests of this client.", { retryAfter: admission.retryAfter });
}

function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const given = headers["idempotency-key"];
  return typeof given === "string" || given === undefined ? given : given.join(",");
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  return reply
    .code(200)
    .header("x-request-id", request.id)
    .header("cache-control", "no-store")
    .type("application/json")
    .send(JSON.stringify({ request_id: request.id, ...answer }));
}
