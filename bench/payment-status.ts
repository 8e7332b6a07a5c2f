import { randomUUID } from "node:crypto";
import { request } from "node:https";
import type { Authority, Issued } from "@tallystick/sandbox/testing";
import { load, type Measured, type Target } from "./load.ts";
import { startServer, type StartedServer } from "./start-server.ts";

export interface BenchSettings {
  readonly databaseUrl: string;
  readonly authority: Authority;
  readonly server: Issued;
  readonly client: Issued;
  readonly signingKey: object;
  readonly measureMs: number;
  readonly rounds: number;
}

const providerId = "rzb_ro";
const product = "domestic-ron-transfers";
const paymentsStored = 500;
const connections = 32;

/** `GET …/{paymentId}/status` over mutual TLS, beside one prepared select of the same row. */
export async function measurePaymentStatus(settings: BenchSettings): Promise<string> {
  const { authority, server, client, databaseUrl } = settings;
  const tls = { cert: server.chain, key: server.key };
  const anchors = [authority.root, authority.certificate];
  const ours = await startServer("bank-server.ts", {
    ...tls,
    databaseUrl,
    providerId,
    anchors,
    signingKey: settings.signingKey,
  });
  const raw = await startServer("raw-server.ts", {
    ...tls,
    databaseUrl,
    ca: anchors.join(""),
    statement: `select status as "transactionStatus" from bank_${providerId}.payment where payment_id = $1`,
  });
  try {
    const ids = await storePayments(ours.port, client, authority);
    const target = ({ port }: StartedServer): Target => ({
      port,
      cert: client.chain,
      key: client.key,
      ca: authority.root,
      head: (n) =>
        `GET /${providerId}/xs2a/berlin/1.3/v1/payments/${product}/${ids[n % ids.length]}/status HTTP/1.1\r\n` +
        `Host: localhost\r\nX-Request-ID: ${randomUUID()}\r\nAccept: application/json`,
    });
    const options = { connections, warmUpMs: 2_000, measureMs: settings.measureMs };
    const rounds: { ours: Measured; raw: Measured }[] = [];
    for (let round = 0; round < settings.rounds; round += 1) {
      // Taken in turn, so that a change of the machine's mood meets both.
      rounds.push({ raw: await load(target(raw), options), ours: await load(target(ours), options) });
    }
    return report("payment status over mutual TLS", rounds);
  } finally {
    ours.stop();
    raw.stop();
  }
}

function report(name: string, rounds: readonly { ours: Measured; raw: Measured }[]): string {
  const wrong = rounds.reduce((sum, { ours, raw }) => sum + ours.wrong + raw.wrong, 0);
  if (wrong > 0) throw new Error(`${wrong} answers were not 200: nothing was measured`);
  const middle = rounds.toSorted((a, b) => ratioOf(a) - ratioOf(b))[Math.floor(rounds.length / 2)];
  if (!middle) throw new Error("at least one round is needed");
  const line = (who: string, { perSecond, p50Ms, p99Ms }: Measured): string =>
    `  ${who.padEnd(12)} ${perSecond.toFixed(0).padStart(8)}/s   p50 ${p50Ms.toFixed(2)} ms   p99 ${p99Ms.toFixed(2)} ms\n`;
  return `${name}\n${line("tallystick", middle.ours)}${line("raw Node", middle.raw)}  ratio        ${ratioOf(middle).toFixed(2)} (median of ${rounds.length} rounds, ${connections} connections)\n`;
}

const ratioOf = ({ ours, raw }: { ours: Measured; raw: Measured }): number => ours.perSecond / raw.perSecond;

async function storePayments(port: number, client: Issued, authority: Authority): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < paymentsStored; n += 1) ids.push(await initiate(port, client, authority));
  return ids;
}

function initiate(port: number, client: Issued, authority: Authority): Promise<string> {
  const body = JSON.stringify({
    instructedAmount: { amount: "12.50", currency: "RON" },
    creditorAccount: { iban: "RO10RZBR0000069999999970" },
    creditorName: "Shop",
  });
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: "127.0.0.1",
        servername: "localhost",
        port,
        method: "POST",
        path: `/${providerId}/xs2a/berlin/1.3/v1/payments/${product}`,
        cert: client.chain,
        key: client.key,
        ca: authority.root,
        headers: {
          "content-type": "application/json",
          "x-request-id": randomUUID(),
          "psu-ip-address": "127.0.0.1",
          "tpp-redirect-uri": "http://localhost:4000/back",
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          if (response.statusCode !== 201)
            return reject(new Error(`payment not stored: ${response.statusCode} ${text}`));
          resolve((JSON.parse(text) as { paymentId: string }).paymentId);
        });
      },
    );
    call.on("error", reject).end(body);
  });
}
