import type { Violation } from "@tallystick/kit";
import { HubError, invalidBody } from "../errors.ts";
import type { Client, Clients } from "./clients.ts";
import type { ClientLimits } from "./limits.ts";
import { matchesSecret } from "./secret.ts";

export interface Presented {
  readonly body: Readonly<Record<string, unknown>>;
  /** Header `Authorization`. */
  readonly authorization: string | undefined;
  /** Address of the caller. */
  readonly address: string;
}

/**
 * Internal authentication (hub-api section 2): `client_id` and `client_secret` in the body. An unknown client and a wrong
 * secret are answered alike (row O19). Throws HubError.
 */
export async function authenticate(
  deps: { readonly clients: Clients; readonly limits: ClientLimits },
  { body, authorization, address }: Presented,
): Promise<Client> {
  const clientId = memberOf(body, "client_id");
  const secret = memberOf(body, "client_secret");
  if (clientId === undefined) throw invalidBody([{ path: "client_id", code: "required", message: "is required" }]);
  if (authorization !== undefined) throw refused("Access tokens are not offered here: send client_secret in the body.");
  if (secret === undefined) throw refused("client_secret is missing.");
  const found = await deps.clients.credentialsOf(clientId);
  // From here on nothing is awaited: guesses at the same time would all pass the check before one of them is counted.
  const pause = deps.limits.pauseAfterWrongSecrets(clientId, address);
  if (pause !== undefined) {
    throw new HubError("rate_limited", "Too many wrong secrets: wait before the next try.", { retryAfter: pause });
  }
  if (matchesSecret(secret, found?.secretHash) && found !== undefined) return found.client;
  deps.limits.noteWrongSecret(clientId, address);
  throw refused("The client is unknown or its secret is wrong.");
}

function refused(message: string): HubError {
  return new HubError("unauthorized", message);
}

function memberOf(body: Readonly<Record<string, unknown>>, name: "client_id" | "client_secret"): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined) return undefined;
  const wrong = (code: Violation["code"], message: string) => invalidBody([{ path: name, code, message }]);
  if (typeof value !== "string") throw wrong("type", "must be string");
  if (value.length > 128) throw wrong("length", "must not have more than 128 characters");
  return value;
}
