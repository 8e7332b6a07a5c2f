import { join } from "node:path";
import type { Bank } from "@tallystick/aspsp";
import type { Hub } from "@tallystick/hub";
import type { Db } from "@tallystick/kit";
import { createTallystick } from "@tallystick/sdk";
import { sandboxBanks } from "../banks/all.ts";
import type { SandboxUser } from "../banks/bank.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createShop, type Shop } from "../shop/shop.ts";
import type { SystemAddresses } from "./addresses.ts";
import { gatherParts } from "./gather-parts.ts";
import { openListeners } from "./listeners.ts";
import type { SystemOptions } from "./options.ts";
import type { SystemParts } from "./parts.ts";
import { registerShop } from "./register-shop.ts";
import { writePrivately, type SandboxSecrets } from "./secrets.ts";
import { startBanks } from "./start-banks.ts";
import { startHub } from "./start-hub.ts";

export interface RunningSystem {
  readonly addresses: SystemAddresses;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly testClient: { readonly clientId: string; readonly clientSecret: string };
  readonly users: Readonly<Record<string, readonly SandboxUser[]>>;
  readonly files: {
    readonly tppCert: string;
    readonly tppKey: string;
    readonly ca: string;
    /** Body of a `links/create` that works as it is. */
    readonly linkRequest: string;
  };
  /** A payment link that waits to be paid. */
  readonly demoLink: string;
  readonly ledger: Db<LedgerSchema>;
  readonly banks: Readonly<Record<string, Bank>>;
  readonly hub: Hub;
  readonly shop: Shop;
  stop(): Promise<void>;
}

/** Starts hub, banks and shop in this process and resolves once all of them answer. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const cleanUp: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  };
  try {
    return await startAll(options, cleanUp, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: SystemOptions,
  cleanUp: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningSystem> {
  const parts = await gatherParts(options, cleanUp);
  const { addresses, secrets, pki } = parts;
  const [banks, hub] = await Promise.all([
    startBanks(parts).then((running) => kept(cleanUp, running)),
    startHub(parts).then((running) => kept(cleanUp, running)),
  ]);
  const shop = await openShop(parts, hub.hub);
  await openListeners(
    parts,
    { hub: hub.hub.handler, xs2a: banks.xs2a, pages: banks.pages, shop: shop.handler },
    cleanUp,
  );
  banks.start();
  hub.hub.start();
  return {
    addresses,
    dataDir: options.dataDir,
    databaseUrl: parts.databaseUrl,
    testClient: secrets.testClient,
    users: Object.fromEntries(sandboxBanks.map(({ profile, users }) => [profile.providerId, users])),
    files: {
      tppCert: pki.tpp.certFile,
      tppKey: pki.tpp.keyFile,
      ca: pki.caFile,
      linkRequest: await writeLinkRequest(options.dataDir, secrets),
    },
    demoLink: await demoLink(parts),
    ledger: banks.ledger,
    banks: banks.banks,
    hub: hub.hub,
    shop,
    stop,
  };
}

function kept<Running extends { stop(): Promise<void> }>(cleanUp: (() => Promise<void>)[], running: Running): Running {
  cleanUp.push(running.stop);
  return running;
}

/** The shop is a client of the hub's API like any other; its credentials are the ones that the welcome shows. */
async function openShop(parts: SystemParts, hub: Hub): Promise<Shop> {
  const { addresses, log, random, clock } = parts;
  const { clientId, clientSecret } = parts.secrets.testClient;
  await registerShop(hub.clients, addresses, parts.secrets);
  return createShop({
    url: addresses.shop,
    hubUrl: `${addresses.hub}/test`,
    clientId,
    clientSecret,
    log,
    random,
    clock,
  });
}

const demoIntent = {
  amount: "12.50",
  currency: "RON",
  creditor: { name: "Tally and Daughters", iban: "RO10RZBR0000069999999970" },
  description: "One tally stick, hazel",
};

/** A fresh link per start, made by the API like any merchant's. */
async function demoLink({ addresses, secrets, clock }: SystemParts): Promise<string> {
  const client = createTallystick({ baseUrl: `${addresses.hub}/test`, ...secrets.testClient });
  const idempotencyKey = `welcome-${clock.now().toISOString()}`;
  return (await client.links.create({ payment_intent: demoIntent }, { idempotencyKey })).web_url;
}

/** For the curl line of the welcome: credentials in a private file, since a command line is no place for a secret. */
async function writeLinkRequest(dataDir: string, { testClient }: SandboxSecrets): Promise<string> {
  const file = join(dataDir, "link.json");
  const body = { client_id: testClient.clientId, client_secret: testClient.clientSecret, payment_intent: demoIntent };
  await writePrivately(file, `${JSON.stringify(body, null, 2)}\n`);
  return file;
}
