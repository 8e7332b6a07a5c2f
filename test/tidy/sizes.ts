// Files of 300 lines at most and folders of 16 files at most, so that a room can be seen at a glance.
import { dirname } from "node:path/posix";
import { isTest, sources, type Finding, type Tree } from "./tree.ts";

const linesMax = 300;
const filesMax = 16;
const drawers = /\/(utils?|helpers?|common|misc|service)(\.ts|\/)/;

export function checkSizes(tree: Tree): Finding[] {
  const findings: Finding[] = [];
  const perFolder = new Map<string, number>();
  for (const path of sources(tree)) {
    const lines = (tree.get(path) ?? "").split("\n").length - 1;
    if (lines > linesMax) findings.push({ path, cure: `${lines} lines, ${linesMax} at most: one verb, one file` });
    if (drawers.test(path)) findings.push({ path, cure: "a drawer has no bound: name the file by its verb or noun" });
    if (!isTest(path)) perFolder.set(dirname(path), (perFolder.get(dirname(path)) ?? 0) + 1);
  }
  for (const [path, count] of perFolder) {
    if (count > filesMax)
      findings.push({ path, cure: `${count} files, ${filesMax} at most besides tests: split the folder` });
  }
  return findings;
}
