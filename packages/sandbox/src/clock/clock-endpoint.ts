import type { FastifyReply, FastifyRequest } from "fastify";
import { createApp, handlerOf, HttpFault, type HttpHandler, type Log } from "@tallystick/kit";
import { parseDuration } from "./duration.ts";
import { furthestDays, type SandboxClock } from "./sandbox-clock.ts";

export interface ClockEndpointOptions {
  readonly clock: SandboxClock;
  /** Where it is served; no other site's page may move the clock. */
  readonly origin: string;
  /** What becomes due by the move. */
  readonly onMoved: () => Promise<void>;
  readonly log: Log;
}

/**
 * `GET /sandbox/clock` tells the time of the sandbox, `POST` with `{"advance":"P1D"}` moves it forward; both answer
 * `{"now":"2026-07-01T10:00:00.000Z"}`. On a listener that only this machine reaches.
 */
export function createClockEndpoint({ clock, log, onMoved, origin }: ClockEndpointOptions): Promise<HttpHandler> {
  const app = createApp({ log, bodyLimit: 1_024, onError: (error, _request, reply) => sendError(log, error, reply) });
  app.get("/sandbox/clock", () => ({ now: clock.clock.now() }));
  app.post("/sandbox/clock", async (request, reply) => {
    if (!isOwn(request, origin)) return reply.code(403).send({ error: "the clock is moved from this machine alone" });
    const ms = parseDuration((request.body as { advance?: unknown } | null)?.advance);
    if (ms === undefined) return reply.code(400).send({ error: 'advance takes a duration such as "P1D" or "PT15M"' });
    const moved = await clock.advance(ms);
    if (moved.kind === "too_far") {
      const left = Math.floor(moved.leftMs / 86_400_000);
      const error = `the clock goes up to ${furthestDays} days ahead, since certificates run out; ${left} days are left`;
      return reply.code(409).send({ error });
    }
    await onMoved();
    return { now: moved.now };
  });
  return handlerOf(app);
}

/** A page of another site cannot send JSON without asking first; this refuses it even then. */
function isOwn({ headers }: FastifyRequest, own: string): boolean {
  const { host, origin, "sec-fetch-site": site } = headers;
  const isSameSite = (origin === undefined || origin === own) && (site === undefined || site === "same-origin");
  return isSameSite && host === new URL(own).host;
}

function sendError(log: Log, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof HttpFault) return reply.code(error.status).send({ error: error.code });
  log.error("clock.failed", { error });
  return reply.code(500).send({ error: "the clock is out of order" });
}
