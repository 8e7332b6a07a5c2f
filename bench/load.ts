// Load over kept-alive TLS connections, closed-loop (as much as goes through) or open-loop (at a given pace). Reads only
// what it needs of an answer (status, Content-Length), so that the tool costs less than what it measures.
import { connect, type TLSSocket } from "node:tls";

export interface Target {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** The n-th request as it goes on the wire. */
  readonly request: (n: number) => string;
  /** The status that every answer has to have. */
  readonly expects: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers of another status than the expected one. */
  readonly wrong: number;
  /** With those of the warm-up. */
  readonly answers: number;
}

interface LoadOptions {
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

interface Connection {
  /** Sends a request and resolves with the status of its answer once the body is there. */
  ask(text: string): Promise<number>;
  destroy(): void;
}

/** Closed-loop: each connection sends its next request when the answer to the last is whole. */
export async function load(target: Target, options: LoadOptions): Promise<Measured> {
  const connections = await openAll(target, options.connections);
  const tally = createTally(target, options);
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (!tally.isOver()) {
        const from = performance.now();
        tally.count(from, await connection.ask(target.request(sent++)));
      }
      connection.destroy();
    }),
  );
  return tally.result();
}

/**
 * Open-loop: requests come at a steady pace, whether or not those before have been answered. Latency counts from the
 * moment at which a request was due, so that waiting for a connection is part of it.
 */
export async function loadAtPace(target: Target, options: LoadOptions & { perSecond: number }): Promise<Measured> {
  const connections = await openAll(target, options.connections);
  const idle = [...connections];
  const due: number[] = [];
  const running = new Set<Promise<void>>();
  const tally = createTally(target, options);
  const began = performance.now();
  let sent = 0;
  const dispatch = (): void => {
    while (due.length > 0 && idle.length > 0) {
      // The one that has rested longest: a server ends those that rest for seconds, perhaps just as a request arrives.
      const [from, connection] = [due.shift() as number, idle.shift() as Connection];
      const work = connection.ask(target.request(sent++)).then((status) => {
        tally.count(from, status);
        idle.push(connection);
        running.delete(work);
        dispatch();
      });
      running.add(work);
    }
  };
  for (let next = began; !tally.isOver();) {
    for (const now = performance.now(); next <= now; next += 1_000 / options.perSecond) due.push(next);
    dispatch();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  for (const connection of connections) connection.destroy();
  return tally.result();
}

/** What comes in during the warm-up is not counted. */
function createTally({ expects }: Target, { warmUpMs, measureMs }: LoadOptions) {
  const began = performance.now() + warmUpMs;
  const latencies: number[] = [];
  let [wrong, answers] = [0, 0];
  return {
    isOver: () => performance.now() >= began + measureMs,
    count: (from: number, status: number): void => {
      answers += 1;
      if (from < began) return;
      latencies.push(performance.now() - from);
      if (status !== expects) wrong += 1;
    },
    result: (): Measured => {
      latencies.sort((a, b) => a - b);
      const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
      const perSecond = (latencies.length * 1_000) / measureMs;
      return { perSecond, p50Ms: at(0.5), p99Ms: at(0.99), wrong, answers };
    },
  };
}

function openAll(target: Target, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => open(target)));
}

/** A connection that is opened anew when the server has ended it, as servers do after many requests or a long rest. */
async function open(target: Target): Promise<Connection> {
  const begin = async (): Promise<TLSSocket> => {
    const socket = await openSocket(target);
    socket.on(
      "data",
      createReader((status, ends) => ((isEnding ||= ends), waiting?.resolve(status), (waiting = undefined))),
    );
    const hungUp = (error?: Error): void => {
      if (socket !== current) return;
      isEnding = true;
      waiting?.reject(error ?? new Error("the server hung up"));
    };
    socket.on("error", hungUp);
    socket.on("end", () => hungUp());
    return socket;
  };
  let isEnding = false;
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  let current: TLSSocket | undefined = await begin();
  return {
    ask: async (text) => {
      if (isEnding) {
        const ended = current;
        current = undefined;
        ended?.destroy();
        current = await begin();
        isEnding = false;
      }
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        current?.write(text);
      });
    },
    destroy: () => {
      const ended = current;
      current = undefined;
      ended?.destroy();
    },
  };
}

function openSocket({ port, cert, key, ca }: Target): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", servername: "localhost", port, cert, key, ca });
    socket.setNoDelay(true);
    socket.once("secureConnect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Calls with the status of each answer when it is whole, and whether the server ends the connection after it. */
function createReader(done: (status: number, ends: boolean) => void): (chunk: Buffer) => void {
  let head = "";
  let [missing, status, ends] = [0, 0, false];
  return (chunk) => {
    if (missing > 0) missing -= chunk.length;
    else {
      head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) throw new Error("an answer without Content-Length cannot be measured");
      status = Number(head.slice(9, 12));
      ends = /\r\nconnection: *close/i.test(head.slice(0, end));
      missing = end + 4 + length - head.length;
      head = "";
    }
    if (missing === 0) done(status, ends);
  };
}
