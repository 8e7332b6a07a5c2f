import type { ColumnType, Generated } from "kysely";
import type { IdempotencyTable, OutboxTable } from "@tallystick/kit";
import type { ClientProfile } from "../client/profile.ts";
import type { Scope } from "../client/scope.ts";
import type { EventType, HubEvent, LinkStatus } from "../events.ts";
import type { OauthTables } from "../oauth/store/tables.ts";
import type { WebhookTables } from "../webhook/tables.ts";

/** Stored as JSON text, read as the value. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** A payment as the API client ordered it, checked and normalised (IBAN without blanks, text in NFC). */
export interface PaymentIntent {
  /** Decimal text with the currency's minor digits at most. */
  readonly amount: string;
  readonly currency: string;
  readonly creditor: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly debtor?: { readonly iban?: string; readonly name?: string; readonly psu_id?: string };
  readonly description?: string;
  readonly creditor_reference?: string;
  readonly end_to_end_id: string;
  readonly items?: readonly { readonly name: string; readonly quantity: number; readonly unit_price: string }[];
  readonly requested_execution_date?: string;
}

/** Of `options.type`; `direct_sca` is not offered. */
export type LinkType = "link" | "wrapped_sca" | "redirect_sca";

export type RemitterType = "retail" | "corporate";
export type PaymentScheme = "instant" | "domestic" | "sepa";
export type ProviderEnv = "sandbox" | "stage" | "prod";

/** Narrows what the payer may choose from. */
export interface MethodFilter {
  readonly provider_id?: readonly string[];
  readonly remitter_type?: readonly RemitterType[];
  readonly payment_scheme?: readonly PaymentScheme[];
  readonly env?: ProviderEnv;
}

export interface Failure {
  readonly code: string;
  /** A sentence for people, without private detail. */
  readonly message: string;
}

/** `requested`: the bank is being asked, perhaps has the payment. `live`: the bank has it. `closed`: it can no longer move money. */
type AttemptState = "requested" | "live" | "closed";

export interface HubSchema extends WebhookTables, OauthTables {
  client: {
    client_id: string;
    name: string;
    /** Null for a client that proves itself by keys alone. */
    secret_hash: string | null;
    profile: Generated<ClientProfile>;
    scopes: ColumnType<readonly Scope[], string | undefined, string>;
    redirect_urls: Json<readonly string[]>;
    webhook_urls: Json<readonly string[]>;
    webhook_secret_sealed: Buffer;
    required_tracking: Json<readonly ("entity_id" | "user_id")[]>;
    created_at: Date;
  };
  link: {
    link_id: string;
    web_id: string;
    client_id: string;
    status: LinkStatus;
    sequence: number;
    type: LinkType;
    ux_template: "default";
    /** What the merchant asked for; null leaves it to the browser. */
    locale: string | null;
    user_editable: boolean;
    /** How often it may be paid. */
    max_completions: Generated<number>;
    /** How often it was. */
    completions: Generated<number>;
    redirect_url: string | null;
    webhook_url: string | null;
    intent: Json<PaymentIntent>;
    /** Minor units. */
    amount: ColumnType<string, string, never>;
    currency: string;
    method_filter: Json<MethodFilter>;
    entity_id: string | null;
    user_id: string | null;
    provider_id: string | null;
    payment_method_id: string | null;
    failure: JsonOrNull<Failure>;
    created_at: Date;
    updated_at: Date;
    expires_at: Date;
  };
  attempt: {
    attempt_id: string;
    link_id: string;
    state: AttemptState;
    provider_id: string;
    payment_method_id: string;
    /** In the bank's address of the payment; kept, since the bank's data may change while it is open. */
    product: string;
    debtor_iban: string | null;
    /** The X-Request-ID of the initiation, the same on every try. */
    bank_request_id: string;
    /** In the address to which the bank sends the payer back. */
    return_state: string;
    /** SHA-256 of the browser's cookie value; the value itself stays in the browser. Null until a browser comes for it. */
    browser_hash: string | null;
    psu_ip_address: string;
    psu_user_agent: string | null;
    tries: Generated<number>;
    bank_payment_id: string | null;
    continue_url: string | null;
    /** The bank executes only after a confirmation of this authorisation. */
    confirms_authorisation_id: string | null;
    transaction_status: string | null;
    /** Why the hub wants the payment deleted at the bank; written before the bank is asked to. */
    ending: "left" | "cancelled" | null;
    created_at: Date;
    /** When following began, again at each return of the payer; the polling rhythm counts from here. */
    followed_from: Date | null;
    closed_at: Date | null;
    closed_reason: string | null;
  };
  link_event: {
    link_id: string;
    sequence: number;
    status: LinkStatus;
    event_id: string;
    at: Date;
  };
  /** Everything that was ever raised, whether or not it had a webhook to go to. */
  event: {
    /** Rises in the order in which events were raised; see `event/raise.ts` for when it may be relied on. */
    position: Generated<string>;
    event_id: string;
    client_id: string;
    type: EventType;
    /** The link's, consent's or job's id. */
    object_id: string;
    sequence: number;
    /** As it is delivered. */
    body: Json<HubEvent>;
    /** Where it was to go when it was raised. */
    url: string | null;
    occurred_at: Date;
  };
  outbox: OutboxTable;
  idempotency: IdempotencyTable;
}
