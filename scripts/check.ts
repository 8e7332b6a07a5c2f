// `npm run check`: what must hold besides the tests. Each step is named by what it guards; all of them run.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const steps: readonly (readonly [guards: string, command: string, ...args: string[]])[] = [
  ["types hold", "tsc", "-p", "."],
  ["lint finds nothing, with type information", "oxlint", "--deny-warnings"],
  ["the format is the formatter's", "oxfmt", "--check"],
  ["nothing is unused", "knip", "--no-progress"],
  ["house rules hold", "node", "--test", "test/tidy.test.ts"],
];

let failed = 0;
for (const [guards, command, ...args] of steps) {
  const began = performance.now();
  const done = spawnSync(join(root, "node_modules/.bin", command), args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const held = done.status === 0;
  process.stdout.write(`${held ? "ok  " : "FAIL"} ${guards} (${seconds} s)\n`);
  if (held) continue;
  failed += 1;
  process.stdout.write(`${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}\n`);
}
process.stdout.write(failed === 0 ? "All checks hold.\n" : `${failed} of ${steps.length} checks failed.\n`);
process.exitCode = failed === 0 ? 0 : 1;
