import type { FastifyInstance } from "fastify";
import type { KeyRing } from "./keys.ts";

/** The public keys for receivers: exactly two, newest first, cached for at most five minutes (hub-api section 10, row K6). */
export function registerKeyRoutes(
  app: FastifyInstance,
  deps: { readonly environment: "test" | "live"; readonly keys: KeyRing },
): void {
  const path = deps.environment === "test" ? "/test/.well-known/jwks.json" : "/.well-known/jwks.json";
  app.get(path, async (_request, reply) =>
    reply
      .header("cache-control", "public, max-age=300")
      .type("application/json")
      .send(JSON.stringify({ keys: await deps.keys.published() })),
  );
}
