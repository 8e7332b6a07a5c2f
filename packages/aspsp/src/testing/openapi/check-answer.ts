import type { OpenApi, OpenApiVersion, Operation, Schema } from "@tallystick/xs2a/testing";
import type { ErrorObject } from "ajv";
import { checkGuidelineHeaders, checkHeaders } from "./check-headers.ts";
import type { Exchange, Violation } from "./exchange.ts";
import { createFindOperation } from "./operation.ts";
import { alternativesOf, createSchemaCheck } from "./schemas.ts";

/** Every difference of an answer from the file; undefined for a path that the file does not speak of. */
export type CheckAnswer = (exchange: Exchange) => readonly Violation[] | undefined;

type Response = NonNullable<ReturnType<Operation["responses"]["get"]>>;
type Refuse = (kind: Violation["kind"], at: string, says: string, found: string) => void;

/**
 * `isDecided` tells a known deviation from a fault: of several readings of an answer the one with fewest faults counts. The
 * main file speaks of every path below its version, that of an extended service of its own operations alone.
 */
export function createCheckAnswer(
  file: OpenApi,
  isDecided: (violation: Violation, exchange: Exchange) => boolean,
  version: OpenApiVersion = "v1",
): CheckAnswer {
  const findOperation = createFindOperation(file);
  const checkSchema = createSchemaCheck(file);

  /** The violations under the reading that explains the answer best. */
  const best = <T>(exchange: Exchange, readings: readonly T[], check: (reading: T) => Violation[]): Violation[] => {
    const weigh = (found: Violation[]): number =>
      found.reduce((sum, one) => sum + (isDecided(one, exchange) ? 1 : 1_000), 0);
    const all = readings.map(check).map((found) => ({ found, weight: weigh(found) }));
    return all.reduce((least, one) => (one.weight < least.weight ? one : least)).found;
  };

  return (exchange) => {
    const path = /\/xs2a\/[^/]+\/[^/]+(\/v[12]\/[^?#]*)/.exec(exchange.path)?.[1];
    if (path?.startsWith(`/${version}/`) !== true) return undefined;
    const { operation, answering } = findOperation(exchange.method, path);
    if (operation === undefined && version !== "v1") return undefined;
    const name = operation?.operationId ?? "none";
    const check = (response: Response | undefined): Violation[] => {
      const found: Violation[] = [];
      const refuse: Refuse = (kind, at, says, is) =>
        found.push({ kind, operation: name, status: exchange.status, at, says, found: is.slice(0, 300) });
      checkHeaders({ file, checkSchema }, exchange, response, refuse);
      if (response === undefined) {
        const statuses = [...new Set(answering.flatMap((one) => [...one.responses.keys()]))];
        refuse("status", "", `one of ${statuses.join(", ")}`, String(exchange.status));
      }
      const body = decoded(exchange.text);
      if (operation !== undefined) checkGuidelineHeaders(exchange, operation, body, refuse);
      const schema = exchange.method === "HEAD" ? undefined : schemaOf(exchange, response, body, refuse);
      if (schema === undefined) return found;
      return [
        ...found,
        ...best(exchange, alternativesOf(schema), (one) =>
          checkSchema(one, body).flatMap((error) => violation(error, body, name, exchange)),
        ),
      ];
    };
    const responses = new Map(
      answering.map((one) => one.responses.get(exchange.status)).map((one) => [one?.name, one]),
    );
    const [...documented] = [...responses.values()].filter((one) => one !== undefined);
    return best(exchange, documented.length > 0 ? documented : [undefined], check);
  };
}

/** The schema that the body must fit, if any, after refusing a body or a media type that is not documented. */
function schemaOf(
  exchange: Exchange,
  response: Response | undefined,
  body: unknown,
  refuse: Refuse,
): Schema | undefined {
  const { text, headers } = exchange;
  const content = response?.content;
  const problem = isFlat(body);
  if (content === undefined) {
    if (text === "") return undefined;
    refuse("body", "", "has no body", text);
    // Where no code is defined, none may be sent either.
    if (problem || codesOf(body).length > 0)
      for (const code of codesOf(body)) refuse("code", "code", "has no code", code);
    return problem ? bare : undefined;
  }
  if (text === "") {
    refuse("body", "", `has a body of ${[...content.keys()].join(" or ")}`, "none");
    return undefined;
  }
  const type = String(headers["content-type"]).replace(/;.*$/, "").trim();
  const schema = content.get(type);
  if (schema === undefined) refuse("type", "content-type", `one of ${[...content.keys()].join(", ")}`, type);
  if (exchange.status < 400) return schema;
  const [messages, flat] = [content.get("application/json"), content.get("application/problem+json")];
  if (problem && type === "application/json") {
    refuse("type", "content-type", "the form {type, title, detail, code} is application/problem+json", type);
    return flat;
  }
  // The file requires no member of this form, hence would take any object.
  if (!problem && codesOf(body).length === 0) refuse("missing", "tppMessages", "an error names its code", text);
  return problem ? flat : messages;
}

/** The flat form without a code, as it stands where the file has no body. */
const bare: Schema = {
  type: "object",
  required: ["title", "detail"],
  properties: {
    type: { type: "string", format: "uri", maxLength: 70 },
    title: { type: "string", maxLength: 70 },
    detail: { type: "string", maxLength: 500 },
    code: { type: "string" },
  },
};

function isFlat(body: unknown): boolean {
  return typeof body === "object" && body !== null && ("title" in body || "detail" in body || "code" in body);
}

function codesOf(body: unknown): string[] {
  const { code, tppMessages } = (body ?? {}) as { code?: unknown; tppMessages?: { code?: unknown }[] };
  const all = [code, ...(Array.isArray(tppMessages) ? tppMessages.map((one) => one?.code) : [])];
  return all.filter((one) => typeof one === "string");
}

function violation(error: ErrorObject, body: unknown, operation: string, { status }: Exchange): Violation[] {
  const at = error.instancePath.slice(1).replaceAll("/", ".");
  const under = (member: unknown): string => (at === "" ? String(member) : `${at}.${String(member)}`);
  const value = JSON.stringify(at === "" ? body : at.split(".").reduce<any>((of, key) => of?.[key], body)) ?? "nothing";
  const common = { operation, status };
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "additionalProperties":
      return [
        { ...common, kind: "member", at: under(params["additionalProperty"]), says: "no such member", found: value },
      ];
    case "required":
      return [{ ...common, kind: "missing", at: under(params["missingProperty"]), says: "is required", found: value }];
    case "enum": {
      const says = `one of ${(params["allowedValues"] as unknown[]).join(", ")}`;
      const kind = /(^|\.)code$/.test(at) && status >= 400 ? "code" : "value";
      return [{ ...common, kind, at, says, found: kind === "code" ? value.slice(1, -1) : value }];
    }
    default:
      return [{ ...common, kind: "value", at, says: error.message ?? error.keyword, found: value }];
  }
}

function decoded(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
