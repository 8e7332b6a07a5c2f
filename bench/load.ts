// Closed-loop load over kept-alive TLS connections: each sends its next request when the answer to the last is whole.
// Reads only what it needs of an answer (status, Content-Length), so that the tool costs less than what it measures.
import { connect, type TLSSocket } from "node:tls";

export interface Target {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** Header lines of the n-th request, without the final blank line. */
  readonly head: (n: number) => string;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers of another status than 200. */
  readonly wrong: number;
}

export interface LoadOptions {
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export async function load(target: Target, options: LoadOptions): Promise<Measured> {
  const sockets = await Promise.all(Array.from({ length: options.connections }, () => open(target)));
  const began = performance.now() + options.warmUpMs;
  const ends = began + options.measureMs;
  const latencies: number[] = [];
  let wrong = 0;
  let sent = 0;
  await Promise.all(
    sockets.map(async (socket) => {
      const answers = reader(socket);
      while (performance.now() < ends) {
        const from = performance.now();
        socket.write(`${target.head(sent++)}\r\n\r\n`);
        const status = await answers.next();
        if (from < began) continue;
        latencies.push(performance.now() - from);
        if (status !== 200) wrong += 1;
      }
      socket.destroy();
    }),
  );
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (latencies.length * 1000) / options.measureMs,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    answers: latencies.length,
    wrong,
  };
}

function open({ port, cert, key, ca }: Target): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", servername: "localhost", port, cert, key, ca });
    socket.setNoDelay(true);
    socket.once("secureConnect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Resolves with the status of each answer once its body is there. */
function reader(socket: TLSSocket): { next(): Promise<number> } {
  let waiting: ((status: number) => void) | undefined;
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error("an answer without Content-Length cannot be measured");
    if (text.length < end + 4 + length) return;
    const status = Number(text.slice(9, 12));
    text = text.slice(end + 4 + length);
    waiting?.(status);
  });
  return { next: () => new Promise((resolve) => (waiting = resolve)) };
}
