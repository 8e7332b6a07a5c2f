import type { EventEmitter } from "node:events";
import type { Writable } from "node:stream";
import pg from "pg";

/** Runs single statements outside any transaction. Fails as the driver does. */
export interface Reads {
  run<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

interface Line {
  client: pg.Client | undefined;
  opening: Promise<pg.Client> | undefined;
  /** Whether what is written waits for the end of this turn of the event loop. */
  held: boolean;
}

/**
 * Short reads over a few connections that are never waited for: each statement is sent at once, behind those whose answers
 * are still to come, and all that one turn of the event loop asks leaves in one write. One connection is one queue, so only
 * statements that take a moment belong here. A connection that ends fails what it had to answer, and is replaced.
 */
export function createReads(config: pg.ClientConfig, connections: number): Reads {
  const lines = Array.from({ length: connections }, (): Line => ({
    client: undefined,
    opening: undefined,
    held: false,
  }));
  let turn = 0;
  let ended = false;
  const open = (line: Line): Promise<pg.Client> => {
    if (ended) return Promise.reject(new Error("the database has been closed"));
    line.opening ??= connect(config, () => (line.client = undefined))
      .then((client) => (line.client = client))
      .finally(() => (line.opening = undefined));
    return line.opening;
  };
  return {
    run: (name, text, values) => {
      turn = (turn + 1) % connections;
      const line = lines[turn] as Line;
      if (line.client !== undefined) return ask(line, line.client, { name, text, values });
      return open(line).then((client) => ask(line, client, { name, text, values }));
    },
    end: async () => {
      ended = true;
      for (const line of lines) {
        await line.opening?.catch(() => {});
        await line.client?.end();
      }
    },
  };
}

async function connect(config: pg.ClientConfig, onEnd: () => void): Promise<pg.Client> {
  const client = new pg.Client({ ...config, pipeline: true } as pg.ClientConfig);
  // The statements that it had to answer are failed by the driver.
  client.on("error", onEnd);
  client.on("end", onEnd);
  await client.connect();
  return client;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

function ask<Row>(line: Line, client: pg.Client, { name, text, values }: Statement): Promise<Row[]> {
  hold(line, client);
  return new Promise((resolve, reject) => {
    const config = { name, text, values: values as unknown[] };
    const done = (error: Error | null | undefined, result: { readonly rows: unknown[] }): void =>
      error ? reject(error) : resolve(result.rows as Row[]);
    client.query(new pg.Query(config, done));
  });
}

/** A write of its own for each statement is what they cost most. */
function hold(line: Line, client: pg.Client): void {
  if (line.held) return;
  line.held = true;
  const { stream } = (client as unknown as { connection: EventEmitter & { stream: Writable } }).connection;
  stream.cork();
  setImmediate(() => {
    line.held = false;
    stream.uncork();
  });
}
