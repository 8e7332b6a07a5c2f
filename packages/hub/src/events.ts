// What the hub tells applications. A verb writes an event into the outbox in the transaction of the change that it reports.

export const linkStatuses = [
  "created",
  "started",
  "requested",
  "intent_accepted",
  "awaiting_authz",
  "received",
  "submitted",
  "completed",
  "failed",
  "revoked",
  "funds_received",
  "funds_rejected",
] as const;

/** hub-api section 4, "Link statuses". */
export type LinkStatus = (typeof linkStatuses)[number];

/** hub-api section 10 and decision 32. */
export const eventTypes = [
  "link_status_update",
  "consent_status_update",
  "job_status_update",
  "consent_expiring",
  "link_settlement_stalled",
] as const;
export type EventType = (typeof eventTypes)[number];

/** Body of the webhook `link_status_update` (hub-api section 10), members in the order in which they are sent. */
export interface LinkStatusUpdate {
  readonly type: "link_status_update";
  readonly link_id: string;
  readonly web_id: string;
  readonly status: LinkStatus;
  readonly event_id: string;
  /** From 1 for each link, without gaps. */
  readonly sequence: number;
  /** ISO 8601, UTC, with `Z`. */
  readonly occurred_at: string;
}

export type HubEvent = LinkStatusUpdate;

/** Outbox topics; the key says whose rows keep their order. */
export const topics = {
  /** Key: the link's id. Payload: `EventDelivery`. */
  deliver: "webhook.deliver",
  /** Key: the attempt's id. Hands the payment to the bank when the process that began did not come to it. */
  submit: "payment.submit",
  /** Key: the attempt's id. Asks the bank until the payment has ended. */
  follow: "payment.follow",
} as const;

/** Payload of topic `webhook.deliver`. */
export interface EventDelivery {
  readonly clientId: string;
  readonly url: string;
  readonly body: HubEvent;
}

/** Payload of topics `payment.submit` and `payment.follow`. */
export interface AttemptWork {
  readonly attemptId: string;
}
