import type { OperationId, PathParams, Row } from "@tallystick/xs2a";
import type { Static, TSchema } from "typebox";
import type { TokenGrant } from "../tpp/token.ts";
import type { Tpp } from "../tpp/tpp.ts";
import type { CallHeaders } from "./headers.ts";

/** One request of a TPP after all guards that do not depend on the resource. */
export interface Call<Id extends OperationId = OperationId> {
  readonly operation: Id;
  readonly params: PathParams<Id>;
  /** Decoded, each name once. */
  readonly query: Readonly<Record<string, string>>;
  readonly tpp: Tpp;
  /** Of the bearer token that was sent, which covers this operation. */
  readonly grant?: TokenGrant;
  readonly requestId: RequestId;
  readonly headers: CallHeaders;
  /** Decoded JSON, not yet held against a schema; undefined without a body. */
  readonly body: unknown;
  readonly rawBody: Uint8Array;
}

export interface RequestId {
  readonly value: string;
  /** False where the profile tolerates its absence and one was made up. */
  readonly sent: boolean;
}

type BodyOf<Schema> = Schema extends TSchema ? Static<Schema> : undefined;

/** A success answer of an operation, one of those that its row lists. */
export type Answer<Id extends OperationId> = {
  [Status in keyof Row<Id>["responses"]]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: BodyOf<Row<Id>["responses"][Status]>;
  };
}[keyof Row<Id>["responses"]];

type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<Answer<Id>>;

/** One handler per row of the standard's table: a missing one does not compile. */
export type Handlers = { readonly [Id in OperationId]: Handler<Id> };
