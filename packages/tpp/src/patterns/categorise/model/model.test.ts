import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { judgeEngine, judgeModel, readEvaluation, reportRows, scoreOf } from "../../../../training/evaluate.ts";
import { generateLines } from "../../../../training/generator.ts";
import { createRandom } from "../../../../training/random.ts";
import { hashOfInputs, linesPerPhrase, trainingSeed } from "../../../../training/train.ts";
import { matchMerchant } from "../merchants/match.ts";
import { tokensOf } from "../normalise.ts";
import { createModel, modelClasses, unpackModel } from "./model.ts";
import { packedModel } from "./weights.generated.ts";

const words = (text: string): string =>
  tokensOf(text)
    .filter((token) => !/^[0-9]+$/.test(token))
    .join(" ");

test("the weights are of the vocabulary, names and code that stand here: else npm run train:categories", () => {
  assert.equal(packedModel.inputs, hashOfInputs());
});

test("the weights are shipped in less than 500 kB", () => {
  assert.ok(statSync(join(import.meta.dirname, "weights.generated.ts")).size <= 500_000);
});

test("weights that do not fit the taxonomy are refused", () => {
  assert.throws(() => unpackModel({ ...packedModel, bias: packedModel.bias.replace(" ", "") }), /train it again/);
  assert.throws(() => unpackModel({ ...packedModel, packed: packedModel.packed.slice(0, -8) }), /train it again/);
});

test("the same seed gives the same lines, and every category has some", () => {
  const lines = [...generateLines(createRandom(7), "all", 1)];
  assert.deepEqual([...generateLines(createRandom(7), "all", 1)], lines);
  const seen = new Set(lines.map(({ category }) => category));
  assert.deepEqual(
    modelClasses.filter((id) => !seen.has(id)),
    [],
  );
});

test("no evaluation line stands among the training lines, numbers aside", () => {
  const trained = new Set<string>();
  for (const { text } of generateLines(createRandom(trainingSeed), "all", linesPerPhrase)) trained.add(words(text));
  const known = readEvaluation().filter(({ line }) =>
    trained.has(words(`${line.counterpartyName ?? ""} ${line.text}`)),
  );
  assert.deepEqual(
    known.map(({ line }) => line.id),
    [],
  );
});

test("at least 600 lines in four languages, no two alike, and half of them name no known merchant", () => {
  const lines = readEvaluation();
  const texts = lines.map(({ line }) => `${line.counterpartyName ?? ""} ${line.text}`);
  assert.equal(new Set(texts).size, texts.length);
  const ours = lines.filter(({ language }) => language !== "english");
  assert.ok(ours.length >= 600);
  assert.equal(new Set(ours.map(({ language }) => language)).size, 4);
  const unknown = ours
    .filter(({ line }) => matchMerchant(tokensOf(line.counterpartyName ?? "")) === undefined)
    .filter(({ line }) => matchMerchant(tokensOf(line.text)) === undefined);
  assert.ok(unknown.length >= ours.length * 0.4, `${unknown.length} of ${ours.length}`);
});

test("on the locked lines the whole stays right and sure, in each language", () => {
  const judged = judgeEngine(readEvaluation()).filter(({ isLocked }) => isLocked);
  for (const language of ["romanian", "lithuanian", "german", "georgian"]) {
    const score = scoreOf(judged.filter((line) => line.language === language));
    assert.ok(score.precision >= 0.9, `${language}: ${score.precision} right of those told`);
    assert.ok(score.coverage >= 0.85, `${language}: ${score.coverage} covered`);
  }
  assert.ok(scoreOf(judged).calibrationError <= 0.08);
});

test("the model alone stays right and calibrated", () => {
  const score = scoreOf(judgeModel(readEvaluation()));
  assert.ok(score.precision >= 0.88, `${score.precision}`);
  assert.ok(score.coverage >= 0.75, `${score.coverage}`);
  assert.ok(score.calibrationError <= 0.08, `${score.calibrationError}`);
});

test("the model abstains on words that it has never seen", () => {
  const model = createModel(unpackModel(packedModel));
  for (const text of ["Xqzwv Ltd", "ZKRPT 4412", "Vbnm qwrt"]) {
    const { category, probability } = model(tokensOf(text), true);
    assert.ok(category === "none" || probability < 0.5, `${text}: ${category} ${probability}`);
  }
});

test("the documented tables are those that the evaluation prints", () => {
  const page = join(import.meta.dirname, "../../../../../../docs/toolkit/categorisation.md");
  const bare = (row: string): string => row.replaceAll(/ +/g, " ").replaceAll(/-+/g, "-").trim();
  const documented = readFileSync(page, "utf8").split("\n").map(bare);
  const printed = [...reportRows()].map(bare).filter((row) => row !== "");
  const from = documented.indexOf(printed[0] ?? "");
  assert.deepEqual(
    documented
      .slice(from)
      .filter((row) => row !== "")
      .slice(0, printed.length),
    printed,
  );
});
