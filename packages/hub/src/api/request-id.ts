import type { IncomingMessage } from "node:http";
import type { Random } from "@tallystick/kit";

/** The caller's `x-request-id` when it is 1-128 of `[A-Za-z0-9._-]`, else one made here (hub-api section 1). */
export function requestIdOf(random: Random): (request: IncomingMessage) => string {
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : random.uuid();
  };
}
