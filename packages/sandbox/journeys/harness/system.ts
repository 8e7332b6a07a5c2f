import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, listen, MovableClock, PortTaken, silentLog, systemRandom, type HttpHandler } from "@tallystick/kit";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { addressesFrom, startSystem, type RunningSystem } from "../../src/index.ts";

/** A whole system of a test's own, on free ports, with a database and a data folder that go with it. */
export interface OwnSystem {
  readonly system: RunningSystem;
  readonly clock: MovableClock;
  readonly log: readonly string[];
  /** What `npm start` prints of the codes that are sent. */
  readonly codes: readonly string[];
  end(): Promise<void>;
}

export async function openSystem(): Promise<OwnSystem> {
  for (let round = 1; ; round += 1) {
    const database = await createScratchDatabase(testDatabaseUrl());
    const dataDir = await mkdtemp(join(tmpdir(), "tallystick-journey-"));
    try {
      return await startIn(database, dataDir);
    } catch (error) {
      await cleanUp(database, dataDir);
      if (!(error instanceof PortTaken) || round === 5) throw error;
    }
  }
}

async function startIn(database: ScratchDatabase, dataDir: string): Promise<OwnSystem> {
  const clock = new MovableClock();
  const log: string[] = [];
  const codes: string[] = [];
  const system = await startSystem({
    dataDir,
    portBase: await freePortBase(),
    databaseUrl: database.url,
    clock,
    log: createLog({ level: "info", destination: { write: (line) => void log.push(line) }, clock }),
    onCode: (line) => void codes.push(line),
  });
  const end = async (): Promise<void> => {
    await system.stop();
    await cleanUp(database, dataDir);
  };
  return { system, clock, log, codes, end };
}

async function cleanUp(database: ScratchDatabase, dataDir: string): Promise<void> {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
}

/** Below the ports that the system gives away by itself; a neighbour that takes one meanwhile is met by another round. */
async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 1_000 + systemRandom.int(26_000);
    if (await areFree(Object.values(addressesFrom(base).ports))) return base;
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  try {
    for (const port of ports)
      await (await listen({ handler: refuse, host: "localhost", port, log: silentLog })).close();
    return true;
  } catch (error) {
    if (error instanceof PortTaken) return false;
    throw error;
  }
}

const refuse: HttpHandler = (_request, response) => void response.writeHead(503).end();
