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

function* report(judged: readonly Judged[]): Generator<string> {
  yield "| lines | count | coverage | right of those | right of all | calibration error |";
  yield "| ----- | ----- | -------- | -------------- | ------------ | ----------------- |";
  for (const half of ["locked", "open", "all"]) {
    const chosen = judged.filter(({ isLocked }) => half === "all" || isLocked === (half === "locked"));
    for (const language of [...languages.map(([name]) => name), "all five"]) {
      const lines = chosen.filter((line) => language === "all five" || line.language === language);
      const score = scoreOf(lines);
      yield `| ${half}, ${language} | ${score.lines} | ${percent(score.coverage)} | ${percent(score.precision)} | ${percent(score.accuracy)} | ${score.calibrationError.toFixed(3)} |`;
    }
  }
  yield "";
  yield "| confidence, all | count | said | right |";
  yield "| --------------- | ----- | ---- | ----- |";
  for (const { from, count, confidence, right } of scoreOf(judged).bins)
    yield `| ${from.toFixed(1)} to ${(from + 0.1).toFixed(1)} | ${count} | ${percent(confidence)} | ${percent(right)} |`;
  yield "";
}

function main(): void {
  const lines = readEvaluation();
  for (const [name, judged] of [
    ["The whole", judgeEngine(lines)],
    ["The model alone", judgeModel(lines)],
  ] as const) {
    process.stdout.write(`## ${name}\n\n${[...report(judged)].join("\n")}\n`);
    if (name === "The whole") {
      const bySource = Map.groupBy(judged, ({ source }) => source);
      for (const [source, of] of bySource)
        process.stdout.write(`${source}: ${of.length} lines, ${percent(scoreOf(of).precision)} right\n`);
      process.stdout.write("\n");
    }
    if (!process.argv.includes("--mistakes")) continue;
    for (const { isLocked, expected, said, confidence, source, text } of judged)
      if (!isLocked && said !== expected)
        process.stdout.write(`${expected} | ${said} | ${source} ${confidence.toFixed(2)} | ${text}\n`);
  }
}

if (import.meta.main) main();
