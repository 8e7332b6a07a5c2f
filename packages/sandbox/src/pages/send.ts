import type { FastifyReply } from "fastify";

/** Anything that `html` of hono/html gives. */
type Page = { toString(): string } | Promise<{ toString(): string }>;

/**
 * No inline script or style, no frame, nothing stored. Forms lead to this site, and to `formTargets` where their answer
 * redirects elsewhere, which browsers count as the form's target as well.
 */
export function setPageHeaders(reply: FastifyReply, formTargets: readonly string[] = []): void {
  reply.headers({
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
      `form-action ${["'self'", ...formTargets].join(" ")}; frame-ancestors 'none'; base-uri 'none'`,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
  });
}

export async function sendPage(reply: FastifyReply, page: Page): Promise<FastifyReply> {
  return reply.type("text/html; charset=utf-8").send(String(await page));
}
