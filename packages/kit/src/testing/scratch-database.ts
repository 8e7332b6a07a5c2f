import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface ScratchDatabase {
  readonly url: string;
  /** Ends what is still connected and drops the database. */
  drop(): Promise<void>;
}

/** A database of its own beside the one that `url` names, for a whole system that chooses its schemas itself. */
export async function createScratchDatabase(url: string): Promise<ScratchDatabase> {
  const name = `scratch_${randomBytes(6).toString("hex")}`;
  await withClient(url, (client) => client.query(`create database ${name}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => withClient(url, (client) => drop(client, name)) };
}

/** A pool says that it has ended before its connections have: one that is cut off then would fail the test. */
const leavingMs = 1_000;

async function drop(client: pg.Client, name: string): Promise<void> {
  const end = performance.now() + leavingMs;
  for (;;) {
    const { rowCount } = await client.query("select from pg_stat_activity where datname = $1", [name]);
    if (rowCount === 0 || performance.now() > end) break;
    await delay(10);
  }
  await client.query(`drop database if exists ${name} with (force)`);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
