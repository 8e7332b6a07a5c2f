import { createConnectors, createHub, hubMigrations, type Hub, type HubSchema } from "@tallystick/hub";
import { createSafeRequest, migrate, openDb } from "@tallystick/kit";
import { sandboxBanks } from "../banks/all.ts";
import { copyWebhooks } from "../listening/copy-webhooks.ts";
import type { SystemParts } from "./parts.ts";

export interface RunningHub {
  readonly hub: Hub;
  stop(): Promise<void>;
}

/** Starts the hub's test environment with its own certificate towards the sandbox banks. */
export async function startHub(parts: SystemParts): Promise<RunningHub> {
  const { addresses, pki, secrets, clock, random, log, checkpoint } = parts;
  // PostgreSQL takes some 20 MB for each connection, and the whole sandbox has 600 MB.
  const db = openDb<HubSchema>({ url: parts.databaseUrl, schema: "hub_test", max: 3 });
  await migrate(db, "hub_test", hubMigrations);
  const toBanks = createSafeRequest({
    allow: addresses.loopback,
    tls: { cert: pki.hub.cert, key: pki.hub.key, ca: pki.ca },
  });
  const toReceivers = createSafeRequest({ allow: [...addresses.loopback, ...parts.allow] });
  const outbound = copyWebhooks({ dataDir: parts.dataDir, log, deliver: toReceivers });
  // The hub speaks the Berlin Group's standard; a bank of another one is for TPPs that come by themselves.
  const berlin = sandboxBanks.filter(({ profile }) => profile.standard === "berlin-1.3");
  const providers = berlin.map(
    ({ profile }) => [profile.providerId, { xs2aUrl: `${addresses.banksXs2a}/${profile.providerId}` }] as const,
  );
  const hub = await createHub({
    environment: "test",
    url: addresses.hub,
    db,
    connectors: createConnectors({ providers: Object.fromEntries(providers), request: toBanks }),
    outbound,
    clock,
    random,
    log,
    sealKey: Buffer.from(secrets.sealKey, "base64url"),
    secureCookies: addresses.hub.startsWith("https:"),
    checkpoint: (point) => checkpoint(`hub.${point}`),
  });
  return {
    hub,
    stop: async () => {
      await hub.stop();
      await Promise.all([toBanks.close(), toReceivers.close(), outbound.close()]);
      await db.destroy();
    },
  };
}
