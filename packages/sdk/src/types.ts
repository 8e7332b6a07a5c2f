// What travels between an application and the hub (hub API v2).

export type LinkStatus =
  | "created"
  | "started"
  | "requested"
  | "intent_accepted"
  | "awaiting_authz"
  | "received"
  | "submitted"
  | "completed"
  | "failed"
  | "revoked"
  | "funds_received"
  | "funds_rejected";

export interface PaymentIntent {
  /** A decimal as text in the currency's own digits: `"12.50"`. Never a number. */
  readonly amount: string;
  /** ISO 4217, `"RON"`. */
  readonly currency: string;
  readonly creditor: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly debtor?: { readonly iban?: string; readonly name?: string; readonly psu_id?: string };
  /** At most 140 characters; becomes the remittance information. */
  readonly description?: string;
  /** ISO 11649, `RF18…`; instead of `description`. */
  readonly creditor_reference?: string;
  /** At most 35 characters; made when absent. */
  readonly end_to_end_id?: string;
  /** Their total must equal `amount`. */
  readonly items?: readonly { readonly name: string; readonly quantity: number; readonly unit_price: string }[];
}

export interface CreateLink {
  readonly payment_intent: PaymentIntent;
  readonly payment_method?: {
    readonly provider_id?: string | readonly string[];
    readonly remitter_type?: readonly ("retail" | "corporate")[];
    readonly payment_scheme?: readonly ("instant" | "domestic" | "sepa")[];
  };
  readonly options?: {
    readonly type?: "link" | "wrapped_sca" | "redirect_sca";
    /** How often the link may be paid, one payment after the other. */
    readonly max_completions?: number;
    /** Seconds, 60 to 3,888,000. */
    readonly expires_in?: number;
    readonly webhook_url?: string;
    readonly redirect_url?: string;
    readonly locale?: "en" | "ro" | "lt" | "ka" | "de";
  };
  readonly tracking?: { readonly entity_id?: string; readonly user_id?: string };
}

export interface CreatedLink {
  readonly request_id: string;
  /** Instants are ISO 8601 in UTC. */
  readonly created_at: string;
  readonly expires_at: string;
  readonly link_id: string;
  readonly web_id: string;
  /** The page to send the payer to; for `redirect_sca` the bank's own, told here alone. */
  readonly web_url: string;
  readonly qr_url: string;
}

export interface Link {
  readonly request_id: string;
  readonly link_id: string;
  readonly web_id: string;
  readonly web_url: string | null;
  readonly status: LinkStatus;
  readonly expires_at: string;
  readonly is_expired: boolean;
  readonly payment_intent: PaymentIntent;
  readonly history?: readonly { readonly status: LinkStatus; readonly at: string }[];
  readonly failure?: { readonly code: string; readonly message: string };
  /** With `max_completions` over 1: how often it was paid, and its payments, newest first. */
  readonly max_completions?: number;
  readonly completions?: number;
  readonly payments?: readonly {
    readonly payment_id: string;
    readonly status: LinkStatus;
    readonly created_at: string;
  }[];
}

export interface LinkFilter {
  readonly filter?: {
    readonly status?: LinkStatus;
    /** Inclusive. */
    readonly inserted_at_from?: string;
    /** Exclusive. */
    readonly inserted_at_to?: string;
    readonly provider_id?: string;
  };
  readonly pagination?: { readonly limit?: number; readonly after?: string };
}

/** A link as lists show it; the rest of it is in `get`. */
export interface ListedLink {
  readonly link_id: string;
  readonly web_id: string;
  readonly web_url: string | null;
  readonly status: LinkStatus;
  readonly created_at: string;
  readonly expires_at: string;
  readonly is_expired: boolean;
  /** A cursor, as `after` would be at this link. */
  readonly keyset: string;
}

export interface LinkPage {
  readonly request_id: string;
  readonly links: readonly ListedLink[];
  readonly pagination: {
    /** Of this page. */
    readonly count: number;
    readonly "more?": boolean;
    /** Null on an empty page. */
    readonly after: string | null;
  };
}

export interface Provider {
  readonly provider_id: string;
  readonly name: string;
  readonly country: string;
  readonly bic: string;
  readonly status: string;
}

/** A webhook's body. `sequence` counts per link without gaps; drop what is not newer than what you have. */
export interface LinkStatusUpdate {
  readonly type: "link_status_update";
  readonly event_id: string;
  readonly link_id: string;
  readonly web_id: string;
  readonly status: LinkStatus;
  readonly sequence: number;
  readonly occurred_at: string;
}

export type WebhookEvent = LinkStatusUpdate;

export interface EventFilter {
  readonly type?: WebhookEvent["type"];
  /** The id of a link. */
  readonly object_id?: string;
  /** Inclusive; instants are ISO 8601 in UTC. */
  readonly occurred_at_from?: string;
  /** Exclusive. */
  readonly occurred_at_to?: string;
}

export interface ListEvents {
  readonly filter?: EventFilter;
  readonly options?: { readonly show_attempts?: boolean };
  /** `limit` is 1 to 250, default 50. */
  readonly pagination?: { readonly limit?: number; readonly after?: string };
}

/** What became of an event's webhook. */
export interface EventDelivery {
  /** `none`: it has no address to go to. `parked`: given up, and sent again by a replay only. */
  readonly status: "none" | "pending" | "delivered" | "parked";
  /** Since it was raised, or replayed. */
  readonly attempts: number;
  /** A status code, or a word such as `timeout`. */
  readonly last_result: string | null;
  readonly last_attempt_at: string | null;
  readonly next_attempt_at: string | null;
  readonly delivered_at: string | null;
  /** With `show_attempts`: every attempt, oldest first. */
  readonly log?: readonly {
    readonly at: string;
    readonly url: string;
    readonly result: string;
  }[];
}

/** An event as it was delivered, with its delivery. */
export type ArchivedEvent = WebhookEvent & {
  readonly delivery: EventDelivery;
  /** A cursor, as `after` would be at this event. */
  readonly keyset: string;
};

export interface EventPage {
  readonly request_id: string;
  /** Oldest first. */
  readonly events: readonly ArchivedEvent[];
  readonly pagination: {
    /** Of this page. */
    readonly count: number;
    readonly "more?": boolean;
    /** To ask again with, now or later, for a week; null as long as there is no event. */
    readonly after: string | null;
  };
}

/** What is sent again: exactly one event, a range, or everything that was given up. `after` goes on where an answer ended. */
export type ReplayWebhooks = { readonly after?: string } & (
  | { readonly event_id: string }
  | { readonly range: EventFilter & { readonly occurred_at_from: string } }
  | { readonly parked: true }
);

export interface ReplayedWebhooks {
  readonly request_id: string;
  readonly replayed: number;
  /** Not sent twice, but now rather than when they were due. */
  readonly already_waiting: number;
  /** Have no address to go to. */
  readonly without_address: number;
  /** Whether the selection has more events than one call sends. */
  readonly "more?": boolean;
  readonly after: string | null;
}
