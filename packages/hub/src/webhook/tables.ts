import type { Generated } from "kysely";

/** Tables of migrations `0010_webhooks` and `0031_webhook_log`; part of the hub's schema. */
export interface WebhookTables {
  webhook_key: {
    seq: number;
    kid: string;
    alg: "ES256" | "RS256";
    public_jwk: unknown;
    private_sealed: Buffer | null;
    published_at: Date;
    signs_from: Date;
    retired_at: Date | null;
  };
  webhook_delivery: {
    event_id: string;
    client_id: string;
    attempts: Generated<number>;
    first_attempt_at: Date;
    last_attempt_at: Date;
    last_result: string;
    delivered_at: Date | null;
    parked_at: Date | null;
    next_attempt_at: Date | null;
  };
  /** One row per attempt. */
  webhook_attempt: {
    attempt_id: Generated<string>;
    event_id: string;
    at: Date;
    url: string;
    result: string;
  };
  webhook_endpoint: { client_id: string; url: string; disabled_at: Date };
}
