import { de } from "./de.ts";
import { en, type Catalogue, type MessageKey } from "./en.ts";
import { ka } from "./ka.ts";
import { lt } from "./lt.ts";
import { ro } from "./ro.ts";

export type { MessageKey } from "./en.ts";

const catalogues = { en, ro, lt, ka, de } as const satisfies Record<string, Catalogue>;

export type Locale = keyof typeof catalogues;
/** In the order in which the page offers them, each under its own name. */
export const localeNames: Readonly<Record<Locale, string>> = {
  en: "English",
  ro: "Română",
  lt: "Lietuvių",
  ka: "ქართული",
  de: "Deutsch",
};
export const locales = Object.keys(localeNames) as readonly Locale[];

export function isLocale(text: unknown): text is Locale {
  return typeof text === "string" && Object.hasOwn(catalogues, text);
}

/** The text under `key`, filled in; plain text, escaped by whoever puts it on a page. */
export function translate(locale: Locale, key: MessageKey, values: Readonly<Record<string, string>> = {}): string {
  return catalogues[locale][key].replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** What the payer asked for on the page, then what their browser remembers, then the link's own, then `Accept-Language`. */
export function chooseLocale(wishes: {
  readonly asked?: unknown;
  readonly remembered?: unknown;
  readonly link?: unknown;
  readonly acceptLanguage?: string | undefined;
}): Locale {
  for (const wish of [wishes.asked, wishes.remembered, wishes.link]) if (isLocale(wish)) return wish;
  return acceptedLocale(wishes.acceptLanguage) ?? "en";
}

function acceptedLocale(header: string | undefined): Locale | undefined {
  const wishes = (header ?? "")
    .slice(0, 512)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters
        .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
        .find(Boolean);
      return { language: tag.split("-")[0] ?? "", quality: Number(quality ?? 1) };
    });
  wishes.sort((a, b) => b.quality - a.quality);
  return wishes.find((wish) => wish.quality > 0 && isLocale(wish.language))?.language as Locale | undefined;
}

/** Group and decimal marks by CLDR. Written out, since `Intl` formats numbers and money is never one. */
const marks: Readonly<Record<Locale, { readonly group: string; readonly decimal: string; readonly from: number }>> = {
  en: { group: ",", decimal: ".", from: 4 },
  ro: { group: ".", decimal: ",", from: 4 },
  lt: { group: "\u00a0", decimal: ",", from: 4 },
  ka: { group: "\u00a0", decimal: ",", from: 5 },
  de: { group: ".", decimal: ",", from: 4 },
};

/** A wire amount for a reader, without its currency: `12345.60` is `12,345.60` in English. */
export function formatAmountFor(locale: Locale, amount: string): string {
  const [whole = "0", decimals] = amount.split(".");
  const { group, decimal, from } = marks[locale];
  const grouped = whole.length < from ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return decimals === undefined ? grouped : `${grouped}${decimal}${decimals}`;
}

/** With the currency code after it, held together by a no-break space. */
export function formatMoneyFor(locale: Locale, money: { readonly amount: string; readonly currency: string }): string {
  return `${formatAmountFor(locale, money.amount)}\u00a0${money.currency}`;
}

/** Where most readers of a language live; the text names the zone, so it is right for the others too. */
const zones: Readonly<Record<Locale, string>> = {
  en: "UTC",
  ro: "Europe/Bucharest",
  lt: "Europe/Vilnius",
  ka: "Asia/Tbilisi",
  de: "Europe/Berlin",
};

/** An instant for a reader, with its time zone; without the day when that is today. */
export function formatInstantFor(locale: Locale, at: Date, now: Date): string {
  const options = { timeZone: zones[locale] } as const;
  const tag = locale === "en" ? "en-GB" : locale;
  const day = new Intl.DateTimeFormat(tag, { ...options, dateStyle: "long" });
  const time = new Intl.DateTimeFormat(tag, {
    ...options,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(at);
  return day.format(at) === day.format(now) ? time : `${day.format(at)}, ${time}`;
}
