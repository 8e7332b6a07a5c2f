import assert from "node:assert/strict";
import { openApiIfPresent } from "@tallystick/xs2a/testing";
import { createCheckAnswer, type CheckAnswer } from "./check-answer.ts";
import { deviationOf, type DeviationName } from "./deviations.ts";
import type { Exchange, Violation } from "./exchange.ts";

let checks: readonly CheckAnswer[] | undefined;

/**
 * Fails unless the answer is what the standard's OpenAPI file says, or differs as decided; returns those deviations.
 * Without `../shared` nothing is checked, which on CI is a failure.
 */
export function assertDocumented(exchange: Exchange): readonly DeviationName[] {
  checks ??= checksOf();
  const used: DeviationName[] = [];
  const faults: Violation[] = [];
  for (const violation of checks.flatMap((check) => check(exchange) ?? [])) {
    const deviation = deviationOf(violation, exchange);
    if (deviation === undefined) faults.push(violation);
    else used.push(deviation);
  }
  if (faults.length > 0) assert.fail(report(exchange, faults));
  return used;
}

function checksOf(): CheckAnswer[] {
  return (["v1", "v2"] as const).flatMap((version) => {
    const file = openApiIfPresent(version);
    const isDecided = (violation: Violation, of: Exchange): boolean => deviationOf(violation, of) !== undefined;
    return file === undefined ? [] : [createCheckAnswer(file, isDecided, version)];
  });
}

function report({ method, path, status, text }: Exchange, faults: readonly Violation[]): string {
  const lines = faults.map(
    ({ kind, at, says, found }) => `  ${kind}${at === "" ? "" : ` ${at}`}: the file says: ${says}; found: ${found}`,
  );
  return [
    `${method} ${path} (${faults[0]?.operation}) answered ${status}, other than the standard's OpenAPI file says:`,
    ...lines,
    `  body: ${text.slice(0, 500)}`,
    "Correct the answer, or name the decision in packages/aspsp/src/testing/openapi/deviations.ts.",
  ].join("\n");
}
