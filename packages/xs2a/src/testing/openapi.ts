/** The standard's OpenAPI files as the tests read them: version 1.3.11, and that of the consent to funds confirmations. */
import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { parse } from "yaml";
import { findShared, sharedUrl } from "./shared.ts";

const files = {
  v1: "spec/psd2-api-1.3.11.yaml",
  v2: "spec/extended/psd2-confirmation-of-funds-consent-2.0-20190607.yaml",
} as const;
/** Which of them, by the first segment of its paths. */
export type OpenApiVersion = keyof typeof files;

/** A schema of OpenAPI 3.0, decoded and otherwise as written. */
export type Schema = Readonly<Record<string, unknown>>;

interface Reference {
  readonly $ref: string;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Response {
  readonly headers?: Readonly<Record<string, Reference | Header>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Header {
  readonly required?: boolean;
  readonly schema: Schema;
}

interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly (Reference | Parameter)[];
  readonly responses: Readonly<Record<string, Reference | Response>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, Header>>;
  };
}

/** One operation with its references followed. */
export interface Operation {
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  /** Template from `/v1` on. */
  readonly path: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  /** By status, each with the name under which `components` holds it. */
  readonly responses: ReadonlyMap<number, DocumentedResponse>;
}

interface DocumentedResponse {
  readonly name: string;
  readonly headers: ReadonlyMap<string, Header>;
  /** Media type to schema; undefined where the file documents no body. */
  readonly content: ReadonlyMap<string, Schema> | undefined;
}

const read = new Map<string, OpenApi>();

function load(url: URL): OpenApi {
  const file = read.get(url.href) ?? (parse(readFileSync(url, "utf8")) as OpenApi);
  read.set(url.href, file);
  return file;
}

/** The file, or undefined where `../shared` is absent; on CI that is a failure. */
export function openApiIfPresent(version: OpenApiVersion = "v1"): OpenApi | undefined {
  const url = findShared(files[version]);
  return url === undefined ? undefined : load(url);
}

/** The file, or undefined after skipping the test. */
export function readOpenApi(t: TestContext, version: OpenApiVersion = "v1"): OpenApi | undefined {
  const url = sharedUrl(t, files[version]);
  return url === undefined ? undefined : load(url);
}

const methods = ["get", "post", "put", "delete"];

/** Every operation of the file, in its order. */
export function operationsOf(file: OpenApi): Operation[] {
  return Object.entries(file.paths).flatMap(([template, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({
        operationId: operation.operationId,
        method: method.toUpperCase(),
        path: template,
        tags: operation.tags,
        parameters: (operation.parameters ?? []).map((parameter) => follow<Parameter>(file, parameter).value),
        responses: new Map(
          Object.entries(operation.responses).map(([status, response]) => [
            Number(status),
            responseOf(file, response, `${operation.operationId} ${status}`),
          ]),
        ),
      })),
  );
}

function responseOf(file: OpenApi, written: Reference | Response, unnamed: string): DocumentedResponse {
  const { name, value } = follow<Response>(file, written);
  const headers = Object.entries(value.headers ?? {});
  return {
    name: name ?? unnamed,
    headers: new Map(headers.map(([header, of]) => [header.toLowerCase(), follow<Header>(file, of).value])),
    content:
      value.content === undefined
        ? undefined
        : new Map(Object.entries(value.content).map(([type, { schema }]) => [type, schema])),
  };
}

function follow<T extends object>(file: OpenApi, written: Reference | T): { name?: string; value: T } {
  if (!("$ref" in written)) return { value: written };
  const keys = written.$ref.replace(/^#\//, "").split("/");
  const value = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], file);
  if (value === undefined) throw new Error(`the file has nothing at ${written.$ref}`);
  return { name: keys.at(-1) ?? "", value: value as T };
}

/** The values of an `enum` in a schema of `components`; empty for a schema that the file lacks. */
export function enumOf(file: OpenApi, schema: string): string[] {
  return (file.components.schemas[schema]?.["enum"] as string[] | undefined) ?? [];
}
