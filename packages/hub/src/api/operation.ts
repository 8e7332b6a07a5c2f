import type { Tx } from "@tallystick/kit";
import type { Client } from "../client/clients.ts";
import type { HubDeps } from "../deps.ts";
import type { ApiVersion, BodyOf, endpoints, OperationId } from "../endpoints.ts";
import type { HubSchema } from "../migrations/schema.ts";

/** One authenticated, checked request. */
export interface Call<Id extends OperationId> {
  readonly deps: HubDeps;
  readonly client: Client;
  readonly version: ApiVersion;
  readonly body: BodyOf<Id>;
  /** Of the caller. */
  readonly address: string;
}

/** An answer's body without `request_id`, which the application adds. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * How an operation is carried out. One that creates works in the transaction in which its answer is stored under an
 * `Idempotency-Key`, and is not called for a repetition; `finish` completes its answer after the commit, for a repetition
 * too, with what is not stored. Throws HubError for refusals.
 */
export type Operation<Id extends OperationId> =
  | { readonly kind: "answers"; readonly run: (call: Call<Id>) => Promise<Answer> }
  | {
      readonly kind: "creates";
      readonly create: (call: Call<Id>, tx: Tx<HubSchema>) => Promise<Answer>;
      readonly finish?: (call: Call<Id>, answer: Answer) => Promise<Answer>;
    };

/** Of the kind that each row says. */
export type Operations = {
  readonly [Id in OperationId]: Extract<
    Operation<Id>,
    { readonly kind: (typeof endpoints)[Id] extends { readonly creates: true } ? "creates" : "answers" }
  >;
};
