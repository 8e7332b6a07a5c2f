import type { FastifyReply } from "fastify";

/** One external style sheet, one external script, nothing inline; forms lead to ourselves only, since the way to the bank is a page of its own. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Headers of every page of ours (decision 10, rows S5, S6, S10). `same-origin`: with `no-referrer` forms would send `Origin: null`. */
export function setPageHeaders(reply: FastifyReply, { https }: { readonly https: boolean }): FastifyReply {
  reply.headers({
    "content-security-policy": policy,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
  });
  if (https) reply.header("strict-transport-security", "max-age=31536000");
  return reply;
}
