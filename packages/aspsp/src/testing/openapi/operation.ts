import { operationsOf, type OpenApi, type Operation } from "@tallystick/xs2a/testing";

/** What the file says of a request. */
export interface Found {
  /** The operation, if path and method are one. */
  readonly operation: Operation | undefined;
  /** Whose answers may be given: that operation's; else those of the path's; else, for an unknown path, all of them. */
  readonly answering: readonly Operation[];
}

export type FindOperation = (method: string, path: string) => Found;

/** Finds operations by method and path from `/v1` on; of several templates that fit, the one with most literal text wins. */
export function createFindOperation(file: OpenApi): FindOperation {
  const all = operationsOf(file);
  const templates = [...new Set(all.map(({ path }) => path))].toSorted((a, b) => literals(b) - literals(a));
  return (method, path) => {
    const template = templates.find((one) =>
      fits(
        path,
        all.find((operation) => operation.path === one)!,
      ),
    );
    const here = all.filter((operation) => operation.path === template);
    const wanted = method === "HEAD" ? "GET" : method;
    const operation = here.find((one) => one.method === wanted);
    return { operation, answering: operation !== undefined ? [operation] : here.length > 0 ? here : all };
  };
}

function literals(template: string): number {
  return template.replace(/\{[^}]*\}/g, "").length;
}

/** Whether the path has the template's segments, and values that the enums of its parameters hold. */
function fits(path: string, { path: template, parameters }: Operation): boolean {
  const [is, wants] = [path.split("/"), template.split("/")];
  return (
    is.length === wants.length &&
    wants.every((want, at) => {
      const value = is[at] ?? "";
      const name = /^\{(.+)\}$/.exec(want)?.[1];
      if (name === undefined) return value === want;
      const allowed = parameters.find((one) => one.in === "path" && one.name === name)?.schema["enum"];
      // A bank adds products of its own; the services are the standard's.
      return value !== "" && (name !== "payment-service" || !Array.isArray(allowed) || allowed.includes(value));
    })
  );
}
