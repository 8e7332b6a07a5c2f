import {
  createOutbox,
  handlerOf,
  noCheckpoint,
  sweepIdempotency,
  type Checkpoint,
  type Clock,
  type Db,
  type HttpHandler,
  type Log,
  type Random,
  type SafeRequest,
} from "@tallystick/kit";
import { createHubApp } from "./app.ts";
import type { Clients } from "./client/clients.ts";
import { createLimits, type ClientLimits, type LimitSettings } from "./client/limits.ts";
import { openClients } from "./open-clients.ts";
import type { ConnectorRegistry } from "./connector/connector.ts";
import { createCursors } from "./cursor.ts";
import type { HubDeps } from "./deps.ts";
import { eventOperations } from "./event/routes.ts";
import { topics } from "./events.ts";
import { followHandler } from "./link/attempt/follow.ts";
import { hurry } from "./link/attempt/store.ts";
import { submitHandler } from "./link/attempt/submit.ts";
import { linkOperations } from "./link/routes.ts";
import type { HubSchema } from "./migrations/schema.ts";
import { createOauth, type Oauth } from "./oauth/oauth.ts";
import { createHealthBoard } from "./provider/health.ts";
import { providerOperations } from "./provider/routes.ts";
import { registerReference } from "./reference/routes.ts";
import { registerDashboard } from "./web/dashboard/routes.ts";
import { registerWeb } from "./web/web.ts";
import { createWebhooks, type Webhooks } from "./webhook/webhooks.ts";

export interface HubOptions {
  readonly environment: "test" | "live";
  /** The hub's own address, `http://localhost:4000`; every absolute URL starts with it, never with a request's Host. */
  readonly url: string;
  /** On a schema of its own, brought up to date by `hubMigrations`. */
  readonly db: Db<HubSchema>;
  readonly connectors: ConnectorRegistry;
  /** For webhooks. */
  readonly outbound: SafeRequest;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** 32 bytes: the deployment's key. */
  readonly sealKey: Buffer;
  /** Whether browsers reach the hub by https. */
  readonly secureCookies: boolean;
  readonly limits?: LimitSettings;
  readonly checkpoint?: Checkpoint;
}

export interface Hub {
  /** API, hosted pages and key set, for any listener. */
  readonly handler: HttpHandler;
  readonly clients: Clients;
  readonly webhooks: Webhooks;
  /** Begins the work behind the requests: following payments, delivering webhooks, housekeeping. */
  start(): void;
  stop(): Promise<void>;
  /** Does all work that is due now. For tests. */
  drainDue(): Promise<void>;
}

const housekeepingMs = 3_600_000;

export async function createHub(options: HubOptions): Promise<Hub> {
  const { environment, db, clock, random, log, sealKey } = options;
  if (sealKey.length !== 32) throw new TypeError("sealKey must have 32 bytes");
  const checkpoint = options.checkpoint ?? noCheckpoint;
  const health = createHealthBoard(clock);
  const deps: HubDeps = {
    environment,
    url: options.url.replace(/\/$/, ""),
    db,
    connectors: health.watch(options.connectors),
    clock,
    random,
    log,
    checkpoint,
    wake: () => outboxes.forEach((outbox) => outbox.wake()),
  };
  const clients = openClients({ environment, db, clock, random, sealKey });
  const limits = createLimits(clock, options.limits);
  const oauth = createOauth({ ...deps, clients, limits });
  const webhooks = createWebhooks({
    ...deps,
    sealKey,
    outbound: options.outbound,
    secretsOf: clients.webhookSecretsOf,
  });
  // Receivers of webhooks may hang for 15 s each; payments have workers of their own (row W8).
  const payments = { [topics.submit]: submitHandler(deps), [topics.follow]: followHandler(deps) };
  const outboxes = [
    createOutbox({ db, clock, log, checkpoint, handlers: payments }),
    createOutbox({ db, clock, log, checkpoint, handlers: { [topics.deliver]: webhooks.deliver }, concurrency: 64 }),
  ];
  const handler = await createHandler(options, { deps, clients, limits, oauth, webhooks, health });
  await webhooks.keepKeys();

  const keepHouse = (): void => {
    const work = Promise.all([webhooks.keepKeys(), sweepIdempotency(db, clock.now()), oauth.sweep()]);
    work.catch((error: unknown) => log.error("housekeeping_failed", { error }));
  };
  let housekeeping: NodeJS.Timeout | undefined;
  return {
    handler,
    clients,
    webhooks,
    start() {
      for (const outbox of outboxes) outbox.start();
      // What a killed process has left half done is not waited for.
      hurry(deps, "submit").catch((error: unknown) => log.error("recovery_failed", { error }));
      housekeeping = setInterval(keepHouse, housekeepingMs).unref();
    },
    async stop() {
      clearInterval(housekeeping);
      await Promise.all(outboxes.map((outbox) => outbox.stop()));
    },
    async drainDue() {
      for (const outbox of outboxes) await outbox.drainDue();
    },
  };
}

interface Parts {
  readonly deps: HubDeps;
  readonly clients: Clients;
  readonly limits: ClientLimits;
  readonly oauth: Oauth;
  readonly webhooks: Webhooks;
  readonly health: ReturnType<typeof createHealthBoard>;
}

async function createHandler(options: HubOptions, parts: Parts): Promise<HttpHandler> {
  const { deps, clients, limits, oauth, webhooks, health } = parts;
  const cursors = createCursors(options.sealKey);
  const operations = {
    ...linkOperations({ cursors }),
    ...eventOperations({ cursors }),
    ...providerOperations({ health }),
  };
  const app = createHubApp({ deps, clients, operations, limits, tokens: oauth.tokens });
  webhooks.registerRoutes(app);
  registerReference(app, deps);
  registerDashboard(app, { hub: deps, health });
  registerWeb(app, {
    hub: deps,
    sealKey: options.sealKey,
    secureCookies: options.secureCookies,
    healthOf: (providerId) => {
      const { status, since } = health.of(providerId);
      return status === "up" || since === undefined ? undefined : { status, since };
    },
  });
  const handle = await handlerOf(app);
  return (req, res) => void (oauth.serve(req, res) || handle(req, res));
}
