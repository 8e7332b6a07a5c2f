import { randomInt } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, startPostgres } from "@tallystick/kit";
import { createScratchDatabase } from "@tallystick/kit/testing";
import { Books } from "./books.ts";
import { freePortBase, KillableSystem } from "./killable-system.ts";
import { WebhookReceiver } from "./receiver.ts";

/** A system on a data folder of its own, to be started and killed at will, and the merchant who outlives it. */
export interface Scene {
  readonly system: KillableSystem;
  readonly receiver: WebhookReceiver;
  /** Reads the truth about money in the system's database, past the system. */
  readBooks<Value>(read: (books: Books) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** On a database of its own in the server at `databaseUrl`. */
export async function openScene(env: NodeJS.ProcessEnv, databaseUrl: string): Promise<Scene> {
  const database = await createScratchDatabase(databaseUrl);
  const stage = await openStage(env, database.url);
  const books = new Books(database.url);
  return {
    ...stage,
    readBooks: (read) => read(books),
    close: async () => {
      await stage.close();
      await books.close();
      await database.drop();
    },
  };
}

/** On the system's own database server. Its books can be read while it is stopped. */
export async function openEmbeddedScene(env: NodeJS.ProcessEnv): Promise<Scene> {
  const stage = await openStage(env, undefined);
  return {
    ...stage,
    readBooks: async (read) => {
      const server = await startPostgres({ dataDir: join(stage.dataDir, "postgres"), log: silentLog });
      const books = new Books(server.url);
      try {
        return await read(books);
      } finally {
        await books.close();
        await server.stop();
      }
    },
  };
}

async function openStage(env: NodeJS.ProcessEnv, databaseUrl: string | undefined) {
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-kill-"));
  // Open to the account that PostgreSQL runs under when this one is root.
  await chmod(dataDir, 0o755);
  const receiver = await WebhookReceiver.open();
  const portBase = await freePortBase(randomInt);
  const system = new KillableSystem({ dataDir, databaseUrl, portBase, receiver: receiver.address, env });
  receiver.believe(system.hubUrl);
  const close = async (): Promise<void> => {
    await system.kill();
    receiver.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { dataDir, system, receiver, close };
}
