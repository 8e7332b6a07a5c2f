// `npm run evaluate:categories`: how the categorisation does on lines that were written by hand and that training never
// sees. Every second line is locked: rules, names and vocabulary were worked on with an eye on the others only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCategoriser, defaultThreshold } from "../src/patterns/categorise/categorise.ts";
import type { StatementLine } from "../src/patterns/categorise/line.ts";
import { createModel, unpackModel } from "../src/patterns/categorise/model/model.ts";
import { packedModel } from "../src/patterns/categorise/model/weights.generated.ts";
import { tokensOf } from "../src/patterns/categorise/normalise.ts";
import { categoryOf } from "../src/patterns/categorise/taxonomy.ts";

export interface EvaluationLine {
  readonly language: string;
  readonly isLocked: boolean;
  readonly expected: string;
  readonly line: StatementLine;
}

const languages = [
  ["romanian", "RO", "RON"],
  ["lithuanian", "LT", "EUR"],
  ["german", "DE", "EUR"],
  ["georgian", "GE", "GEL"],
  ["english", undefined, "EUR"],
] as const;

/** All evaluation lines, in the order of their files. Throws when a line names no category. */
export function readEvaluation(): EvaluationLine[] {
  return languages.flatMap(([language, country, currency]) => {
    const text = readFileSync(join(import.meta.dirname, "evaluation", `${language}.tsv`), "utf8");
    const rows = text.trimEnd().split("\n").slice(1);
    return rows.map((row, index) => {
      const [expected = "", amount = "", counterpartyName = "", written = ""] = row.split("\t");
      if (expected !== "uncategorised" && categoryOf(expected) === undefined)
        throw new Error(`${language}.tsv line ${index + 2} names no category: ${expected}`);
      const line: StatementLine = {
        id: `${language}-${index + 2}`,
        accountId: "evaluated",
        amount,
        currency,
        date: "2025-04-01",
        text: written,
        ...(counterpartyName === "" ? {} : { counterpartyName }),
        ...(country === undefined ? {} : { country }),
      };
      return { language, isLocked: index % 2 === 1, expected, line };
    });
  });
}

export interface Judged {
  readonly language: string;
  readonly isLocked: boolean;
  readonly expected: string;
  readonly said: string;
  readonly confidence: number;
  readonly source: string;
  readonly text: string;
}

export function judgeEngine(lines: readonly EvaluationLine[]): Judged[] {
  const labelled = createCategoriser().categorise(lines.map(({ line }) => line));
  return lines.map(({ language, isLocked, expected, line }, index) => {
    const label = labelled[index]?.label;
    const text = `${line.counterpartyName ?? ""} ${line.text}`.trim();
    const said = label?.category ?? "uncategorised";
    return {
      language,
      isLocked,
      expected,
      said,
      confidence: label?.confidence ?? 0,
      source: label?.source ?? "none",
      text,
    };
  });
}

/** The same by the model alone: no rule, no merchant table. */
export function judgeModel(lines: readonly EvaluationLine[]): Judged[] {
  const model = createModel(unpackModel(packedModel));
  return lines.map(({ language, isLocked, expected, line }) => {
    const text = `${line.counterpartyName ?? ""} ${line.text}`.trim();
    const { category, probability } = model(tokensOf(text), line.amount.startsWith("-"));
    const isTold = category !== "none" && probability >= defaultThreshold;
    const said = isTold ? category : "uncategorised";
    return { language, isLocked, expected, said, confidence: probability, source: "model", text };
  });
}

export interface Score {
  readonly lines: number;
  /** Share that got a category. */
  readonly coverage: number;
  /** Share of those that got the right one. */
  readonly precision: number;
  /** Share of all lines answered right, `uncategorised` included. */
  readonly accuracy: number;
  /** Expected calibration error over the lines that got a category, in ten bins of confidence. */
  readonly calibrationError: number;
  readonly bins: readonly {
    readonly from: number;
    readonly count: number;
    readonly confidence: number;
    readonly right: number;
  }[];
}

export function scoreOf(judged: readonly Judged[]): Score {
  const told = judged.filter(({ said }) => said !== "uncategorised");
  const right = (lines: readonly Judged[]): number => lines.filter(({ said, expected }) => said === expected).length;
  const bins = Array.from({ length: 10 }, (_, bin) => {
    const lines = told.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin);
    const confidence = lines.reduce((sum, line) => sum + line.confidence, 0);
    return {
      from: bin / 10,
      count: lines.length,
      confidence: confidence / (lines.length || 1),
      right: right(lines) / (lines.length || 1),
    };
  }).filter(({ count }) => count > 0);
  const error = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.confidence - bin.right), 0);
  return {
    lines: judged.length,
    coverage: told.length / judged.length,
    precision: right(told) / (told.length || 1),
    accuracy: right(judged) / judged.length,
    calibrationError: error / (told.length || 1),
    bins,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const everything = "all five";
const columns = [...languages.map(([name]) => name), everything];

const inLanguage = (judged: readonly Judged[], language: string): Judged[] =>
  judged.filter((line) => language === everything || line.language === language);

function* scoreRows(judged: readonly Judged[]): Generator<string> {
  yield "| lines | count | coverage | right of those | right of all | calibration error |";
  yield "| ----- | ----- | -------- | -------------- | ------------ | ----------------- |";
  for (const half of ["locked", "open"]) {
    const chosen = judged.filter(({ isLocked }) => isLocked === (half === "locked"));
    for (const language of columns) {
      const { lines, coverage, precision, accuracy, calibrationError } = scoreOf(inLanguage(chosen, language));
      const shares = [coverage, precision, accuracy].map(percent).join(" | ");
      yield `| ${half}, ${language} | ${lines} | ${shares} | ${calibrationError.toFixed(3)} |`;
    }
  }
}

/** Of the lines that were told a category: how many were right, by what the confidence said. */
function* binRows(judged: readonly Judged[]): Generator<string> {
  yield `| confidence | ${columns.join(" | ")} |`;
  yield `| ---------- | ${columns.map((name) => "-".repeat(name.length)).join(" | ")} |`;
  const bins = columns.map((language) => scoreOf(inLanguage(judged, language)).bins);
  for (const from of [0.5, 0.6, 0.7, 0.8, 0.9]) {
    const cells = bins.map((of) => {
      const bin = of.find((candidate) => candidate.from === from);
      return bin === undefined ? "none" : `${percent(bin.right)} of ${bin.count}`;
    });
    yield `| ${from.toFixed(1)} to ${(from + 0.1).toFixed(1)} | ${cells.join(" | ")} |`;
  }
}

/** What is printed, and what docs/toolkit/categorisation.md holds. */
export function* reportRows(): Generator<string> {
  const lines = readEvaluation();
  const whole = judgeEngine(lines);
  const alone = judgeModel(lines);
  yield* ["### The whole", "", ...scoreRows(whole), "", ...binRows(whole), ""];
  yield* ["| stage | lines | right |", "| ----- | ----- | ----- |"];
  for (const stage of ["merchant", "model"]) {
    const of = whole.filter(({ source }) => source === stage);
    yield `| ${stage} | ${of.length} | ${percent(scoreOf(of).precision)} |`;
  }
  yield* ["", "### The model alone", "", ...scoreRows(alone), "", ...binRows(alone)];
}

function main(): void {
  process.stdout.write(`${[...reportRows()].join("\n")}\n`);
  if (!process.argv.includes("--mistakes")) return;
  const mistaken = judgeEngine(readEvaluation()).filter(
    ({ isLocked, said, expected }) => !isLocked && said !== expected,
  );
  for (const { expected, said, source, confidence, text } of mistaken)
    process.stdout.write(`${expected} | ${said} | ${source} ${confidence.toFixed(2)} | ${text}\n`);
}

if (import.meta.main) main();
