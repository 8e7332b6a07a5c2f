import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  listen,
  lockFolder,
  noCheckpoint,
  silentLog,
  startPostgres,
  systemClock,
  systemRandom,
  type Checkpoint,
  type Clock,
  type Db,
  type HttpHandler,
  type Listener,
  type Log,
} from "@tallystick/kit";
import { createTallystick } from "@tallystick/sdk";
import type { Bank } from "@tallystick/aspsp";
import type { Hub } from "@tallystick/hub";
import { sandboxBanks } from "../banks/all.ts";
import type { SandboxUser } from "../banks/bank.ts";
import { makeSandboxPki } from "../certificates/pki.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createShop, type Shop } from "../shop/shop.ts";
import { claimDatabase, emptyDatabase } from "./claim-database.ts";
import { emptyFolder } from "./empty-folder.ts";
import { addressesFrom, type SystemAddresses } from "./addresses.ts";
import type { SystemParts } from "./parts.ts";
import { registerShop } from "./register-shop.ts";
import { keepSecrets, writePrivately, type SandboxSecrets } from "./secrets.ts";
import { startBanks } from "./start-banks.ts";
import { startHub } from "./start-hub.ts";

export interface SystemOptions {
  /** Everything that must survive a restart; made when missing. */
  readonly dataDir: string;
  /** Throws away what the data folder and the database hold and begins anew. */
  readonly reset?: boolean;
  /** Added to every port; default 0. */
  readonly portBase?: number;
  /** Another PostgreSQL than the embedded one. */
  readonly databaseUrl?: string;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Reached by names that begin with their part: `hub.after_intent_commit`, `bank.before_execute`. */
  readonly checkpoint?: Checkpoint;
  /** Receivers of webhooks on this machine, `host:port`, beside the system's own shop. */
  readonly allow?: readonly string[];
  /** Receives a line for people when something takes a while. */
  readonly onProgress?: (line: string) => void;
  readonly onCode?: (line: string) => void;
}

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

/** Database, certificates and secrets of the data folder. */
async function gatherParts(options: SystemOptions, cleanUp: (() => Promise<void>)[]): Promise<SystemParts> {
  const { dataDir, clock = systemClock, log = silentLog } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(dataDir);
  cleanUp.push(() => lock.release());
  if (options.reset === true) await emptyFolder(dataDir, log);
  const providerIds = sandboxBanks.map(({ profile }) => profile.providerId);
  const secrets = await keepSecrets(dataDir, providerIds, systemRandom);
  const databaseUrl = options.databaseUrl ?? (await startDatabase(options, cleanUp));
  if (options.reset === true) await emptyDatabase(databaseUrl);
  await claimDatabase(databaseUrl, secrets);
  return {
    addresses: addressesFrom(options.portBase ?? 0),
    databaseUrl,
    pki: await makeSandboxPki(join(dataDir, "pki"), { clock }),
    secrets,
    clock,
    random: systemRandom,
    log,
    checkpoint: options.checkpoint ?? noCheckpoint,
    allow: options.allow ?? [],
    onCode: options.onCode,
  };
}

async function startDatabase(options: SystemOptions, cleanUp: (() => Promise<void>)[]): Promise<string> {
  const { dataDir, log = silentLog, onProgress = () => {} } = options;
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), log, onProgress });
  cleanUp.push(() => postgres.stop());
  return postgres.url;
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

interface Handlers {
  readonly hub: HttpHandler;
  readonly xs2a: HttpHandler;
  readonly pages: HttpHandler;
  readonly shop: HttpHandler;
}

async function openListeners(parts: SystemParts, handlers: Handlers, cleanUp: (() => Promise<void>)[]): Promise<void> {
  const { log, pki, addresses } = parts;
  const { ports } = addresses;
  const tls = { cert: pki.server.cert, key: pki.server.key, clientCertificates: "request" } as const;
  const doors: Parameters<typeof listen>[0][] = [
    { handler: handlers.hub, host: "localhost", port: ports.hub, log },
    { handler: handlers.hub, host: "localhost", port: ports.hubMutualTls, tls, log },
    { handler: handlers.shop, host: "localhost", port: ports.shop, log },
    { handler: handlers.xs2a, host: "localhost", port: ports.banksXs2a, tls, log },
    { handler: handlers.pages, host: "127.0.0.1", port: ports.banksPages, log },
  ];
  const opened: Listener[] = [];
  // The hub's doors first: an answer of its that is under way may need a bank.
  cleanUp.push(async () => {
    for (const some of [opened.slice(0, 2), opened.slice(2)]) await Promise.all(some.map((door) => door.close()));
  });
  for (const door of doors) opened.push(await listen(door));
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
