// What operations answer, for rows of endpoints.ts. Answers are not checked while they are served, which would cost a
// quarter of the throughput; the tests hold every answer that they get against these schemas (testing/conform.ts).
import { Type, type TSchema } from "typebox";
import { linkStatuses } from "./events.ts";

const closed = { additionalProperties: false } as const;
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum([...values]);
const text = Type.String();
const maybe = Type.Optional;
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** ISO 8601 in UTC with `Z`. */
export const instantAnswer = Type.String({ format: "date-time", pattern: "Z$" });
const uuid = Type.String({ format: "uuid" });

/** A successful answer: the members given, and `request_id`, which the application adds to each. Unknown members fail in tests. */
export const answer = <P extends Record<string, TSchema>>(members: P) =>
  Type.Object({ request_id: Type.String({ description: "as in the header x-request-id" }), ...members }, closed);

const remitterType = oneOf(["retail", "corporate"] as const);
const paymentScheme = oneOf(["instant", "domestic", "sepa"] as const);
const env = oneOf(["sandbox", "stage", "prod"] as const);

/** Version 1 knows no word from the creditor's side; such a link shows as `completed`. */
const statusIn = {
  v1: oneOf(linkStatuses.filter((status) => status !== "funds_received" && status !== "funds_rejected")),
  v2: oneOf(linkStatuses),
};

export const CreatedLinkAnswer = answer({
  created_at: instantAnswer,
  expires_at: instantAnswer,
  api_client_app: text,
  link_id: uuid,
  web_id: text,
  web_url: Type.String({ format: "uri", description: "the page to send the payer to" }),
  qr_url: Type.String({ format: "uri", description: "PNG of web_url; .svg as well" }),
});

const intent = Type.Object(
  {
    amount: text,
    currency: text,
    creditor: Type.Object({ name: text, iban: text, bic: maybe(text) }, closed),
    debtor: maybe(Type.Object({ iban: maybe(text), name: maybe(text), psu_id: maybe(text) }, closed)),
    description: maybe(text),
    creditor_reference: maybe(text),
    end_to_end_id: text,
    items: maybe(
      Type.Array(Type.Object({ name: text, quantity: Type.Integer({ minimum: 1 }), unit_price: text }, closed)),
    ),
    requested_execution_date: maybe(Type.String({ format: "date" })),
  },
  closed,
);

const choiceMembers = {
  payment_method: maybe(
    Type.Object({ provider_id: text, payment_method_id: text, payment_scheme: maybe(paymentScheme) }, closed),
  ),
  service_provider: maybe(
    Type.Object({ provider_id: text, name: maybe(text), country: maybe(text), bic: maybe(text) }, closed),
  ),
};

const linkMembers = <S extends TSchema>(status: S) => ({
  status,
  created_at: instantAnswer,
  expires_at: instantAnswer,
  is_expired: Type.Boolean(),
  link_id: uuid,
  web_id: text,
  web_url: orNull(Type.String({ format: "uri" })),
  tracking: maybe(Type.Object({ entity_id: maybe(text), user_id: maybe(text) }, closed)),
  ...choiceMembers,
});

const link = <S extends TSchema>(status: S) =>
  answer({
    ...linkMembers(status),
    api_client_app: text,
    payment_intent: intent,
    history: Type.Array(Type.Object({ status, at: instantAnswer }, closed)),
    failure: maybe(Type.Object({ code: text, message: text }, closed)),
    max_completions: maybe(Type.Integer({ minimum: 2 })),
    completions: maybe(Type.Integer({ minimum: 0 })),
    payments: maybe(
      Type.Array(Type.Object({ payment_id: uuid, status, created_at: instantAnswer, ...choiceMembers }, closed)),
    ),
  });

export const linkAnswers = { v1: link(statusIn.v1), v2: link(statusIn.v2) };

/** Of a list with pages: how many items this one has, whether there are more, and where the next one begins. */
export const PageAnswer = Type.Object(
  {
    count: Type.Integer({ minimum: 0, maximum: 250 }),
    "more?": Type.Boolean(),
    after: Type.Union([text, Type.Null()], { description: "null on an empty page" }),
  },
  closed,
);

export const linkListAnswers = {
  v1: answer({ links: Type.Array(Type.Object(linkMembers(statusIn.v1), closed)) }),
  v2: answer({
    links: Type.Array(Type.Object({ ...linkMembers(statusIn.v2), keyset: text }, closed)),
    pagination: PageAnswer,
  }),
};

const healthMembers = {
  status: Type.Enum(["up", "degraded", "down"], { description: "as this hub measured it" }),
  status_since: maybe(instantAnswer),
  status_reason: maybe(text),
};

const providerMembers = <R extends TSchema>(remitter: R) => ({
  provider_id: text,
  name: text,
  country: Type.String({ pattern: "^[A-Z]{2}$" }),
  bic: text,
  logo_url: orNull(Type.String({ format: "uri" })),
  ...healthMembers,
  payment_methods: maybe(
    Type.Array(
      Type.Object(
        {
          payment_method_id: text,
          remitter_type: remitter,
          payment_scheme: paymentScheme,
          currencies: Type.Array(text),
          env: Type.Array(env),
          capabilities: Type.Array(text),
          required_inputs: Type.Array(text, { description: "members of payment_intent, dotted" }),
          limits: Type.Object({ max_amount: maybe(Type.Record(Type.String(), text)) }, closed),
          validation_schema: maybe(
            Type.Record(Type.String(), Type.Unknown(), {
              description: "JSON Schema of payment_intent for this method",
            }),
          ),
        },
        closed,
      ),
    ),
  ),
  ais_methods: maybe(
    Type.Array(
      Type.Object(
        {
          ais_method_id: text,
          account_owner_type: remitter,
          interface_type: oneOf(["berlin_group", "georgia", "custom"] as const),
          interface_env: env,
          history_days: Type.Integer(),
          max_validity_days: Type.Integer(),
          required_inputs: Type.Array(text),
        },
        closed,
      ),
    ),
  ),
});
const providerIn = { v1: providerMembers(remitterType), v2: providerMembers(Type.Array(remitterType)) };

export const providerAnswers = { v1: answer(providerIn.v1), v2: answer(providerIn.v2) };
export const providerListAnswers = {
  v1: answer({ providers: Type.Array(Type.Object(providerIn.v1, closed)) }),
  v2: answer({ providers: Type.Array(Type.Object(providerIn.v2, closed)) }),
};

export const ProvidersHealthAnswer = answer({
  measured_since: Type.String({ ...instantAnswer, description: "when this hub began to measure" }),
  providers: Type.Array(
    Type.Object(
      {
        provider_id: text,
        name: text,
        ...healthMembers,
        last_call_at: orNull(instantAnswer),
        last_answer_at: orNull(instantAnswer),
        unanswered_calls: Type.Integer({ minimum: 0, description: "in a row, up to the last call" }),
      },
      closed,
    ),
  ),
});

const eventAnswer = Type.Object(
  {
    type: oneOf(["link_status_update"] as const),
    link_id: uuid,
    web_id: text,
    status: statusIn.v2,
    event_id: text,
    sequence: Type.Integer({ minimum: 1, description: "from 1 for each object, without gaps" }),
    occurred_at: instantAnswer,
    delivery: Type.Object(
      {
        status: oneOf(["none", "pending", "delivered", "parked"] as const),
        attempts: Type.Integer({ minimum: 0 }),
        last_result: orNull(text),
        last_attempt_at: orNull(instantAnswer),
        next_attempt_at: orNull(instantAnswer),
        delivered_at: orNull(instantAnswer),
        log: maybe(
          Type.Array(Type.Object({ at: instantAnswer, url: text, result: text }, closed), {
            description: "each attempt, with options.show_attempts",
          }),
        ),
      },
      closed,
    ),
    keyset: text,
  },
  closed,
);

export const EventListAnswer = answer({ events: Type.Array(eventAnswer), pagination: PageAnswer });

const howMany = Type.Integer({ minimum: 0 });
export const ReplayAnswer = answer({
  replayed: howMany,
  already_waiting: howMany,
  without_address: howMany,
  "more?": Type.Boolean(),
  after: orNull(text),
});

/** Every refusal and failure (hub-api section 3). */
export const ErrorAnswer = Type.Object(
  {
    error_id: uuid,
    request_id: text,
    code: text,
    message: Type.String({ description: "for developers; not for payers" }),
    errors: maybe(
      Type.Array(
        Type.Object({ path: Type.String({ description: "the member, dotted" }), code: text, message: text }, closed),
        { description: "the members at fault" },
      ),
    ),
  },
  closed,
);
