import type { KoaContextWithOIDC } from "oidc-provider";
import { errors } from "./load.ts";

/** An answer of the token endpoint in the form of RFC 6749 section 5.2. */
export function refusal(code: string, description: string, status: number): Error {
  return Object.assign(new errors.CustomOIDCProviderError(code, description), { status, statusCode: status });
}

/** 429 with `Retry-After`, in seconds. */
export function limited(ctx: KoaContextWithOIDC, retryAfter: number): Error {
  ctx.set("retry-after", String(retryAfter));
  return refusal("temporarily_unavailable", "too many requests of this client, or too many wrong credentials", 429);
}
