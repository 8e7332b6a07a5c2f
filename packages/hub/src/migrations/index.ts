import { idempotencyMigration, outboxMigration, type Migrations } from "@tallystick/kit";
import { links } from "./0001_links.ts";
import { webhooks } from "./0010_webhooks.ts";
import { confirmation } from "./0011_confirmation.ts";
import { clientKeys } from "./0020_client_keys.ts";
import { events } from "./0030_events.ts";
import { webhookLog } from "./0031_webhook_log.ts";
import { completions } from "./0040_completions.ts";

/** Of one environment's schema (`hub_test`, `hub_live`), in order. */
export const hubMigrations: Migrations = {
  "0001_links": links,
  "0002_outbox": outboxMigration,
  "0003_idempotency": idempotencyMigration,
  "0010_webhooks": webhooks,
  "0011_confirmation": confirmation,
  "0020_client_keys": clientKeys,
  "0030_events": events,
  "0031_webhook_log": webhookLog,
  "0040_completions": completions,
};
