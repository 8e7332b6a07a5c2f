// The baseline: Node's own HTTPS server with client certificates, one prepared statement, JSON.stringify. Nothing of
// ours runs here. Started by bench/main.ts with its settings as one line of JSON on standard input.
import { createServer } from "node:https";
import { text } from "node:stream/consumers";
import pg from "pg";

interface Settings {
  readonly databaseUrl: string;
  readonly statement: string;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

const settings = JSON.parse(await text(process.stdin)) as Settings;
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 8 });

const server = createServer(
  { cert: settings.cert, key: settings.key, ca: settings.ca, requestCert: true, rejectUnauthorized: true },
  (request, response) => {
    const id = request.url?.split("/").at(-2) ?? "";
    pool.query({ name: "row", text: settings.statement, values: [id] }).then(
      ({ rows }) => {
        const body = JSON.stringify(rows[0]);
        response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
        response.end(body);
      },
      () => response.writeHead(500, { "content-length": 0 }).end(),
    );
  },
);
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on("disconnect", () => process.exit(0));
