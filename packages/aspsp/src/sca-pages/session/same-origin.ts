import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a POST comes from a page of ours (row S4). Every browser in use names the origin of a POST; one that names
 * neither the origin nor the site is no browser and is refused too.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  if (headers.origin !== undefined) return headers.origin === origin;
  return site === "same-origin";
}
