import type { IncomingMessage } from "node:http";
import { Xs2aError } from "@tallystick/xs2a";
import type { RequestId } from "./call.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The X-Request-ID if it is one; undefined for an absent or malformed header. */
export function sentRequestId({ headers }: IncomingMessage): string | undefined {
  const value = headers["x-request-id"];
  return typeof value === "string" && uuid.test(value) ? value : undefined;
}

/** The id of this call: the one sent, or `made` where the profile tolerates its absence. */
export function requireRequestId(raw: IncomingMessage, made: string, tolerateMissing: boolean): RequestId {
  const value = sentRequestId(raw);
  if (value !== undefined) return { value, sent: true };
  if (tolerateMissing && raw.headers["x-request-id"] === undefined) return { value: made, sent: false };
  throw new Xs2aError({ code: "FORMAT_ERROR", path: "X-Request-ID", text: "must be a UUID, and is required" });
}
