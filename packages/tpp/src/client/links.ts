import type { Links } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import { isMembers } from "../dialect/members.ts";

/**
 * The links of an answer under their standard names, absolute. Both forms in use are read, `{href}` and the plain
 * string; what is neither, or no http(s) address, is left out as the standard demands of unknown links. `base` is where
 * the answer came from.
 */
export function readLinks(told: unknown, base: string, dialect: Pick<Dialect, "linkNames">): Links {
  const links: Record<string, { href: string }> = {};
  if (!isMembers(told)) return links;
  for (const [name, value] of Object.entries(told)) {
    const href = readLink(value, base);
    if (href === undefined) continue;
    const standard = Object.hasOwn(dialect.linkNames, name) ? dialect.linkNames[name] : undefined;
    links[standard ?? name] = { href };
  }
  return links;
}

/** The address of one link, absolute; undefined for what is no http(s) address in either form. */
export function readLink(value: unknown, base: string): string | undefined {
  const written: unknown = typeof value === "string" ? value : (value as { href?: unknown } | null)?.href;
  if (typeof written !== "string" || !URL.canParse(written, base)) return undefined;
  const url = new URL(written, base);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
}
