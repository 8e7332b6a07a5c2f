import { checkDay, checkRate } from "./rate-table.ts";

/** The rates of one day: units of each currency for one euro. */
export interface EcbDay {
  readonly date: string;
  readonly rates: ReadonlyMap<string, string>;
}

/** An element's start, its end, or one without content; nothing else with angle brackets exists in such a file. */
const tag = /<(\/?)([A-Za-z][\w.:-]*)((?:\s+[A-Za-z][\w.:-]*\s*=\s*(?:"[^"<&]*"|'[^'<&]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const declaration = /^\uFEFF?\s*<\?xml\s[^<>]*\?>/;
const comment = /<!--(?:(?!--)[\s\S])*-->/g;

/** A file of 32 rates has 2 KB. */
const longest = 1_000_000;
const deepest = 4;

/**
 * Reads the ECB's daily file (`eurofxref-daily.xml`, gesmes): an envelope, in it `Cube`, in it one `Cube` with a `time`,
 * in it a `Cube` with `currency` and `rate` for each currency. A reader for this form and no other: a document type,
 * entities, CDATA and processing instructions are refused before anything is read. Returns why not, as text.
 */
export function parseEcbFile(xml: string): EcbDay | string {
  if (xml.length > longest) return `longer than ${longest} characters`;
  const text = xml.replace(declaration, "").replaceAll(comment, " ").trim();
  if (text.includes("<!")) return "a document type or CDATA, which is refused";
  if (text.includes("<?")) return "a processing instruction, which is refused";
  if (text.includes("&")) return "an entity, which is refused";

  const reading: Reading = { open: [], days: [] };
  tag.lastIndex = 0;
  for (let at = 0; at < text.length; at = nextTag(text, tag.lastIndex)) {
    if (at > 0 && reading.open.length === 0) return "something after the envelope";
    tag.lastIndex = at;
    const [whole, closes, name = "", attributes = "", empty] = tag.exec(text) ?? [];
    if (whole === undefined || (closes === "/" && attributes + empty !== ""))
      return `not well-formed at character ${at}`;
    const wrong = closes === "/" ? leave(reading, name) : enter(reading, name, attributes);
    if (wrong !== undefined) return wrong;
    if (empty === "/") reading.open.pop();
  }
  if (tag.lastIndex < text.length) return "something after the envelope";
  if (reading.open.length > 0) return `${reading.open.at(-1)} is not closed`;
  const [day, another] = reading.days;
  if (day === undefined || day.rates.size === 0) return "no rates";
  return another === undefined ? day : "rates of more than one day";
}

interface Reading {
  /** Names of the elements that are open, without their prefixes, outermost first. */
  readonly open: string[];
  readonly days: { readonly date: string; readonly rates: Map<string, string> }[];
}

/** Text inside elements says nothing here. */
function nextTag(text: string, from: number): number {
  const next = text.indexOf("<", from);
  return next === -1 ? text.length : next;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function enter({ open, days }: Reading, name: string, attributes: string): string | undefined {
  open.push(localName(name));
  if (open[0] !== "Envelope") return "no gesmes envelope";
  if (open.length > deepest) return `nested deeper than ${deepest} elements`;
  const place = open.join("/");
  const values = new Map<string, string>();
  for (const [, key = "", double, single] of attributes.matchAll(attribute)) {
    if (values.has(key)) return `${key} twice in one element`;
    values.set(key, double ?? single ?? "");
  }
  if (place === "Envelope/Cube/Cube") {
    const date = values.get("time");
    if (!checkDay(date)) return "time is no date";
    days.push({ date, rates: new Map() });
  }
  if (place !== "Envelope/Cube/Cube/Cube") return undefined;
  const [currency = "", rate = ""] = [values.get("currency"), values.get("rate")];
  const rates = days.at(-1)!.rates;
  if (rates.has(currency)) return `two rates of ${currency}`;
  rates.set(currency, rate);
  return checkRate(currency, rate);
}

function leave({ open }: Reading, name: string): string | undefined {
  return open.pop() === localName(name) ? undefined : `${localName(name)} is closed and was not open`;
}
