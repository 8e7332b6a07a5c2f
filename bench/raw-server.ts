// The baseline: Node's own HTTPS server with client certificates, one prepared statement, JSON.stringify. Nothing of
// ours runs here. Started by bench/start-server.ts with its settings as one line of JSON on standard input.
import { randomUUID } from "node:crypto";
import { createServer } from "node:https";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import pg from "pg";
import { answerParent } from "./answer-parent.ts";

interface Settings {
  readonly databaseUrl: string;
  /** By the first segment of the path; the other segments are the values. */
  readonly statements: Readonly<Record<string, string>>;
  /** Run by a POST to the path of that name, in one transaction. */
  readonly transactions: Readonly<Record<string, readonly Insert[]>>;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** A value that begins with "new:" is a UUID, the same one wherever its name stands in the transaction. */
export interface Insert {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

const settings = JSON.parse(await text(process.stdin)) as Settings;
const { databaseUrl, statements, transactions, cert, key, ca } = settings;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });

const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, (request, response) => {
  const [, name = "", ...values] = (request.url ?? "").split("/");
  const fail = (): void => void response.writeHead(500, { "content-length": 0 }).end();
  const inserts = transactions[name];
  if (inserts !== undefined) {
    const work = buffer(request).then(async (body) => (JSON.parse(body.toString()), runAll(name, inserts)));
    work.then((made) => send(response, 201, made), fail);
    return;
  }
  const read = pool.query({ name, text: statements[name] ?? "", values });
  read.then(({ rows }) => send(response, 200, rows), fail);
});

function send(response: ServerResponse, status: number, body: unknown): void {
  const json = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(json) });
  response.end(json);
}

async function runAll(name: string, inserts: readonly Insert[]): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  const valueOf = (value: string | null) => (value?.startsWith("new:") ? (made[value] ??= randomUUID()) : value);
  const client = await pool.connect();
  try {
    await client.query("begin");
    for (const [at, { text, values }] of inserts.entries()) {
      await client.query({ name: `${name}-${at}`, text, values: values.map(valueOf) });
    }
    await client.query("commit");
  } finally {
    client.release();
  }
  return made;
}

server.listen(0, "127.0.0.1", () => answerParent({ port: (server.address() as AddressInfo).port }));
