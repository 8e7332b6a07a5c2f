import type { Violation } from "@tallystick/kit";
import { HubError, invalidBody } from "../errors.ts";
import type { Client, Clients } from "./clients.ts";
import type { ClientLimits } from "./limits.ts";
import type { Scope } from "./scope.ts";
import { matchesSecret } from "./secret.ts";

export interface Presented {
  readonly body: Readonly<Record<string, unknown>>;
  /** Header `Authorization`. */
  readonly authorization: string | undefined;
  /** Address of the caller. */
  readonly address: string;
}

/** What `oauth/` knows of the tokens that it gave out. */
export interface AccessTokens {
  /** Undefined: unknown, expired, or got by a key that is retired. */
  find(token: string): Promise<{ readonly client: Client; readonly scopes: readonly Scope[] } | undefined>;
}

interface Deps {
  readonly environment: "test" | "live";
  readonly clients: Clients;
  readonly limits: ClientLimits;
  readonly tokens: AccessTokens;
}

/**
 * Who calls (hub-api section 2): by an access token, whose client the `client_id` in the body must name, or in the test
 * environment by `client_id` and `client_secret` in the body. `scope` is what the operation needs. Throws HubError.
 */
export async function authenticate(deps: Deps, presented: Presented, scope: Scope | undefined): Promise<Client> {
  const { body, authorization, address } = presented;
  const clientId = memberOf(body, "client_id");
  const secret = memberOf(body, "client_secret");
  if (clientId === undefined) throw invalidBody([{ path: "client_id", code: "required", message: "is required" }]);
  if (authorization === undefined && deps.environment === "live") throw tokenMissing();
  const { client, scopes } =
    authorization === undefined
      ? await bySecret(deps, { clientId, secret, address })
      : await byToken(deps, { clientId, secret, authorization });
  if (scope !== undefined && !scopes.includes(scope)) throw refused(`This operation needs the scope ${scope}.`);
  return client;
}

export function tokenMissing(): HubError {
  return refused("The live environment needs an access token.");
}

/** An unknown client and a wrong secret are answered alike (row O19). */
async function bySecret(
  deps: Deps,
  { clientId, secret, address }: { clientId: string; secret: string | undefined; address: string },
): Promise<{ client: Client; scopes: readonly Scope[] }> {
  if (secret === undefined) throw refused("client_secret is missing.");
  const found = await deps.clients.credentialsOf(clientId);
  // From here on nothing is awaited: guesses at the same time would all pass the check before one of them is counted.
  const pause = deps.limits.pauseAfterWrongSecrets(clientId, address);
  if (pause !== undefined) {
    throw new HubError("rate_limited", "Too many wrong secrets: wait before the next try.", { retryAfter: pause });
  }
  if (matchesSecret(secret, found?.secretHash) && found !== undefined) {
    return { client: found.client, scopes: found.client.scopes };
  }
  deps.limits.noteWrongSecret(clientId, address);
  throw refused("The client is unknown or its secret is wrong.");
}

/** The form of RFC 6750 section 2.1. */
const bearer = /^bearer +([A-Za-z0-9._~+/-]{16,512}=*)$/i;

async function byToken(
  { tokens }: Deps,
  { clientId, secret, authorization }: { clientId: string; secret: string | undefined; authorization: string },
): Promise<{ client: Client; scopes: readonly Scope[] }> {
  if (secret !== undefined) throw refused("Send an access token or client_secret, not both.");
  const [, token] = bearer.exec(authorization) ?? [];
  if (token === undefined) throw refused("Authorization must be Bearer and an access token.");
  const found = await tokens.find(token);
  // To a token of another client the answer is that to none.
  if (found?.client.clientId !== clientId)
    throw refused("The access token is unknown, has ended, or is not this client's.");
  // What the client may no longer do, its tokens may not either (row O15).
  return { client: found.client, scopes: found.scopes.filter((one) => found.client.scopes.includes(one)) };
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
