// Made-up statement lines with their category: what the model is trained on. The same seed gives the same lines.
import { merchants } from "../src/patterns/categorise/merchants/table.ts";
import { categoryOf, type CategoryId } from "../src/patterns/categorise/taxonomy.ts";
import type { Random } from "./random.ts";
import { locales, type Locale } from "./vocabulary/names.ts";

export interface TrainingLine {
  readonly category: CategoryId | "none";
  readonly text: string;
  readonly isDebit: boolean;
}

interface Phrase {
  readonly category: CategoryId;
  /** What the counterparty is called after; empty when only the text says what it was for. */
  readonly shop: string;
  readonly text: string;
}

/** Which phrases and merchants a set of lines may use: all, or one part so that the other is unknown to the model. */
export type Part = "all" | "known" | "withheld";

/** Every fifth phrase and merchant is withheld from the model that the temperature is fitted on. */
const inPart = (index: number, part: Part): boolean => part === "all" || (index % 5 === 0) === (part === "withheld");

function phrasesOf(locale: Locale, part: Part): Phrase[] {
  const phrases: Phrase[] = [];
  let index = 0;
  for (const vocabulary of locale.vocabularies) {
    for (const line of vocabulary.trim().split("\n")) {
      const [id = "", rest = ""] = line.split(/:(.*)/s);
      const category = categoryOf(id)?.id;
      if (category === undefined) throw new Error(`the vocabulary names an unknown category: ${id}`);
      for (const written of rest.split("|")) {
        index += 1;
        if (!inPart(index, part)) continue;
        const [shop = "", text = ""] = written.split("~").map((half) => half.trim());
        phrases.push({ category, shop, text });
      }
    }
  }
  return phrases;
}

/** Lines of one language: `perPhrase` for each phrase, and as many of known merchants, people and empty words. */
function* linesOf(locale: Locale, random: Random, part: Part, perPhrase: number): Generator<TrainingLine> {
  const phrases = phrasesOf(locale, part);
  for (const phrase of phrases) {
    for (let round = 0; round < perPhrase; round += 1) {
      const isDebit = directionOf(phrase.category, random);
      const text = phrase.shop === "" ? transferText(locale, random, phrase) : shopText(locale, random, phrase);
      yield {
        category: phrase.category,
        text: damage(locale, random, refunded(locale, random, phrase.category, text, isDebit)),
        isDebit,
      };
    }
  }
  const local = merchants.filter(
    ({ countries }, index) => inPart(index, part) && (countries.length === 0 || countries.includes(locale.country)),
  );
  for (const { name, category } of local) {
    for (let round = 0; round < 2; round += 1) {
      const isDebit = directionOf(category, random);
      const text = cardText(locale, random, name);
      yield { category, text: damage(locale, random, refunded(locale, random, category, text, isDebit)), isDebit };
    }
  }
  for (let round = 0; round < phrases.length * perPhrase * 0.06; round += 1) {
    const about = random.chance(0.4) ? "" : random.pick(locale.fillers);
    const text = `${personOf(locale, random)} ${about}`;
    yield { category: "transfers.person", text: damage(locale, random, text), isDebit: random.chance(0.5) };
  }
  for (let round = 0; round < phrases.length * perPhrase * 0.1; round += 1)
    yield { category: "none", text: emptyText(locale, random), isDebit: random.chance(0.75) };
}

export function* generateLines(random: Random, part: Part, perPhrase: number): Generator<TrainingLine> {
  for (const locale of locales) yield* linesOf(locale, random, part, perPhrase);
}

function directionOf(category: CategoryId, random: Random): boolean {
  const direction = categoryOf(category)?.group.direction;
  if (category === "transfers.cash-withdrawal") return true;
  if (category === "transfers.cash-deposit") return false;
  if (direction === "transfer") return random.chance(0.65);
  return direction === "income" ? random.chance(0.02) : random.chance(0.95);
}

/** Money that a shop gives back is mostly called so. */
function refunded(locale: Locale, random: Random, category: CategoryId, text: string, isDebit: boolean): string {
  const isExpense = categoryOf(category)?.group.direction === "expense";
  return isExpense && !isDebit && random.chance(0.7) ? `${text} ${random.pick(locale.refunds)}` : text;
}

function shopText(locale: Locale, random: Random, { shop, text }: Phrase): string {
  if (text !== "") return `${shop} ${random.chance(0.5) ? random.pick(locale.cities) : ""} ${text}`;
  const named = locale.country === "RO" && random.chance(0.3) ? withArticle(shop) : shop;
  const name = random.pick([
    () => `${random.pick(locale.adornments)} ${named}`,
    () => `${named} ${random.pick(locale.adornments)}`,
    () => `${named} ${random.pick(locale.firstNames)}`,
    () => `${named} ${random.pick(locale.surnames)}`,
    () => `${random.pick(locale.surnames)} ${named}`,
    () => named,
  ])();
  const legal = random.chance(0.4) ? random.pick(locale.legalForms) : "";
  const full = locale.country === "LT" || locale.country === "GE" ? `${legal} ${name}` : `${name} ${legal}`;
  if (random.chance(0.65)) return cardText(locale, random, full);
  return `${full} ${random.chance(0.5) ? random.pick(locale.fillers) : ""} ${numberOf(random)}`;
}

function cardText(locale: Locale, random: Random, name: string): string {
  const city = random.chance(0.6) ? random.pick(locale.cities) : "";
  const prefix = random.chance(0.5) ? random.pick(locale.cardPrefixes) : "";
  return `${prefix} ${name} ${random.chance(0.4) ? numberOf(random) : ""} ${city}`;
}

function transferText(locale: Locale, random: Random, { text }: Phrase): string {
  const counterparty = random.pick([
    () => personOf(locale, random),
    () => companyOf(locale, random),
    () => "",
    () => "",
  ])();
  const filler = random.chance(0.35) ? random.pick(locale.fillers) : "";
  const extra = random.chance(0.4) ? numberOf(random) : "";
  return random.chance(0.5)
    ? `${counterparty} ${text} ${filler} ${extra}`
    : `${counterparty} ${filler} ${text} ${extra}`;
}

function personOf(locale: Locale, random: Random): string {
  const [first, last] = [random.pick(locale.firstNames), random.pick(locale.surnames)];
  return random.chance(0.5) ? `${first} ${last}` : `${last} ${first}`;
}

function companyOf(locale: Locale, random: Random): string {
  return `${random.pick(locale.adornments)} ${random.pick(locale.adornments)} ${random.pick(locale.legalForms)}`;
}

/** A line that says nothing of what it was for. */
function emptyText(locale: Locale, random: Random): string {
  const invented = inventWord(random);
  return random.pick([
    () => cardText(locale, random, `${invented} ${random.pick(locale.legalForms)}`),
    () => cardText(locale, random, `${random.pick(locale.adornments)} ${random.pick(locale.legalForms)}`),
    () => `${companyOf(locale, random)} ${random.pick(locale.fillers)} ${numberOf(random)}`,
    () => `${invented} ${random.pick(locale.fillers)} ${numberOf(random)}`,
    () => `${random.pick(locale.cardPrefixes)} ${numberOf(random)} ${random.pick(locale.cities)}`,
    () => `${random.pick(locale.surnames)} ${random.pick(locale.legalForms)} ${random.pick(locale.fillers)}`,
  ])();
}

const syllables = "ba de ki lo mur san ter vin zor pel gra nik tal fo ru mex lar dan cor bel ven tri sol max".split(
  " ",
);

function inventWord(random: Random): string {
  const count = 2 + random.below(2);
  return Array.from({ length: count }, () => random.pick(syllables)).join("");
}

function numberOf(random: Random): string {
  const digits = 2 + random.below(7);
  return Array.from({ length: digits }, () => String(random.below(10))).join("");
}

/** Statements cut, shout, misspell and write without marks: so do some of the lines. */
function damage(locale: Locale, random: Random, text: string): string {
  let result = spell(locale, random, text.replace(/\s+/g, " ").trim());
  if (random.chance(0.08) && result.length > 14) result = result.slice(0, result.length - 1 - random.below(6));
  if (random.chance(0.06)) {
    const at = random.below(result.length);
    result = result.slice(0, at) + result.slice(at + 1);
  }
  return result;
}

/** Informal Latin for Georgian letters that the national system writes otherwise: a keyboard's letters. */
const informal: Readonly<Record<string, string>> = {
  ქ: "q",
  ც: "c",
  წ: "w",
  ხ: "x",
  ყ: "y",
  ღ: "g",
  ჭ: "ch",
  ჟ: "j",
  ჯ: "j",
};

function spell(locale: Locale, random: Random, text: string): string {
  if (locale.country === "DE" && random.chance(0.4))
    return text.replace(/[äöüÄÖÜ]/g, (letter) => `${letter.normalize("NFD")[0]}e`);
  if (locale.country === "GE" && random.chance(0.25))
    return text.replace(/[ა-ჰ]/g, (letter) => informal[letter] ?? letter);
  return text;
}

/** The first word of a Romanian name with its article: muzeu, muzeul; frizerie, frizeria. */
function withArticle(name: string): string {
  const [first = "", ...rest] = name.split(" ");
  const ended = first.endsWith("e")
    ? `${first.slice(0, -1)}a`
    : /[bcdfghjklmnprstvxzu]$/.test(first)
      ? `${first}ul`
      : first;
  return [ended.replace("uul", "ul"), ...rest].join(" ");
}
