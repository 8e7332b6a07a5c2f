import type { OpenApi, Schema } from "@tallystick/xs2a/testing";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

/** Says what is wrong with a value under a schema of the file; empty when nothing is. */
export type CheckSchema = (schema: Schema, value: unknown) => readonly ErrorObject[];

/**
 * Checks values against the schemas of an OpenAPI 3.0 file. Two readings of ours: an object whose schema names its
 * members has no others, and `oneOf` is `anyOf`, since several answers of the file fit more than one of its alternatives.
 */
export function createSchemaCheck(file: OpenApi): CheckSchema {
  // One pattern of the file escapes what a Unicode pattern may not.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  // The library's pattern knows no host without a dot.
  ajv.addFormat("url", (text: string) => URL.canParse(text));
  ajv.addSchema(asJsonSchema({ components: { schemas: file.components.schemas } }) as object, "file");
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(asJsonSchema(schema) as object);
    compiled.set(schema, validate);
    return validate(value) ? [] : (validate.errors ?? []);
  };
}

/** The alternatives of a schema: its `oneOf`, or itself. */
export function alternativesOf(schema: Schema): readonly Schema[] {
  return (schema["oneOf"] as readonly Schema[] | undefined) ?? [schema];
}

/** OpenAPI's dialect as JSON Schema: references lead into the file, `nullable` is a type, objects are closed. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== "object" || value === null) return value;
  const { example: _, discriminator: _1, xml: _2, nullable, oneOf, ...rest } = value as Record<string, unknown>;
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([key, of]) => [key, key === "enum" ? of : asJsonSchema(of)]),
  );
  if (typeof schema["$ref"] === "string") return { $ref: `file${schema["$ref"]}` };
  if (Array.isArray(oneOf)) schema["anyOf"] = oneOf.map(asJsonSchema);
  if (nullable === true) schema["type"] = [schema["type"], "null"];
  // There a switch of `minimum`, here a limit of its own.
  if (schema["exclusiveMinimum"] === true) schema["exclusiveMinimum"] = schema["minimum"];
  else if (schema["exclusiveMinimum"] === false) delete schema["exclusiveMinimum"];
  const named = typeof schema["properties"] === "object" && schema["type"] === "object";
  return named ? { additionalProperties: false, ...schema } : schema;
}
