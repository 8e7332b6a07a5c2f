// What may stand in few places only, each with the place to go to instead.
import { isTest, sources, type Finding, type Tree } from "./tree.ts";

interface Confined {
  readonly what: string;
  readonly found: (text: string) => boolean;
  readonly allowedIn: RegExp;
  readonly cure: string;
}

const networkImport = /import\s*(\{[^}]*\}|[^;{]*?)\s*from\s*"(undici|node:(?:https?|net|tls|dns(?:\/promises)?))"/g;
/** Names that look at a connection or an address and make none. */
const harmless = /^(?:type \w+|TLSSocket|isIP|isIPv4|isIPv6|BlockList)$/;

function reachesTheNetwork(text: string): boolean {
  return [...text.matchAll(networkImport)].some(([, clause = ""]) => {
    const names = clause.replace(/[{}]/g, "").split(",");
    return names.map((name) => name.trim()).some((name) => name !== "" && !harmless.test(name));
  });
}

const confined: readonly Confined[] = [
  {
    what: "a network module (threat row W4)",
    found: reachesTheNetwork,
    allowedIn: /^packages\/(kit\/src\/|tpp\/src\/client\/|sandbox\/src\/|cli\/src\/)/,
    cure: "outgoing calls go through kit's createSafeRequest, listeners through kit's listen",
  },
  {
    what: "the system's time",
    found: (text) => /\bDate\.now\(\)|\bnew Date\(\)/.test(text),
    allowedIn:
      /^packages\/(kit\/src\/(clock|log|safe-fetch|postgres\/.*|http\/.*|http|outbox)|sdk\/src\/.*|cli\/src\/.*|tpp\/src\/.*|aspsp\/src\/sca-pages\/views\/.*)/,
    cure: "ask the injected Clock, so that a test can move it",
  },
  {
    what: "the environment",
    found: (text) => /\bprocess\.env\b/.test(text),
    allowedIn: /\/main\.ts$/,
    cure: "main.ts reads it once and passes configuration on",
  },
  {
    what: "Math.random",
    found: (text) => /\bMath\.random\(/.test(text),
    allowedIn: /^$/,
    cure: "ask the injected Random",
  },
];

export function checkConfined(tree: Tree): Finding[] {
  return sources(tree)
    .filter((path) => !isTest(path))
    .flatMap((path) => {
      // Type-only imports bring nothing that runs.
      const text = (tree.get(path) ?? "").replaceAll(/import type [^;]*;/g, "");
      return confined
        .filter(({ found, allowedIn }) => found(text) && !allowedIn.test(path))
        .map(({ what, cure }) => ({ path, cure: `uses ${what}: ${cure}` }));
    });
}
