// The merchants that are known by name. Each line of a country's file is `category: merchant | merchant ...`, each
// merchant `name, alias, alias @COUNTRY COUNTRY`. A name before which `!` stands is an everyday word too: it counts only
// as the whole beginning of a descriptor (see match.ts). Without `@` a merchant belongs to the country of its file.
import { categoryOf, type CategoryId } from "../taxonomy.ts";
import { tokensOf } from "../normalise.ts";
import { europe } from "./europe.ts";
import { georgia } from "./georgia.ts";
import { germany } from "./germany.ts";
import { lithuania } from "./lithuania.ts";
import { romania } from "./romania.ts";

export interface Merchant {
  readonly name: string;
  readonly category: CategoryId;
  /** ISO 3166 codes of where it is known; none: many European countries. */
  readonly countries: readonly string[];
}

export interface Alias {
  readonly merchant: Merchant;
  /** In order and side by side; a token is never matched in part. */
  readonly tokens: readonly string[];
  /** Letters of all tokens: of two matches the longer one says more. */
  readonly length: number;
  readonly isStrict: boolean;
}

const files: readonly (readonly [countries: readonly string[], text: string])[] = [
  [["RO"], romania],
  [["LT"], lithuania],
  [["GE"], georgia],
  [["DE"], germany],
  [[], europe],
];

/** Every merchant of the table, in the order of its files. */
export const merchants: readonly Merchant[] = [];

/** Every alias, by its first token. */
export const aliasesByToken: ReadonlyMap<string, readonly Alias[]> = readTable();

function readTable(): Map<string, Alias[]> {
  const byToken = new Map<string, Alias[]>();
  for (const [countries, text] of files) {
    for (const line of text.trim().split("\n")) {
      const at = line.indexOf(":");
      const category = categoryOf(line.slice(0, at));
      if (category === undefined) throw new Error(`the merchant table names an unknown category: ${line.slice(0, at)}`);
      for (const entry of line.slice(at + 1).split("|")) {
        const [names = "", places] = entry.split("@");
        const written = names.split(",").map((name) => name.trim());
        const merchant: Merchant = {
          name: (written[0] ?? "").replace("!", ""),
          category: category.id,
          countries: places?.trim().split(" ") ?? countries,
        };
        (merchants as Merchant[]).push(merchant);
        for (const alias of written.flatMap((name) => readAlias(name, merchant))) {
          const first = alias.tokens[0] ?? "";
          byToken.set(first, [...(byToken.get(first) ?? []), alias]);
        }
      }
    }
  }
  // Two merchants of one name stay in the order of the files, which is that of countries before Europe.
  for (const aliases of byToken.values()) aliases.sort((a, b) => b.length - a.length);
  return byToken;
}

/** A name as statements write it: German umlauts as one letter and as two. */
function readAlias(name: string, merchant: Merchant): Alias[] {
  const isStrict = name.startsWith("!");
  const plain = isStrict ? name.slice(1) : name;
  const spelled = plain.replace(/[äöüÄÖÜ]/g, (letter) => `${letter.normalize("NFD")[0]}e`);
  return [...new Set([plain, spelled])].map((spelling) => {
    const tokens = tokensOf(spelling);
    if (tokens.length === 0) throw new Error(`the merchant table has an empty name beside ${merchant.name}`);
    return { merchant, tokens, length: tokens.join("").length, isStrict };
  });
}
