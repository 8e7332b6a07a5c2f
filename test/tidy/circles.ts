// Circles of imports, type-only ones included, are forbidden: in a circle no file can be understood first.
import { importsOf, resolveImport, sources, type Finding, type Tree } from "./tree.ts";

export function checkCircles(tree: Tree): Finding[] {
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const findings: Finding[] = [];

  function visit(path: string): void {
    state.set(path, "open");
    trail.push(path);
    for (const written of importsOf(tree.get(path) ?? "")) {
      const resolved = resolveImport(path, written);
      const target = resolved === undefined || tree.has(resolved) ? resolved : `${resolved}.ts`;
      if (target === undefined || !tree.has(target)) continue;
      if (state.get(target) === "open") {
        const circle = [...trail.slice(trail.indexOf(target)), target].join(" → ");
        findings.push({ path, cure: `circle ${circle}: move what both need into a file of its own` });
      }
      if (!state.has(target)) visit(target);
    }
    trail.pop();
    state.set(path, "done");
  }

  for (const path of sources(tree)) if (!state.has(path)) visit(path);
  return findings;
}
