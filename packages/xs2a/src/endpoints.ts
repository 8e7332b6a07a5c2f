import type { Static, TSchema } from "typebox";
import { accountEndpoints } from "./endpoints/accounts.ts";
import { consentEndpoints } from "./endpoints/consents.ts";
import { fundsEndpoints } from "./endpoints/funds.ts";
import { paymentEndpoints } from "./endpoints/payments.ts";
import type { EndpointRow } from "./endpoints/row.ts";

export type { EndpointRow } from "./endpoints/row.ts";

/**
 * The one table of operations (guidelines, section 4.11): the bank supplies a handler for each row and the client calls
 * by row, so that an endpoint without a handler, or a call without an endpoint, does not compile.
 */
export const endpoints = {
  ...paymentEndpoints,
  ...consentEndpoints,
  ...accountEndpoints,
  ...fundsEndpoints,
} as const satisfies Record<string, EndpointRow>;

export type Endpoints = typeof endpoints;
export type OperationId = keyof Endpoints;
/** The row of one operation, its literal types kept. */
export type Row<Id extends OperationId = OperationId> = Endpoints[Id];

type ResponsesOf<Id extends OperationId> = Row<Id>["responses"];
/** The body of an operation's success; never where there is none. */
export type SuccessBody<Id extends OperationId> = Static<Extract<ResponsesOf<Id>[keyof ResponsesOf<Id>], TSchema>>;

type ParamsIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsIn<Rest>
  : never;
/** The path parameters of an operation, by the standard's names: `payment-service`, `payment-product`, `paymentId` … */
export type PathParams<Id extends OperationId> = { readonly [Name in ParamsIn<Row<Id>["path"]>]: string };

/** The path of a call, each parameter encoded as one segment. Throws RangeError on a segment that would change the path. */
export function pathOf<Id extends OperationId>(id: Id, params: PathParams<Id>): string {
  const values: Readonly<Record<string, string | undefined>> = params;
  return endpoints[id].path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new RangeError(`path parameter ${name} is empty or a dot segment`);
    }
    return encodeURIComponent(value);
  });
}
