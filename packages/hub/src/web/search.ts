import type { Bank } from "../connector/connector.ts";

type Searched = Pick<Bank, "name" | "country" | "bic" | "aliases" | "ibanBankCodes">;

/** Longest text that is looked at. */
const maxQuery = 70;

/**
 * The banks that fit what was typed, best first: by name or alias (without accents, words in any order, a wrong letter
 * or two), by the beginning of the BIC, or by the country and bank code of an IBAN.
 */
export function searchBanks<B extends Searched>(banks: readonly B[], query: string): B[] {
  const text = query.slice(0, maxQuery);
  const iban = ibanStart(text);
  if (iban !== undefined) {
    const owners = banks.filter((bank) => ownsIban(bank, iban));
    if (owners.length > 0) return owners;
  }
  const words = wordsOf(text);
  if (words.length === 0) return [...banks];
  return banks
    .map((bank, order) => ({ bank, order, score: scoreOf(bank, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ bank }) => bank);
}

/** Country and what follows the check digits, once both are there. */
function ibanStart(text: string): { readonly country: string; readonly rest: string } | undefined {
  const [, country, rest] = /^([A-Z]{2})\d{2}([A-Z0-9]{2,30})$/.exec(text.replace(/[\s-]/g, "").toUpperCase()) ?? [];
  return country === undefined || rest === undefined ? undefined : { country, rest };
}

function ownsIban(bank: Searched, iban: { readonly country: string; readonly rest: string }): boolean {
  if (bank.country !== iban.country) return false;
  return bank.ibanBankCodes.some((code) => iban.rest.startsWith(code) || code.startsWith(iban.rest));
}

/** Whether the IBAN can belong to the bank; a country of which the bank names no code says nothing. */
export function mayOwnIban(bank: Searched, iban: string): boolean {
  if (bank.ibanBankCodes.length === 0 || iban.slice(0, 2) !== bank.country) return true;
  return bank.ibanBankCodes.some((code) => iban.startsWith(code, 4));
}

/** Lower case without accents, as words. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return [...plain.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) =>
    word.replaceAll("ł", "l").replaceAll("đ", "d").replaceAll("ß", "ss"),
  );
}

/** 0: does not fit. Every word that was typed has to fit some word of the bank. */
function scoreOf(bank: Searched, words: readonly string[]): number {
  const bic = bank.bic.toLowerCase();
  const names = [bank.name, ...bank.aliases].flatMap((name) => {
    const parts = wordsOf(name);
    // "BRD" is also found as "b r d", "Libra Bank" as "librabank".
    return [...parts, parts.join("")];
  });
  let total = 0;
  for (const word of words) {
    const best = Math.max(bic.startsWith(word) ? 6 : 0, ...names.map((name) => fit(word, name)));
    if (best === 0) return 0;
    total += best;
  }
  return total / words.length;
}

function fit(word: string, name: string): number {
  if (name === word) return 10;
  if (name.startsWith(word)) return 8;
  if (word.length >= 3 && name.includes(word)) return 4;
  const allowed = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  if (allowed === 0) return 0;
  // Typing goes on: the beginning of the name is compared as well as all of it.
  const beginnings = [name, name.slice(0, word.length), name.slice(0, word.length + 1), name.slice(0, word.length - 1)];
  return beginnings.some((beginning) => distance(word, beginning, allowed) <= allowed) ? 3 : 0;
}

/** Edits between two words, a swap of neighbours counting as one; stops counting over `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
