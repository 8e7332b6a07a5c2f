export interface PageHeaders {
  readonly nonce: string;
  /** Origins, besides our own, to which a form of this page may lead. */
  readonly formOrigins?: readonly string[];
  readonly https: boolean;
}

/** Decision 10 and rows S5, S6, S10, O17. */
export function pageHeaders({ nonce, formOrigins = [], https }: PageHeaders): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...new Set(formOrigins)].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    ...answerHeaders({ https }),
  };
}

/** What every answer of the pages carries, redirects and JSON included. */
export function answerHeaders({ https }: { https: boolean }): Record<string, string> {
  return {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    ...(https ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** The origin of an address, for `formOrigins`; empty when there is none to name. */
export function originsOf(...addresses: readonly (string | undefined)[]): string[] {
  return addresses.flatMap((address) => {
    const url = address === undefined ? null : URL.parse(address);
    return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? [url.origin] : [];
  });
}
