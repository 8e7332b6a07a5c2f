// The OpenAPI 3.1 document, made of the table of operations; nothing of it is written a second time.
import { createRequire } from "node:module";
import type { TSchema } from "typebox";
import { ErrorAnswer } from "../answers.ts";
import type { Scope } from "../client/scope.ts";
import { endpoints, operationIds, type ApiVersion, type Endpoint, type OperationId } from "../endpoints.ts";
import { commonRefusals, creationRefusals, statuses, type HubErrorCode } from "../errors.ts";
import { oauthAddresses } from "../oauth/addresses.ts";
import { sampleOf } from "./sample.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

export const apiVersions = ["v2", "v1"] as const satisfies readonly ApiVersion[];

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const integer = { type: "integer", minimum: 0 };

/** `/v2/links/create` for each operation and version, under the servers `{url}/test` and `{url}`. */
export function createDocument({ url }: { readonly url: string }) {
  return {
    openapi: "3.1.1",
    info: {
      title: "Tallystick hub",
      version,
      description:
        "Payment links over many banks. Every operation is a POST with a JSON body, reads too. Under /test the version may be left out: it is then the newest.",
    },
    servers: [
      { url: `${url}/test`, description: "Test: sandbox banks, no real money; data, keys and tokens of its own" },
      { url, description: "Live" },
    ],
    // `{}`: in the test environment the body's client_id and client_secret are enough.
    security: [{ testToken: [] }, { liveToken: [] }, {}],
    tags: [...new Set(operationIds.map(tagOf))].map((name) => ({ name })),
    paths: Object.fromEntries(
      apiVersions.flatMap((api) =>
        operationIds.map((id) => [`/${api}${endpoints[id].path}`, { post: operationOf(id, api) }]),
      ),
    ),
    components: {
      schemas: { ...schemas(), Error: plain(ErrorAnswer) },
      securitySchemes: {
        testToken: tokenScheme(url, "test"),
        liveToken: tokenScheme(url, "live"),
      },
      parameters: {
        RequestId: {
          name: "x-request-id",
          in: "header",
          description: "Comes back in the answer and stands in the logs; made when absent or of another form.",
          schema: { type: "string", pattern: "^[A-Za-z0-9._-]{1,128}$" },
        },
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          description:
            "The same key and body are answered with the first answer for 72 hours; another body is 400 unprocessable_entity, a first request that still runs 409.",
          schema: { type: "string", pattern: "^[!-~]{1,255}$" },
        },
      },
      headers: {
        RequestId: { description: "The request's id.", required: true, schema: { type: "string" } },
        RetryAfter: { description: "Seconds to wait before the request is repeated.", schema: integer },
        IdempotentReplayed: {
          description: "true: the answer is the stored one of an earlier request with this Idempotency-Key.",
          schema: { type: "string", enum: ["true"] },
        },
      },
    },
  };
}

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** Each environment has an authorization server of its own, whose tokens the other one refuses. */
function tokenScheme(url: string, environment: "test" | "live") {
  const flow = {
    tokenUrl: oauthAddresses(url, environment).tokenEndpoint,
    scopes: { pay_by_link: "Payment links", account_data: "Account information" } satisfies Record<Scope, string>,
  };
  const description = environment === "live" ? "Required in live." : "May take the place of client_secret in test.";
  return { type: "oauth2", description, flows: { clientCredentials: flow } };
}

function operationOf(id: OperationId, api: ApiVersion) {
  const endpoint: Endpoint = endpoints[id];
  const creates = endpoint.creates === true;
  return {
    operationId: `${api}.${id}`,
    summary: endpoint.summary,
    tags: [tagOf(id)],
    parameters: [ref("parameters", "RequestId"), ...(creates ? [ref("parameters", "IdempotencyKey")] : [])],
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: ref("schemas", schemaName(id, "Request", api)),
          example: sampleOf(endpoint.request[api]),
        },
      },
    },
    responses: {
      "200": {
        description: "Done.",
        headers: {
          "x-request-id": ref("headers", "RequestId"),
          ...(creates ? { "idempotent-replayed": ref("headers", "IdempotentReplayed") } : {}),
        },
        content: { "application/json": { schema: ref("schemas", schemaName(id, "Answer", api)) } },
      },
      ...refusalsOf(endpoint),
    },
  };
}

/** By status, with the codes that may stand in the body. Status 408, 413 and 415 are the transport's, with code `bad_request`. */
function refusalsOf(endpoint: Endpoint) {
  const codes: readonly HubErrorCode[] = [
    ...commonRefusals,
    ...(endpoint.creates === true ? creationRefusals : []),
    ...(endpoint.refusals ?? []),
  ];
  const byStatus = new Map<number, HubErrorCode[]>([408, 413, 415].map((status) => [status, ["bad_request"]]));
  for (const code of codes) byStatus.set(statuses[code], [...(byStatus.get(statuses[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, among]) => [
      String(status),
      {
        description: among.join(", "),
        headers: {
          "x-request-id": ref("headers", "RequestId"),
          ...(status === 409 || status === 429 || status === 503
            ? { "retry-after": ref("headers", "RetryAfter") }
            : {}),
        },
        content: {
          "application/json": {
            schema: {
              allOf: [ref("schemas", "Error"), { type: "object", properties: { code: { enum: among } } }],
            },
          },
        },
      },
    ]),
  );
}

function schemas(): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const id of operationIds) {
    for (const api of apiVersions) {
      all[schemaName(id, "Request", api)] = plain(endpoints[id].request[api]);
      all[schemaName(id, "Answer", api)] = plain(endpoints[id].response[api]);
    }
  }
  return all;
}

/** `LinksCreateRequestV2`. */
function schemaName(id: OperationId, part: "Request" | "Answer", api: ApiVersion): string {
  const words = id.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("")}${part}${api.toUpperCase()}`;
}

function tagOf(id: string): string {
  return id.split(".")[0] ?? id;
}

/** A schema without what TypeBox keeps beside it. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema));
}
