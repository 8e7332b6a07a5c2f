import { neutralWords, prefixWords } from "../normalise.ts";
import { aliasesByToken, type Alias, type Merchant } from "./table.ts";

export interface MerchantMatch {
  readonly merchant: Merchant;
  /** What was found, as tokens: the evidence. */
  readonly text: string;
  /** Known in the country of the account, or everywhere in Europe. */
  readonly isLocal: boolean;
}

const digits = /^[0-9]+$/;

/**
 * The merchant that a descriptor names: whole tokens side by side, never a part of a word. Of several the one with most
 * letters counts, then one of the account's country, then the first. Names that are everyday words count only when the
 * descriptor begins with them and goes on with nothing but numbers, places and legal forms: "Penny 1234 Berlin" is the
 * shop, "Penny Lane Pub" is not.
 */
export function matchMerchant(tokens: readonly string[], country?: string): MerchantMatch | undefined {
  let best: Alias | undefined;
  let bestScore = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const aliases = aliasesByToken.get(tokens[at] ?? "");
    if (aliases === undefined) continue;
    for (const alias of aliases) {
      const score = scoreOf(alias, country);
      if (score <= bestScore || !standsAt(alias, tokens, at)) continue;
      best = alias;
      bestScore = score;
    }
  }
  if (best === undefined) return undefined;
  return { merchant: best.merchant, text: best.tokens.join(" "), isLocal: isLocal(best.merchant, country) };
}

function scoreOf({ merchant, length }: Alias, country: string | undefined): number {
  return length * 2 + (isLocal(merchant, country) ? 1 : 0);
}

function isLocal(merchant: Merchant, country: string | undefined): boolean {
  return country === undefined || merchant.countries.length === 0 || merchant.countries.includes(country);
}

function standsAt(alias: Alias, tokens: readonly string[], at: number): boolean {
  for (let index = 1; index < alias.tokens.length; index += 1) {
    if (tokens[at + index] !== alias.tokens[index]) return false;
  }
  if (!alias.isStrict) return true;
  for (let index = 0; index < at; index += 1) if (!isPrefix(tokens[index] ?? "")) return false;
  for (let index = at + alias.tokens.length; index < tokens.length; index += 1) {
    if (!isNeutral(tokens[index] ?? "")) return false;
  }
  return true;
}

const isPrefix = (token: string): boolean => token === "+" || prefixWords.has(token) || digits.test(token);
const isNeutral = (token: string): boolean => neutralWords.has(token) || digits.test(token);
