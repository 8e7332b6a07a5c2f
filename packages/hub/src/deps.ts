import type { Checkpoint, Clock, Db, Log, Random } from "@tallystick/kit";
import type { ConnectorRegistry } from "./connector/connector.ts";
import type { HubSchema } from "./migrations/schema.ts";

/** What the verbs of the hub work with; `createHub` makes one per environment. */
export interface HubDeps {
  readonly environment: "test" | "live";
  /** The hub's own address, without a slash at the end; every absolute URL starts with it. */
  readonly url: string;
  readonly db: Db<HubSchema>;
  readonly connectors: ConnectorRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly checkpoint: Checkpoint;
  /** Has the outbox look for due work; called after a commit that enqueued some. */
  readonly wake: () => void;
}
