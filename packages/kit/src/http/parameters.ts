import { HttpFault } from "./fault.ts";

const maxParameters = 50;

/**
 * Reads a query string or a form body into a record without prototype. Duplicates, more than 50 parameters, broken
 * percent signs, bytes that are not UTF-8 and NUL are refused (rows I7, I13).
 */
export function parseParameters(text: string, code: "bad_query" | "invalid_form"): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null);
  if (text === "") return parameters;
  const pairs = text.split("&", maxParameters + 2);
  if (pairs.length > maxParameters) throw new HttpFault(400, "too_many_parameters");
  for (const pair of pairs) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals), code);
    const value = decoded(equals < 0 ? "" : pair.slice(equals + 1), code);
    if (name in parameters) throw new HttpFault(400, "duplicate_parameter", { path: name.slice(0, 64) });
    parameters[name] = value;
  }
  return parameters;
}

function decoded(text: string, code: "bad_query" | "invalid_form"): string {
  let value: string;
  try {
    value = decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw new HttpFault(400, code, { cause });
  }
  if (value.includes("\u0000")) throw new HttpFault(400, code);
  return value;
}

/** The router reads the query before there is a request that could be refused, so a fault waits here for the first hook. */
export class RefusedQuery {
  readonly fault: HttpFault;

  constructor(fault: HttpFault) {
    this.fault = fault;
  }
}

export function parseQuery(text: string): Record<string, string> | RefusedQuery {
  try {
    return parseParameters(text, "bad_query");
  } catch (error) {
    if (error instanceof HttpFault) return new RefusedQuery(error);
    throw error;
  }
}
