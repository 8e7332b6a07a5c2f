import { neutralWords, prefixWords } from "../normalise.ts";
import { aliasesByToken, type Alias, type Merchant } from "./table.ts";

export interface MerchantMatch {
  readonly merchant: Merchant;
  /** Known in the country of the account, or everywhere in Europe. */
  readonly isLocal: boolean;
}

const digits = /^[0-9]+$/;

/** Length and three letters of a token as one number: cheaper to ask than a map, and most tokens begin no name. */
function shapeOf(token: string): number {
  const last = token.length - 1;
  const middle = token.charCodeAt(last >> 1);
  return (((token.charCodeAt(0) * 37 + middle) * 37 + token.charCodeAt(last)) * 37 + last) & 0xffff;
}

const mayBegin = new Uint8Array(0x1_0000);
for (const token of aliasesByToken.keys()) mayBegin[shapeOf(token)] = 1;

/**
 * The merchant that a descriptor names: whole tokens side by side, never a part of a word. Of several the one with most
 * letters counts, then one of the account's country, then the first. Names that are everyday words count only when the
 * descriptor begins with them and goes on with nothing but numbers, places and legal forms: "Penny 1234 Berlin" is the
 * shop, "Penny Lane Pub" is not.
 */
export function matchMerchant(tokens: readonly string[], country?: string): MerchantMatch | undefined {
  let best: Alias | undefined;
  let isBestLocal = false;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    const aliases = mayBegin[shapeOf(token)] === 1 ? aliasesByToken.get(token) : undefined;
    if (aliases === undefined) continue;
    for (const alias of aliases) {
      // Longest first: what follows is shorter than the best.
      if (best !== undefined && alias.length < best.length) break;
      const isSame = best !== undefined && alias.length === best.length;
      if ((isSame && isBestLocal) || !standsAt(alias, tokens, at)) continue;
      const isNowLocal = isLocal(alias.merchant, country);
      if (isSame && !isNowLocal) continue;
      best = alias;
      isBestLocal = isNowLocal;
    }
  }
  if (best === undefined) return undefined;
  return { merchant: best.merchant, isLocal: isBestLocal };
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
