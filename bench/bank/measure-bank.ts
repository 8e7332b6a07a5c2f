import { load, loadAtPace, type Measured, type Target } from "../load.ts";
import { startServer, type StartedServer } from "../start-server.ts";
import { openBank, type BankSettings, type OpenBank } from "./open-bank.ts";
import { rowsOf, statements, type Row } from "./rows.ts";
import { soak } from "./soak.ts";

export interface MeasureSettings extends BankSettings {
  /** Names of rows; all of them without any. */
  readonly only: readonly string[];
  readonly measureMs: number;
  readonly rounds: number;
  /** Seconds of load in place of the rows; 0 for the rows. */
  readonly soakSeconds: number;
  readonly print: (text: string) => void;
}

const connections = 32;

/** With what an answer has cost the server's process, which does not depend on what else the machine does. */
type Closed = Measured & { readonly cpuMicros: number };

/** What is measured in one round, one after the other, so that a change of the machine's mood meets all of it. */
interface Round {
  readonly raw: Closed;
  readonly ours: Closed;
  readonly small?: Measured;
  /** At half of what ours has just reached. */
  readonly half: Measured;
  /** The baseline at that same pace: what of the latency is the machine's. */
  readonly rawHalf: Measured;
}

/** Each operation of the bank over mutual TLS, beside the baseline. */
export async function measureBank(settings: MeasureSettings): Promise<void> {
  const { authority, client, print } = settings;
  const bank = await openBank(settings);
  const raw = await startServer("raw-server.ts", {
    cert: settings.server.chain,
    key: settings.server.key,
    databaseUrl: settings.databaseUrl,
    ca: authority.root + authority.certificate,
    statements,
    transactions: { initiation: bank.inserts },
  });
  const target = (row: Row, port: number, request: (n: number) => string): Target => {
    const tls = { cert: client.chain, key: client.key, ca: authority.root };
    return { port, request, expects: row.expects, ...tls };
  };
  try {
    const rows = chosenRows(bank, settings.only);
    if (settings.soakSeconds > 0) {
      const [row] = rows;
      if (row === undefined) return;
      await soak(bank.server, target(row, bank.server.port, row.ours), { ...settings, connections, name: row.name });
      return;
    }
    for (const row of rows) {
      const targets = {
        raw: target(row, raw.port, row.raw),
        ours: target(row, bank.server.port, row.ours),
        ...(row.small === undefined ? {} : { small: target(row, bank.server.port, row.small) }),
      };
      print(report(row, await measureRounds(targets, { raw, ours: bank.server }, settings)));
    }
  } finally {
    bank.server.stop();
    raw.stop();
  }
}

function chosenRows(bank: OpenBank, only: readonly string[]): Row[] {
  const rows = rowsOf(bank);
  return (only.length === 0 ? Object.keys(rows) : only).map((name) => {
    const row = rows[name];
    if (row === undefined) throw new Error(`no row ${name}: there are ${Object.keys(rows).join(", ")}`);
    return row;
  });
}

async function measureRounds(
  targets: { readonly raw: Target; readonly ours: Target; readonly small?: Target },
  servers: { readonly raw: StartedServer; readonly ours: StartedServer },
  { measureMs, rounds }: MeasureSettings,
): Promise<Round[]> {
  const options = { connections, warmUpMs: 2_000, measureMs };
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const raw = await loadWithUsage(servers.raw, targets.raw, options);
    const ours = await loadWithUsage(servers.ours, targets.ours, options);
    const small = targets.small === undefined ? {} : { small: await load(targets.small, options) };
    const pace = { ...options, perSecond: ours.perSecond / 2 };
    const rawHalf = await loadAtPace(targets.raw, pace);
    const half = await loadAtPace(targets.ours, pace);
    measured.push({ raw, ours, rawHalf, half, ...small });
  }
  return measured;
}

async function loadWithUsage(
  server: StartedServer,
  target: Target,
  options: Parameters<typeof load>[1],
): Promise<Closed> {
  const before = await server.usage();
  const measured = await load(target, options);
  const after = await server.usage();
  return { ...measured, cpuMicros: (after.cpuMicros - before.cpuMicros) / measured.answers };
}

function report({ name, expects }: Row, rounds: readonly Round[]): string {
  const all = rounds.flatMap(({ raw, ours, rawHalf, half, small }) => [
    raw,
    ours,
    rawHalf,
    half,
    ...(small === undefined ? [] : [small]),
  ]);
  const wrong = all.reduce((sum, one) => sum + one.wrong, 0);
  if (wrong > 0) throw new Error(`${name}: ${wrong} answers were not ${expects}, nothing was measured`);
  const ratioOf = ({ ours, raw }: Round): number => ours.perSecond / raw.perSecond;
  const middle = medianBy(rounds, ratioOf);
  const late = medianBy(rounds, ({ half }) => half.p99Ms);
  const lines = [
    name,
    lineOf("tallystick", middle.ours),
    lineOf("raw Node", middle.raw),
    `  ratio        ${ratioOf(middle).toFixed(2)} (median of ${rounds.length} rounds, ${connections} connections)`,
    `  processor    ${middle.ours.cpuMicros.toFixed(0)} µs an answer in the server's process, raw Node ${middle.raw.cpuMicros.toFixed(0)} µs`,
    lineOf("half load", late.half),
    lineOf("raw, as slow", late.rawHalf),
  ];
  if (middle.small !== undefined) {
    const cost = ({ ours, small }: Round): number => (small?.perSecond ?? Number.NaN) / ours.perSecond;
    lines.push(`  cost beside the small account ${cost(medianBy(rounds, cost)).toFixed(2)}`);
  }
  return `${lines.join("\n")}\n\n`;
}

function lineOf(who: string, { perSecond, p50Ms, p99Ms }: Measured): string {
  return `  ${who.padEnd(12)} ${perSecond.toFixed(0).padStart(8)}/s   p50 ${p50Ms.toFixed(2)} ms   p99 ${p99Ms.toFixed(2)} ms`;
}

function medianBy(rounds: readonly Round[], valueOf: (round: Round) => number): Round {
  const middle = rounds.toSorted((a, b) => valueOf(a) - valueOf(b))[Math.floor(rounds.length / 2)];
  if (middle === undefined) throw new Error("at least one round is needed");
  return middle;
}
