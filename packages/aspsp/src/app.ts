import { createApp, handlerOf, type Clock, type HttpHandler, type Log, type Random } from "@tallystick/kit";
import { endpoints, type EndpointRow, type OperationId, type PathParams } from "@tallystick/xs2a";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccountDeps } from "./account/deps.ts";
import { accountHandlers } from "./account/routes.ts";
import type { AuthorisationDeps } from "./authorisation/deps.ts";
import type { ConsentDeps } from "./consent/deps.ts";
import { consentHandlers } from "./consent/routes.ts";
import { paths } from "./oauth/metadata.ts";
import { fundsHandlers } from "./funds-confirmation/routes.ts";
import { paymentHandlers } from "./payment/routes.ts";
import type { PaymentDeps } from "./payment/deps.ts";
import type { BankProfile } from "./profile.ts";
import { checkToken, requireRole } from "./tpp/authorise-call.ts";
import type { CertificateChecker } from "./tpp/certificate.ts";
import { callerOf } from "./tpp/connection.ts";
import type { Enrol } from "./tpp/enrol.ts";
import { rulesOf } from "./standard/rules-of.ts";
import type { Stay, TppLimits } from "./tpp/limits.ts";
import type { TokenChecker, TokenGrant } from "./tpp/token.ts";
import type { Tpp } from "./tpp/tpp.ts";
import { requireJsonAccepted } from "./wire/accept.ts";
import type { Call, Handlers, RequestId } from "./wire/call.ts";
import { asXs2aError, errorAnswer, internalError } from "./wire/error-answer.ts";
import { readHeaders } from "./wire/headers.ts";
import { requireProduct } from "./wire/product.ts";
import { requireRequestId, sentRequestId } from "./wire/request-id.ts";
import type { Signatures } from "./wire/signing/signatures.ts";

export interface AppDeps {
  readonly profile: BankProfile;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly payments: PaymentDeps;
  readonly consents: ConsentDeps;
  readonly authorisation: AuthorisationDeps;
  readonly accounts: AccountDeps;
  readonly checkCertificate: CertificateChecker;
  readonly enrol: Enrol;
  readonly limits: TppLimits;
  readonly tokens: TokenChecker | undefined;
  readonly redirectHosts: readonly string[];
  readonly signatures: Signatures;
}

/** Every operation of the bank: one handler per row of the standard's table. */
function handlersOf(deps: AppDeps): Handlers {
  return {
    ...paymentHandlers(deps.payments, deps.authorisation),
    ...consentHandlers(deps.consents, deps.authorisation),
    ...accountHandlers(deps.accounts),
    ...fundsHandlers(deps.consents, deps.authorisation),
  };
}

/** What the guards before the body have found out about a request. */
interface Known {
  readonly requestId: RequestId;
  readonly params: Readonly<Record<string, string>>;
  readonly tpp: Tpp;
  readonly grant?: TokenGrant;
  readonly stay: Stay;
}

/** The bank's XS2A interface as an HTTP handler, below `/<provider_id>` and its standard's path. */
export async function createXs2aApp(deps: AppDeps): Promise<HttpHandler> {
  const app = createApp({
    log: deps.log.child({ providerId: deps.profile.providerId }),
    requestId: (raw) => sentRequestId(raw) ?? deps.random.uuid(),
    onError: (error, request, reply) => answerError(deps, error, request, reply),
  });
  const known = new WeakMap<FastifyRequest, Known>();
  const handlers: Readonly<Record<OperationId, (call: never) => Promise<LooseAnswer>>> = handlersOf(deps);
  const base = `/${deps.profile.providerId}${rulesOf(deps.profile).path}`;
  for (const row of Object.values(endpoints).filter((one) => isOffered(deps.profile, one))) {
    const handler = handlers[row.operationId];
    for (const { path, ...more } of routesOf(row))
      app.route({
        method: row.method,
        url: base + routePattern(path),
        ...more,
        onRequest: async (request, reply) => void known.set(request, await guardBeforeBody(deps, row, request, reply)),
        handler: async (request, reply) => {
          const { stay, ...found } = known.get(request)!;
          const call = await guardBody(deps, row, request, found);
          const answer = await stay.during(handler(call as never));
          return send(deps, reply, request.id, answer);
        },
      });
  }
  return handlerOf(app);
}

/** What the bank does not have is not there: 404, like any other path. */
function isOffered(profile: BankProfile, { subject, role }: EndpointRow): boolean {
  const { cardAccounts, fundsConfirmation } = rulesOf(profile);
  return (subject !== "card-account" || cardAccounts) && (role !== "PSP_IC" || fundsConfirmation);
}

/** Decision 1: request id, method and path, certificate, role, token, limits. The router has found method and path. */
async function guardBeforeBody(
  deps: AppDeps,
  row: EndpointRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Known> {
  const { profile } = deps;
  const requestId = requireRequestId(request.raw, request.id, profile.tolerates.missingRequestId);
  const params = paramsOf(request);
  requireProduct(params, rulesOf(profile));
  const tpp = await callerOf(deps.checkCertificate, request.raw, reply.raw);
  deps.limits.tell(tpp.tppId, reply.raw);
  requireRole(tpp, row.role);
  await deps.enrol(tpp);
  const grant = await checkToken(
    { row, params, tpp, authorization: request.headers.authorization },
    {
      tokens: deps.tokens,
      codeProfile: profile.codeProfile ?? "standard",
      readsNeedToken: profile.approach === "oauth",
      creationNeedsToken: profile.preStep === true,
      discoveryUrl: deps.payments.standardUrl + paths.discovery,
    },
  );
  const stay = await deps.limits.enter(tpp.tppId, reply.raw);
  return { requestId, params, tpp, stay, ...(grant === undefined ? {} : { grant }) };
}

/** Headers and body. Ownership and state of the resource are the verb's, which reads it. */
async function guardBody(
  deps: AppDeps,
  row: EndpointRow,
  request: FastifyRequest,
  known: Omit<Known, "stay">,
): Promise<Call> {
  const { profile } = deps;
  requireJsonAccepted(request.headers.accept, row.subject);
  const headers = readHeaders(request.headers, row, {
    tolerateMissingPsuIpAddress: profile.tolerates.missingPsuIpAddress,
    redirectUriRequired: profile.approach === "redirect",
    redirectHosts: deps.redirectHosts,
  });
  await deps.signatures.check(row, request, known.tpp);
  return {
    operation: row.operationId as OperationId,
    ...known,
    params: known.params as PathParams<OperationId>,
    query: request.query as Record<string, string>,
    headers,
    body: request.body,
    rawBody: request.rawBody,
  };
}

const bulkBodyLimit = 1_048_576;

/** A bulk's body may be larger than others (row I7): its creation is a route of its own, beside the one of all services. */
function routesOf({ operationId, path }: EndpointRow): { path: string; bodyLimit?: number; config?: object }[] {
  if (operationId !== "initiatePayment") return [{ path }];
  const params = { "payment-service": "bulk-payments" } as const;
  const bulk = path.replace("{payment-service}", params["payment-service"]);
  return [{ path }, { path: bulk, bodyLimit: bulkBodyLimit, config: { params } }];
}

/** The router's parameter names know no hyphen. */
function routePattern(path: string): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => `:${name.replaceAll("-", "_")}`);
}

function paramsOf(request: FastifyRequest): Record<string, string> {
  const { params: fixed = {} } = request.routeOptions.config as { params?: Record<string, string> };
  const params = Object.entries(request.params as Record<string, string>);
  return { ...fixed, ...Object.fromEntries(params.map(([name, value]) => [name.replaceAll("_", "-"), value])) };
}

interface LooseAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function send(
  { signatures }: AppDeps,
  reply: FastifyReply,
  requestId: string,
  { status, headers, body }: LooseAnswer,
): Promise<FastifyReply> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const contentType = body === undefined ? undefined : (headers?.["content-type"] ?? "application/json; charset=utf-8");
  void reply.code(status).headers({ "x-request-id": requestId, "cache-control": "no-store", ...headers });
  if (contentType !== undefined) void reply.type(contentType);
  const seal = await signatures.sealAnswer?.({ status, requestId, contentType, body: text });
  if (seal !== undefined) void reply.headers(seal);
  return body === undefined ? reply.send() : reply.send(text);
}

/** The one place where a failure becomes an answer; private detail goes to the log alone. */
function answerError(
  deps: AppDeps,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { profile } = deps;
  const error = asXs2aError(requestIdFault(deps, request) ?? thrown);
  if (error === undefined) deps.log.error("xs2a.failed", { requestId: request.id, error: thrown });
  const answer = errorAnswer(error ?? internalError, request.headers.accept, profile);
  return send(deps, reply, request.id, answer);
}

/** The request id comes first, also before what HTTP itself refuses. */
function requestIdFault({ profile }: AppDeps, request: FastifyRequest): unknown {
  try {
    requireRequestId(request.raw, request.id, profile.tolerates.missingRequestId);
    return undefined;
  } catch (error) {
    return error;
  }
}
