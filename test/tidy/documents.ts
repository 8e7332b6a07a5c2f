// A path that a document names exists, each document has one title, and each choice has its page in the index.
import { type Finding, type Tree } from "./tree.ts";

const namedPath = /`((?:packages|docs|scripts|test|bench|\.ci)\/[A-Za-z0-9_./*<>{},-]*)`/g;

export function checkDocuments(tree: Tree): Finding[] {
  const folders = new Set([...tree.keys()].flatMap(parents));
  const findings: Finding[] = [];
  for (const [path, text] of tree) {
    if (!path.endsWith(".md")) continue;
    const prose = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
    const titles = prose.match(/^# /gm)?.length ?? 0;
    if (titles !== 1) findings.push({ path, cure: `${titles} titles of the first level: a document has one` });
    for (const match of prose.matchAll(namedPath)) {
      const named = (match[1] ?? "").replace(/\/$/, "");
      if (/[*<>{}]/.test(named) || tree.has(named) || folders.has(named)) continue;
      findings.push({ path, cure: `names ${named}, which does not exist: correct the document` });
    }
  }
  const index = tree.get("docs/adr/README.md") ?? "";
  for (const path of tree.keys()) {
    const name = /^docs\/adr\/(\d{4}-.*\.md)$/.exec(path)?.[1];
    if (name && !index.includes(name)) findings.push({ path, cure: "is not listed in docs/adr/README.md" });
  }
  return findings;
}

function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
