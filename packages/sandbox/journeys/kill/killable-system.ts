import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "../harness/until.ts";

/** As much as the journeys need of the line that `start --json` prints. */
export interface Ready {
  readonly hub: string;
  readonly test_client: { readonly client_id: string; readonly client_secret: string };
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SystemPlace {
  readonly dataDir: string;
  /** Undefined: the system's own. */
  readonly databaseUrl: string | undefined;
  readonly portBase: number;
  /** `host:port` of the webhooks' receiver. */
  readonly receiver: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Far more than it takes, since several systems may be starting on the same machine. */
const withinMs = 60_000;

const main = join(import.meta.dirname, "../../../cli/src/main.ts");

/** `tallystick start` as a process of its own, again and again on the same data. */
export class KillableSystem {
  readonly #place: SystemPlace;
  #child: ChildProcess | undefined;
  #ending: Ending | undefined;
  readonly #lines: string[] = [];
  readonly #printed: string[] = [];

  constructor(place: SystemPlace) {
    this.#place = place;
  }

  /** Everything that its lives have written to standard error. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** What its log calls an error. */
  get complaints(): readonly string[] {
    return this.#lines.filter((line) => /^\{"level":"(?:error|fatal)"/.test(line));
  }

  get isDead(): boolean {
    return this.#ending !== undefined;
  }

  get lastLines(): string {
    return this.#lines.slice(-20).join("\n");
  }

  get hubUrl(): string {
    return `http://localhost:${4000 + this.#place.portBase}`;
  }

  /** Resolves once it is ready; with `killAt` it dies by its own hand when it reaches that point. */
  async start(killAt?: string): Promise<Ready> {
    const child = this.#spawn(killAt);
    const line = await until("the system to be ready", () => this.#readyLine(child), {
      withinMs,
      seen: () => this.lastLines,
    });
    assert.ok(line !== "", `the system ended before it was ready:\n${this.lastLines}`);
    return JSON.parse(line) as Ready;
  }

  /** Starts it to die at that point in what it goes on with, before or after it is ready. */
  async startToDie(killAt: string): Promise<void> {
    this.#spawn(killAt);
    await this.died(killAt);
  }

  #spawn(killAt: string | undefined): ChildProcess {
    const { dataDir, databaseUrl, portBase, receiver, env } = this.#place;
    const args = ["start", "--json", "--data", dataDir, "--port-base", String(portBase), "--allow", receiver];
    const { DATABASE_URL: _database, ...rest } = env;
    const child = spawn(process.execPath, [main, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...rest,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
        ...(killAt === undefined ? {} : { TALLYSTICK_KILL_AT: killAt }),
      },
    });
    this.#child = child;
    this.#ending = undefined;
    child.once("close", (code, signal) => (this.#ending = { code, signal }));
    this.#printed.length = 0;
    createInterface(child.stdout).on("line", (line) => this.#printed.push(line));
    createInterface(child.stderr).on("line", (line) => this.#lines.push(line));
    return child;
  }

  #readyLine(child: ChildProcess): string | undefined {
    return this.#printed.at(-1) ?? (child.exitCode !== null || child.signalCode !== null ? "" : undefined);
  }

  /** The present life has ended by SIGKILL, which only reaching that point can have sent. */
  async died(at: string): Promise<void> {
    const { signal } = await this.#ended(`the system to reach ${at}`);
    assert.equal(signal, "SIGKILL", `it did not die at ${at}:\n${this.lastLines}`);
  }

  /** kill -9 from outside, whatever it is doing. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    this.#child.kill("SIGKILL");
    await this.#ended("the system to be killed");
  }

  async stop(): Promise<void> {
    this.#child?.kill("SIGTERM");
    assert.deepEqual(await this.#ended("the system to stop"), { code: 0, signal: null });
  }

  async #ended(what: string): Promise<Ending> {
    return until(what, () => this.#ending, { withinMs, seen: () => this.lastLines });
  }
}

const ports = [4000, 4001, 4080, 4443, 4444];

/** A number for `--port-base` of which all ports are free, below those that the system hands out by itself. */
export async function freePortBase(pick: (from: number) => number): Promise<number> {
  for (;;) {
    const base = 2_000 + 10 * pick(2_500);
    const free = await Promise.all(ports.map((port) => isFree(base + port)));
    if (free.every(Boolean)) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
