import type { EventEmitter } from "node:events";
import type { Writable } from "node:stream";
import pg from "pg";

export type ReadValue = string | number | boolean | Date | null | undefined;

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly ReadValue[];
}

/** Runs single statements outside any transaction. Fails as the driver does. */
export interface Reads {
  run<Row>(statement: Statement): Promise<Row[]>;
  end(): Promise<void>;
}

interface Line {
  open: OpenLine | undefined;
  opening: Promise<OpenLine> | undefined;
}

interface OpenLine {
  readonly client: pg.Client;
  /** By the statement's name, once it has answered on this connection. */
  readonly shapes: Map<string, Shape>;
  /** What this turn of the event loop asks, as one write. */
  readonly unsent: Buffer[];
}

/**
 * Short reads over a few connections that are never waited for: each statement is sent at once, behind those whose answers
 * are still to come, and all that one turn of the event loop asks leaves in one write. One connection is one queue, so only
 * statements that take a moment belong here. A connection that ends fails what it had to answer, and is replaced.
 */
export function createReads(config: pg.ClientConfig, connections: number): Reads {
  const lines = Array.from({ length: connections }, (): Line => ({ open: undefined, opening: undefined }));
  let turn = 0;
  let ended = false;
  const open = (line: Line): Promise<OpenLine> => {
    if (ended) return Promise.reject(new Error("the database has been closed"));
    line.opening ??= connect(config, () => (line.open = undefined))
      .then((opened) => (line.open = opened))
      .finally(() => (line.opening = undefined));
    return line.opening;
  };
  return {
    run: (statement) => {
      turn = (turn + 1) % connections;
      const line = lines[turn] as Line;
      if (line.open !== undefined) return ask(line.open, statement);
      return open(line).then((opened) => ask(opened, statement));
    },
    end: async () => {
      ended = true;
      for (const line of lines) {
        await line.opening?.catch(() => {});
        await line.open?.client.end();
      }
    },
  };
}

async function connect(config: pg.ClientConfig, onEnd: () => void): Promise<OpenLine> {
  const client = new pg.Client({ ...config, pipeline: true } as pg.ClientConfig);
  // The statements that it had to answer are failed by the driver.
  client.on("error", onEnd);
  client.on("end", onEnd);
  await client.connect();
  const unsent: Buffer[] = [];
  sendByTurns(client, unsent);
  return { client, shapes: new Map(), unsent };
}

/** As much of the driver's connection as is used here. */
interface Connection extends EventEmitter {
  readonly stream: Writable;
  _send(message: Buffer): boolean;
  bind(config: object): void;
  execute(config: object): void;
  sync(): void;
}

/** A write of its own for each message is what reads cost most. */
function sendByTurns(client: pg.Client, unsent: Buffer[]): void {
  const { connection } = client as unknown as { connection: Connection };
  const send = connection._send.bind(connection);
  connection._send = (message) => {
    if (unsent.push(message) === 1) setImmediate(() => void send(Buffer.concat(unsent.splice(0))));
    return true;
  };
}

function ask<Row>({ client, shapes }: OpenLine, statement: Statement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null | undefined, result: { readonly rows: unknown[] }): void =>
      error ? reject(error) : resolve(result.rows as Row[]);
    client.query(new ShortRead(statement, shapes, done));
  });
}

/** The columns of a statement's rows. */
interface Shape {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

interface DriverResult {
  readonly fields: readonly { readonly name: string }[];
  readonly _parsers: Shape["parsers"];
  readonly rows: unknown[];
}

/** The driver's own query, which asks for the description of the rows once a connection and not with every read. */
class ShortRead extends pg.Query {
  declare readonly name: string;
  declare readonly _result: DriverResult;
  #shapes: Map<string, Shape>;
  #shape: Shape | undefined;
  #values: readonly (string | null)[];

  constructor({ name, text, values }: Statement, shapes: Map<string, Shape>, done: (error: any, result: any) => void) {
    const texts = values.map(textOf);
    super(text, texts, done);
    this.#values = texts;
    this.#shapes = shapes;
    this.name = name;
  }

  prepare(connection: Connection): void {
    this.#shape = this.#shapes.get(this.name);
    if (this.#shape === undefined) return prepareWhole.call(this, connection);
    connection.bind({ statement: this.name, values: this.#values });
    connection.execute({});
    connection.sync();
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#shape ??= this.#learn();
    const { names, parsers } = this.#shape;
    const row: Record<string, unknown> = {};
    for (let at = 0; at < fields.length; at++) {
      const value = fields[at] as string | null;
      row[names[at] as string] = value === null ? null : parsers[at]!(value);
    }
    this._result.rows.push(row);
  }

  #learn(): Shape {
    const { fields, _parsers: parsers } = this._result;
    const shape = { names: fields.map(({ name }) => name), parsers };
    this.#shapes.set(this.name, shape);
    return shape;
  }
}

const prepareWhole = (pg.Query.prototype as unknown as { prepare(connection: Connection): void }).prepare;

function textOf(value: ReadValue): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
