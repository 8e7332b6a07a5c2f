import {
  noCheckpoint,
  type Checkpoint,
  type Clock,
  type Db,
  type Log,
  type OutboxHandler,
  type Random,
  type SafeRequest,
} from "@tallystick/kit";
import type { FastifyInstance } from "fastify";
import { createDelivery } from "./deliver.ts";
import { createKeyRing } from "./keys.ts";
import { registerKeyRoutes } from "./routes.ts";
import type { WebhookTables } from "./tables.ts";

export interface WebhooksDeps {
  readonly environment: "test" | "live";
  readonly db: Db<any>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** 32 bytes under which private keys lie in the database (row K9). */
  readonly sealKey: Buffer;
  readonly outbound: SafeRequest;
  /** The client's Standard Webhooks secrets (`whsec_` and base64), the current one first; none: that signature is left out. */
  readonly secretsOf: (clientId: string) => Promise<readonly string[]>;
  /** One per environment (decision 15); default ES256. A change takes effect with the next rotation, which it makes due. */
  readonly algorithm?: "ES256" | "RS256";
  readonly checkpoint?: Checkpoint;
}

export interface Webhooks {
  /**
   * Handler of the outbox topic `webhook.deliver`, payload `EventDelivery`. Receivers may hang for 15 s: it has an outbox of
   * its own, so that they hold up no payment.
   */
  readonly deliver: OutboxHandler;
  /** `GET /test/.well-known/jwks.json` (live: `/.well-known/jwks.json`). */
  registerRoutes(app: FastifyInstance): void;
  /** Makes the first two keys, and a new one when the newest is 90 days old. Call at start and then hourly; safe from many processes. */
  keepKeys(): Promise<void>;
  /** Publishes a new key now; `too_soon` until the newest has signed for a minute. */
  rotate(): Promise<"rotated" | "too_soon">;
  /** Lets deliveries to an endpoint run again that was disabled by its 410. */
  enableEndpoint(clientId: string, url: string): Promise<boolean>;
}

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const db = deps.db as Db<WebhookTables>;
  const keys = createKeyRing({ ...deps, db, algorithm: deps.algorithm ?? "ES256" });
  const delivery = createDelivery({ checkpoint: noCheckpoint, ...deps, db, keys });
  return {
    deliver: delivery.deliver,
    enableEndpoint: delivery.enableEndpoint,
    registerRoutes: (app) => registerKeyRoutes(app, { environment: deps.environment, keys }),
    keepKeys: () => keys.keep(),
    rotate: () => keys.rotate(),
  };
}
