export interface CookieRules {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

/**
 * Decision 9: the cookie carries the bank's name and is limited to its path; over https it is a `__Host-` cookie, whose
 * path has to be "/", so that the bank's name alone keeps it apart.
 */
export function cookieRules(providerId: string, pagesUrl: string): CookieRules {
  const url = new URL(pagesUrl);
  const name = `${providerId}_session`;
  if (url.protocol === "https:") return { name: `__Host-${name}`, path: "/", secure: true };
  return { name, path: url.pathname === "" ? "/" : url.pathname, secure: false };
}

export function serialiseCookie(rules: CookieRules, value: string): string {
  return `${rules.name}=${value}; Path=${rules.path}; HttpOnly; SameSite=Lax${rules.secure ? "; Secure" : ""}`;
}

/** The first cookie of that name: the one with the most specific path, in the order in which browsers send them. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
