// Who may import whom. Both tables of ARCHITECTURE.md ("The arrows") stand here as data.
import { importsOf, isTest, packageOf, resolveImport, sources, type Finding, type Tree } from "./tree.ts";

const everything = ["xs2a", "kit", "tpp", "aspsp", "hub", "sdk", "sandbox", "cli"];

/** Package to the packages of ours that it may import. */
export const packageArrows: Readonly<Record<string, readonly string[]>> = {
  xs2a: [],
  kit: [],
  sdk: [],
  tpp: ["xs2a"],
  aspsp: ["xs2a", "kit"],
  hub: ["xs2a", "kit", "tpp"],
  sandbox: everything.filter((name) => name !== "cli"),
  cli: everything,
};

/** Bank and hub meet only over HTTP; their tests may use the sandbox's certificates. */
const testArrows: readonly string[] = ["sandbox/testing", "kit/testing", "aspsp/contract"];

export interface FolderArrow {
  readonly from: RegExp;
  readonly mustNot: RegExp;
  readonly cure: string;
}

export const folderArrows: readonly FolderArrow[] = [
  {
    from: /^packages\/aspsp\/src\/authorisation\//,
    mustNot: /^packages\/aspsp\/src\/(payment|consent|account|funds-confirmation|basket|oauth|sca-pages)\//,
    cure: "authorisation sees a Subject interface that the feature implements and bank.ts wires",
  },
  {
    from: /^packages\/aspsp\/src\/(spi|standard)\//,
    mustNot: /^packages\/aspsp\/src\/(payment|consent|account|authorisation|oauth|sca-pages|tpp)\//,
    cure: "the SPI and the standards are leaves: move the shared type into them",
  },
  {
    from: /^packages\/aspsp\/src\/(tpp|payment)\//,
    mustNot: /^packages\/aspsp\/src\/(oauth|sca-pages)\//,
    cure: "features declare a port, bank.ts wires OAuth and the pages to it",
  },
  {
    from: /^packages\/hub\/src\/(link|event|consent|job|account-data)\//,
    mustNot: /^packages\/hub\/src\/(webhook|web)\//,
    cure: "a feature writes an event with its state; webhook reads it from the outbox, web calls the feature",
  },
  {
    from: /^packages\/hub\/src\/webhook\//,
    mustNot: /^packages\/hub\/src\/(link|event|consent|job|account-data|web|connector)\//,
    cure: "webhooks know events only",
  },
  {
    from: /^packages\/hub\/src\/(connector|provider|client)\//,
    mustNot: /^packages\/hub\/src\/(link|event|consent|job|account-data|web|webhook)\//,
    cure: "features call connectors, providers and clients, never the other way",
  },
  {
    from: /^packages\/(aspsp|hub)\/src\/(?!(index|bank|serve-bank|hub|main)\.ts$)/,
    mustNot: /^packages\/(aspsp|hub)\/src\/(app|bank|hub|main)\.ts$/,
    cure: "app is imported only by the file that wires the server and by index.ts",
  },
];

export function checkArrows(tree: Tree): Finding[] {
  const findings: Finding[] = [];
  for (const path of sources(tree)) {
    const name = packageOf(path) ?? "";
    const mayImport = packageArrows[name];
    if (mayImport === undefined) {
      findings.push({ path, cure: `package ${name} has no row in test/tidy/arrows.ts: say what it may import` });
      continue;
    }
    for (const written of importsOf(tree.get(path) ?? "")) {
      const target = resolveImport(path, written);
      if (target === undefined) continue;
      const other = packageOf(target) ?? "(outside packages)";
      if (other !== name && !(written.startsWith("@tallystick/") && mayReach(path, written, mayImport))) {
        findings.push({
          path,
          cure: `imports ${written}: ${name} may import ${mayImport.join(", ") || "nothing of ours"}`,
        });
      }
      if (isTest(path)) continue;
      for (const { from, mustNot, cure } of folderArrows) {
        if (from.test(path) && mustNot.test(target)) findings.push({ path, cure: `imports ${written}: ${cure}` });
      }
    }
  }
  return findings;
}

function mayReach(path: string, written: string, mayImport: readonly string[]): boolean {
  const reached = written.slice("@tallystick/".length);
  return mayImport.includes(reached.split("/")[0] ?? "") || (isTest(path) && testArrows.includes(reached));
}
