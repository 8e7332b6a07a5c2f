import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { Violation } from "./errors/xs2a-error.ts";

type Problem = ReturnType<Validator["Errors"]>[number];

const compiled = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  let validator = compiled.get(schema);
  if (validator === undefined) {
    validator = Compile(schema);
    compiled.set(schema, validator);
  }
  return validator;
}

/** A message with thousands of wrong members is answered with the first of them. */
const maxViolations = 20;

export type ShapeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/**
 * Holds a decoded body against a schema of this package: nothing is coerced, dropped or filled in. Each violation is a
 * FORMAT_ERROR with the dotted path of the member (`instructedAmount.amount`, `remittanceInformationUnstructuredArray.0`).
 */
export function checkShape<S extends TSchema>(schema: S, value: unknown): ShapeResult<Static<S>> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return { ok: true, value: value as Static<S> };
  const byPath = new Map<string, Violation>();
  for (const violation of validator.Errors(value).flatMap(violationsOf)) {
    // One member is told once: the first finding is the most basic one.
    if (!byPath.has(violation.path)) byPath.set(violation.path, violation);
  }
  return { ok: false, violations: [...byPath.values()].slice(0, maxViolations) };
}

const unknownMember = "is not a member of this message";

function violationsOf(problem: Problem): Violation[] {
  const path = problem.instancePath.split("/").slice(1).map(unescape);
  const at = (text: string, ...more: string[]): Violation => ({
    path: [...path, ...more].join("."),
    code: "FORMAT_ERROR",
    text,
  });
  if (problem.keyword === "required") return problem.params.requiredProperties.map((name) => at("is required", name));
  // An unknown member is found twice, and by its own path alone when the library's list of findings is full.
  if (problem.keyword === "boolean") return [at(unknownMember)];
  if (problem.keyword === "additionalProperties") {
    return problem.params.additionalProperties.map((name) => at(unknownMember, name.slice(0, 70)));
  }
  if (problem.keyword === "enum") return [at(`must be one of ${problem.params.allowedValues.join(", ")}`)];
  if (problem.keyword === "format") return [at(`must be a ${problem.params.format}`)];
  if (problem.keyword === "minLength") return [at("must not be empty")];
  return [at(problem.message)];
}

function unescape(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~").slice(0, 70);
}
