import type { Clock, Db, Tx } from "@tallystick/kit";
import type { HubSchema } from "../migrations/schema.ts";
import { KeyRefused, readPublicJwk, type PublicJwk } from "./public-key.ts";

/** There is no client of that id, or no key of that name that could be retired. */
export class UnknownKey extends Error {
  override readonly name = "UnknownKey";
}

/** Public keys by which a client proves itself; to rotate, the new one is added before the old one is retired. */
export interface ClientKeys {
  /** Takes a public JWK; the same key again changes nothing. Throws KeyRefused, UnknownKey. */
  add(clientId: string, jwk: unknown): Promise<{ readonly kid: string }>;
  /** At once: no assertion of it is taken any more, and the tokens that it got end. Throws UnknownKey. */
  retire(clientId: string, kid: string): Promise<{ /** Keys that the client has left. */ readonly left: number }>;
  /** Those that are not retired, the oldest first. */
  list(clientId: string): Promise<readonly PublicJwk[]>;
}

const mostKeys = 10;

export function createClientKeys({ db, clock }: { readonly db: Db<HubSchema>; readonly clock: Clock }): ClientKeys {
  return {
    add: (clientId, jwk) => db.transaction().execute((tx) => addKey(tx, { clientId, jwk, now: clock.now() })),

    async retire(clientId, kid) {
      const retired = await db
        .updateTable("client_key")
        .set({ retired_at: clock.now() })
        .where("client_id", "=", clientId)
        .where("kid", "=", kid)
        .where("retired_at", "is", null)
        .returning("kid")
        .executeTakeFirst();
      if (retired === undefined) throw new UnknownKey(`client ${clientId} has no key ${kid} that could be retired`);
      return { left: (await liveKeys(db, clientId)).length };
    },

    list: (clientId) => liveKeys(db, clientId),
  };
}

/** Adds a key in the caller's transaction. */
export async function addKey(
  tx: Tx<HubSchema>,
  { clientId, jwk, now }: { readonly clientId: string; readonly jwk: unknown; readonly now: Date },
): Promise<{ readonly kid: string }> {
  // The lock makes additions at the same time count each other.
  const client = await tx
    .selectFrom("client")
    .select("profile")
    .where("client_id", "=", clientId)
    .forUpdate()
    .executeTakeFirst();
  if (client === undefined) throw new UnknownKey(`there is no client ${clientId}`);
  const key = readPublicJwk(jwk, client.profile);
  const known = await tx
    .selectFrom("client_key")
    .select(["jwk", "retired_at"])
    .where("client_id", "=", clientId)
    .where("kid", "=", key.kid)
    .executeTakeFirst();
  if (known?.retired_at) throw new KeyRefused(`the key ${key.kid} was retired: give the new one a kid of its own`);
  if (known !== undefined) {
    if (isSame(known.jwk, key)) return { kid: key.kid };
    throw new KeyRefused(`the client has another key ${key.kid}: give the new one a kid of its own`);
  }
  if ((await liveKeys(tx, clientId)).length >= mostKeys) {
    throw new KeyRefused(`a client has up to ${mostKeys} keys: retire one first`);
  }
  await tx
    .insertInto("client_key")
    .values({ client_id: clientId, kid: key.kid, jwk: JSON.stringify(key), added_at: now, retired_at: null })
    .execute();
  return { kid: key.kid };
}

export async function liveKeys(db: Db<HubSchema> | Tx<HubSchema>, clientId: string): Promise<readonly PublicJwk[]> {
  const rows = await db
    .selectFrom("client_key")
    .select("jwk")
    .where("client_id", "=", clientId)
    .where("retired_at", "is", null)
    .orderBy("added_at")
    .orderBy("kid")
    .execute();
  return rows.map(({ jwk }) => jwk);
}

function isSame(one: PublicJwk, other: PublicJwk): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => one[name] === other[name]);
}
