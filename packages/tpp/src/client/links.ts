import type { Links } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import type { CallAnswer } from "./call.ts";

/**
 * The links of an answer under their standard names, absolute. Both forms in use are read, `{href}` and the plain
 * string; what is neither, or no http(s) address, is left out as the standard demands of unknown links.
 */
export function readLinks(answer: CallAnswer, dialect: Dialect): Links {
  const told = (answer.body as { _links?: unknown } | undefined)?._links;
  const links: Record<string, { href: string }> = {};
  if (typeof told !== "object" || told === null) return links;
  for (const [name, value] of Object.entries(told)) {
    const written: unknown = typeof value === "string" ? value : (value as { href?: unknown } | null)?.href;
    if (typeof written !== "string" || !URL.canParse(written, answer.url)) continue;
    const url = new URL(written, answer.url);
    if (url.protocol === "https:" || url.protocol === "http:")
      links[dialect.linkNames[name] ?? name] = { href: url.href };
  }
  return links;
}
