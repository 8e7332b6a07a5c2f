import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds on the page, the minor included, one line each by rule and element. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(await source);
  const results = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  assert.ok(results.passes.length > 10, "hardly a rule was looked at");
  return results.violations.map(
    ({ id, impact, nodes }) => `${impact}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

export async function assertAccessible(page: Page, what: string): Promise<void> {
  assert.deepEqual(await axeFindings(page), [], `${what} (${page.url()})`);
}
