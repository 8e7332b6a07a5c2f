// How many statement lines a second one core categorises, beside what reading the same lines costs anyway.
import { createCategoriser, type StatementLine } from "../../packages/tpp/src/patterns/categorise/index.ts";
import { readEvaluation } from "../../packages/tpp/training/evaluate.ts";

export interface CategoriseOptions {
  readonly rounds: number;
  /** Lines of one measurement. */
  readonly lines: number;
  readonly print: (text: string) => void;
}

/** Lines given to the categoriser at once: some years of one user's accounts. */
const batch = 5_000;

/** The evaluation's hand-written lines over and over, each with numbers of its own: real words in their real mix. */
function makeLines(count: number): StatementLine[] {
  const written = readEvaluation().map(({ line }) => line);
  return Array.from({ length: count }, (_, index): StatementLine => {
    const line = written[index % written.length];
    if (line === undefined) throw new Error("the evaluation has no lines");
    return { ...line, id: `${index}`, accountId: `account ${index % 3}`, text: `${line.text} ${index * 7919}` };
  });
}

function* batches(lines: readonly StatementLine[]): Generator<StatementLine[]> {
  for (let from = 0; from < lines.length; from += batch) yield lines.slice(from, from + batch);
}

interface Speed {
  /** Lines a second by the clock on the wall. */
  readonly wall: number;
  /** Lines a second of processor time, collection of garbage included: what a quiet core would reach. */
  readonly core: number;
}

function timed(lines: readonly StatementLine[], work: (lines: StatementLine[], index: number) => unknown): Speed {
  const parts = [...batches(lines)];
  const [began, used] = [performance.now(), process.cpuUsage()];
  let done = 0;
  for (const [index, part] of parts.entries()) done += work(part, index) === undefined ? 0 : part.length;
  const { user, system } = process.cpuUsage(used);
  return { wall: (done / (performance.now() - began)) * 1_000, core: (done / (user + system)) * 1_000_000 };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** Prints lines a second of the categorisation and of JSON.parse over the same lines, and the ratio, by round. */
export function measureCategorise({ rounds, lines: count, print }: CategoriseOptions): void {
  const lines = makeLines(count);
  const texts = [...batches(lines)].map((part) => JSON.stringify(part));
  const categoriser = createCategoriser();
  const ours = (part: StatementLine[]): unknown => categoriser.categorise(part);
  const raw = (_: StatementLine[], index: number): unknown => JSON.parse(texts[index] ?? "[]");
  timed(lines, ours);
  timed(lines, raw);
  print("| round | lines/s | lines/s of processor time | JSON.parse, the same | ratio |\n");
  print("| ----- | ------- | ------------------------- | -------------------- | ----- |\n");
  const measured = Array.from({ length: rounds }, () => ({ us: timed(lines, ours), parsed: timed(lines, raw) }));
  const row = (name: string, wall: number, core: number, parsed: number): void =>
    print(`| ${name} | ${whole(wall)} | ${whole(core)} | ${whole(parsed)} | ${(core / parsed).toFixed(3)} |\n`);
  for (const [round, { us, parsed }] of measured.entries()) row(`${round + 1}`, us.wall, us.core, parsed.core);
  const middle = (of: (round: { us: Speed; parsed: Speed }) => number): number => median(measured.map(of));
  row(
    "median",
    middle(({ us }) => us.wall),
    middle(({ us }) => us.core),
    middle(({ parsed }) => parsed.core),
  );
}
