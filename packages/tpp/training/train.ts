// `npm run train:categories`: trains the model of the categorisation on made-up lines and writes its weights. About a
// minute on one core. The temperature comes from a first model that was trained on four fifths of all phrases and
// merchants and meets lines made of the last fifth: words that it has never seen, as real statements bring them.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featureBuckets } from "../src/patterns/categorise/model/features.ts";
import type { ModelWeights } from "../src/patterns/categorise/model/model.ts";
import { fit, fitTemperature, readExamples } from "./fit.ts";
import { generateLines } from "./generator.ts";
import { createRandom } from "./random.ts";

export const trainingSeed = 20_251;
export const linesPerPhrase = 10;
const keep = 140_000;
const epochs = 5;
const folder = join(import.meta.dirname, "../src/patterns/categorise");
const target = join(folder, "model/weights.generated.ts");

/** SHA-256 of every file that the weights depend on: a test compares it with the one that the weights record. */
export function hashOfInputs(): string {
  const under = (path: string, ...names: string[]): string[] => names.map((name) => join(path, name));
  const vocabulary = join(import.meta.dirname, "vocabulary");
  const table = join(folder, "merchants");
  const files = [
    ...under(import.meta.dirname, "fit.ts", "generator.ts", "random.ts", "train.ts"),
    ...under(vocabulary, ...readdirSync(vocabulary).toSorted()),
    ...under(folder, "normalise.ts", "taxonomy.ts", "model/features.ts"),
    ...under(table, "table.ts", "europe.ts", "georgia.ts", "germany.ts", "lithuania.ts", "romania.ts"),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
  return hash.digest("hex");
}

function train(): ModelWeights {
  const random = createRandom(trainingSeed);
  const first = fit(readExamples(generateLines(random, "known", linesPerPhrase)), { random, epochs, keep });
  const temperature = fitTemperature(first, readExamples(generateLines(random, "withheld", 4)));
  const again = createRandom(trainingSeed);
  const examples = readExamples(generateLines(again, "all", linesPerPhrase));
  process.stdout.write(`${examples.length} lines, temperature ${temperature}\n`);
  return { ...fit(examples, { random: again, epochs, keep }), temperature };
}

function write({ bias, rowStart, columns, weights, scale, temperature }: ModelWeights): void {
  const counts = Uint8Array.from({ length: featureBuckets }, (_, at) => (rowStart[at + 1] ?? 0) - (rowStart[at] ?? 0));
  const packed = Buffer.concat([counts, columns, new Uint8Array(weights.buffer)]).toString("base64");
  const rounded = Array.from(bias, (value) => Number(value.toFixed(4)));
  writeFileSync(
    target,
    `// Written by \`npm run train:categories\`; never edited.
import type { PackedModel } from "./model.ts";

export const packedModel: PackedModel = {
  inputs: "${hashOfInputs()}",
  scale: ${scale.toPrecision(8)},
  temperature: ${temperature},
  bias: "${rounded.join(" ")}",
  packed:
    "${packed}",
};
`,
  );
  process.stdout.write(`${columns.length} weights, ${Math.round(packed.length / 1024)} kB\n`);
}

if (import.meta.main) write(train());
