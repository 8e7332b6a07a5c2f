// What may be asked, for rows of endpoints.ts. Bodies are closed: an unknown member is refused by its name.
import { Type, type TSchema } from "typebox";
import { eventTypes, linkStatuses } from "./events.ts";

export const closed = { additionalProperties: false } as const;
const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description === undefined ? {} : { description }) });
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum([...values]);
export const several = <T extends TSchema>(schema: T) => Type.Array(schema, { minItems: 1, maxItems: 100 });
const uuid = Type.String({
  pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
  description: "must be a UUID",
});

const linkTypes = ["link", "wrapped_sca", "direct_sca", "redirect_sca"] as const;
export const uxTemplates = ["default", "classic", "compact", "cards", "glass", "sheet", "terminal"] as const;
const locales = ["en", "ro", "lt", "ka", "de"] as const;
export const remitterType = oneOf(["retail", "corporate"] as const);
const env = oneOf(["sandbox", "stage", "prod"] as const);

/** Members of every request body (section 2); their presence is the authentication's matter. */
const credentials = {
  client_id: Type.Optional(Type.String({ maxLength: 128 })),
  client_secret: Type.Optional(Type.String({ maxLength: 128 })),
};

export const PaymentIntentBody = Type.Object(
  {
    amount: Type.String({
      maxLength: 40,
      description: "decimal text in the digits of the currency, above zero: 12.50",
    }),
    currency: Type.String({ pattern: "^[A-Z]{3}$", description: "must be an ISO 4217 code in capitals" }),
    creditor: Type.Object(
      { name: text(560, "at most 70 characters once normalised"), iban: text(64), bic: Type.Optional(text(16)) },
      closed,
    ),
    debtor: Type.Optional(
      Type.Object(
        { iban: Type.Optional(text(64)), name: Type.Optional(text(560)), psu_id: Type.Optional(text(128)) },
        closed,
      ),
    ),
    description: Type.Optional(
      text(1_120, "at most 140 characters once normalised; becomes the remittance information"),
    ),
    creditor_reference: Type.Optional(text(64, "ISO 11649, RF…; instead of description")),
    end_to_end_id: Type.Optional(text(280, "at most 35 characters once normalised; made when absent")),
    items: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: text(1_120),
            quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
            unit_price: Type.String({ maxLength: 40 }),
          },
          closed,
        ),
        { minItems: 1, maxItems: 100 },
      ),
    ),
    requested_execution_date: Type.Optional(text(32, "YYYY-MM-DD")),
  },
  closed,
);

export const methodFilter = <T extends TSchema>(remitter: T) =>
  Type.Object(
    {
      provider_id: Type.Optional(Type.Union([text(64), several(text(64))])),
      remitter_type: Type.Optional(remitter),
      payment_scheme: Type.Optional(several(oneOf(["instant", "domestic", "sepa"] as const))),
      env: Type.Optional(env),
    },
    closed,
  );

export const optionMembers = {
  type: Type.Optional(oneOf(linkTypes)),
  user_editable: Type.Optional(Type.Boolean()),
  expires_in: Type.Optional(Type.Integer({ minimum: 60, maximum: 3_888_000, description: "seconds" })),
  webhook_url: Type.Optional(text(2_048)),
  redirect_url: Type.Optional(text(2_048)),
  locale: Type.Optional(oneOf(locales)),
  max_completions: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
};
export const uxTemplate = { ux_template: Type.Optional(oneOf(uxTemplates)) };

const trackingId = Type.String({
  pattern: "^[a-z0-9][a-z0-9._-]{0,127}$",
  description: "must have 1 to 128 of a-z, 0-9, dot, underscore and hyphen, the first a letter or a digit",
});
const TrackingBody = Type.Object({ entity_id: Type.Optional(trackingId), user_id: Type.Optional(trackingId) }, closed);

export const createLink = <M extends TSchema, O extends TSchema>(paymentMethod: M, options: O) =>
  Type.Object(
    {
      ...credentials,
      payment_intent: PaymentIntentBody,
      payment_method: Type.Optional(paymentMethod),
      options: Type.Optional(options),
      tracking: Type.Optional(TrackingBody),
    },
    closed,
  );

const instant = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$",
  description: "must be an instant of ISO 8601 in UTC, 2026-01-31T12:00:00Z",
});
const status = oneOf(linkStatuses);
export const pagination = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 250 })), after: Type.Optional(text(1_024)) },
  closed,
);
const linkFilter = Type.Object(
  {
    status: Type.Optional(status),
    inserted_at_from: Type.Optional(instant),
    inserted_at_to: Type.Optional(instant),
    provider_id: Type.Optional(Type.String({ pattern: "^[a-z0-9_]{1,64}$", description: "must be a provider's id" })),
    tracking: Type.Optional(TrackingBody),
  },
  closed,
);
export const listLinks = Type.Object({ ...credentials, filter: Type.Optional(linkFilter) }, closed);
export const oneLink = Type.Object({ ...credentials, link_id: uuid }, closed);

const providerOptions = Type.Object(
  {
    show_payment_methods: Type.Optional(Type.Boolean()),
    show_validation_schema: Type.Optional(Type.Boolean()),
    show_ais_methods: Type.Optional(Type.Boolean()),
    ais_methods_filter: Type.Optional(
      Type.Object(
        {
          account_owner_type: Type.Optional(several(remitterType)),
          interface_type: Type.Optional(oneOf(["berlin_group", "georgia", "custom"] as const)),
          interface_env: Type.Optional(env),
        },
        closed,
      ),
    ),
  },
  closed,
);
export const listProviders = Type.Object(
  {
    ...credentials,
    options: Type.Optional(providerOptions),
    filter: Type.Optional(
      Type.Object(
        {
          country: Type.Optional(Type.String({ pattern: "^[A-Z]{2}$", description: "must be an ISO 3166 code" })),
          search: Type.Optional(text(100)),
          env: Type.Optional(env),
        },
        closed,
      ),
    ),
  },
  closed,
);
export const getProvider = Type.Object(
  { ...credentials, provider_id: text(64), options: Type.Optional(providerOptions) },
  closed,
);

const eventFilter = Type.Object(
  {
    type: Type.Optional(oneOf(eventTypes)),
    object_id: Type.Optional(uuid),
    occurred_at_from: Type.Optional(instant),
    occurred_at_to: Type.Optional(instant),
  },
  closed,
);
export const listEvents = Type.Object(
  {
    ...credentials,
    filter: Type.Optional(eventFilter),
    options: Type.Optional(Type.Object({ show_attempts: Type.Optional(Type.Boolean()) }, closed)),
    pagination: Type.Optional(pagination),
  },
  closed,
);
/** Exactly one of the three says what is sent again; the verb checks that. */
export const replayEvents = Type.Object(
  {
    ...credentials,
    event_id: Type.Optional(text(128)),
    range: Type.Optional(Type.Object({ ...eventFilter.properties, occurred_at_from: instant }, closed)),
    parked: Type.Optional(Type.Literal(true)),
    after: Type.Optional(text(1_024)),
  },
  closed,
);

/** Of every bank, or of one. */
export const providersHealth = Type.Object({ ...credentials, provider_id: Type.Optional(text(64)) }, closed);
