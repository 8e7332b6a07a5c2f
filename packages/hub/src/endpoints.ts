// One row per operation of the hub's API (hub-api sections 4, 5 and 11). The application must supply a handler for each row;
// the tests' answers are held against the rows, and the OpenAPI document is made of them.
import { Type, type Static, type TSchema } from "typebox";
import {
  CreatedLinkAnswer,
  EventListAnswer,
  linkAnswers,
  linkListAnswers,
  providerAnswers,
  providerListAnswers,
  ProvidersHealthAnswer,
  ReplayAnswer,
} from "./answers.ts";
import type { HubErrorCode } from "./errors.ts";
import {
  closed,
  createLink,
  getProvider,
  listEvents,
  listLinks,
  listProviders,
  methodFilter,
  oneLink,
  optionMembers,
  pagination,
  providersHealth,
  remitterType,
  replayEvents,
  several,
  uxTemplate,
} from "./requests.ts";

export type ApiVersion = "v1" | "v2";

const both = <T extends TSchema>(schema: T) => ({ v1: schema, v2: schema });

export interface Endpoint {
  readonly path: string;
  /** One line, imperative, for the reference. */
  readonly summary: string;
  /** Runs at most once under an `Idempotency-Key`; its operation is of kind `creates`. */
  readonly creates?: true;
  readonly request: Readonly<Record<ApiVersion, TSchema>>;
  /** The answer of status 200; schemas in answers.ts. */
  readonly response: Readonly<Record<ApiVersion, TSchema>>;
  /** Its refusals besides those of every operation (`commonRefusals` in errors.ts). */
  readonly refusals?: readonly HubErrorCode[];
}

export const endpoints = {
  "links.create": {
    path: "/links/create",
    summary: "Create a payment link",
    creates: true,
    request: {
      v1: createLink(methodFilter(remitterType), Type.Object(optionMembers, closed)),
      v2: createLink(methodFilter(several(remitterType)), Type.Object({ ...optionMembers, ...uxTemplate }, closed)),
    },
    response: both(CreatedLinkAnswer),
    refusals: ["method_selection_error"],
  },
  "links.get": {
    path: "/links/get",
    summary: "Read a payment link",
    request: both(oneLink),
    response: linkAnswers,
    refusals: ["link_not_found"],
  },
  "links.list": {
    path: "/links/list",
    summary: "List payment links, newest first",
    request: {
      v1: listLinks,
      v2: Type.Object({ ...listLinks.properties, pagination: Type.Optional(pagination) }, closed),
    },
    response: linkListAnswers,
    refusals: ["invalid_input"],
  },
  "links.cancel": {
    path: "/links/cancel",
    summary: "Cancel a payment link that is not paid yet",
    request: both(oneLink),
    response: linkAnswers,
    refusals: ["link_not_found", "link_not_cancellable"],
  },
  "providers.list": {
    path: "/providers/list",
    summary: "List the banks that can be paid from",
    request: both(listProviders),
    response: providerListAnswers,
  },
  "providers.get": {
    path: "/providers/get",
    summary: "Read one bank with its payment methods",
    request: both(getProvider),
    response: providerAnswers,
    refusals: ["provider_not_found"],
  },
  "providers.health": {
    path: "/providers/health",
    summary: "Read how the banks have answered lately",
    request: both(providersHealth),
    response: both(ProvidersHealthAnswer),
    refusals: ["provider_not_found"],
  },
  "events.list": {
    path: "/events/list",
    summary: "List what happened, oldest first, with what became of each webhook",
    request: both(listEvents),
    response: both(EventListAnswer),
    refusals: ["invalid_input"],
  },
  "webhooks.replay": {
    path: "/webhooks/replay",
    summary: "Send webhooks again",
    creates: true,
    request: both(replayEvents),
    response: both(ReplayAnswer),
    refusals: ["invalid_input", "not_found"],
  },
} as const satisfies Record<string, Endpoint>;

export type OperationId = keyof typeof endpoints;

/** A checked body of an operation, in either version's form. */
export type BodyOf<Id extends OperationId> = Static<(typeof endpoints)[Id]["request"][ApiVersion]>;

export const operationIds = Object.keys(endpoints) as readonly OperationId[];
