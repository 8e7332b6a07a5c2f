import { after, type Clock, type Db } from "@tallystick/kit";
import type { Adapter, AdapterPayload } from "oidc-provider";
import type { HubSchema } from "../../migrations/schema.ts";
import { errors } from "../load.ts";
import { hashOf } from "./hash.ts";

interface StoreDeps {
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
}

/** For models of the library that do not occur: there are neither sessions nor grants. */
export const nothingKept: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};

/** Access tokens, by their hash. `keyOf` names the key by which the request in hand was signed. */
export function tokenAdapter({ db, clock }: StoreDeps, keyOf: () => string | undefined): Adapter {
  return {
    ...nothingKept,
    upsert: async (id: string, { clientId, scope }: AdapterPayload, expiresIn: number): Promise<void> => {
      if (clientId === undefined) throw new TypeError("a token has a client");
      if (scope === undefined) throw new errors.InvalidScope("scope is missing", "");
      await db
        .insertInto("access_token")
        .values({
          token_hash: hashOf(id),
          client_id: clientId,
          kid: keyOf() ?? null,
          scope,
          expires_at: after(clock.now(), expiresIn * 1000),
        })
        .execute();
    },
  };
}

/**
 * Used assertions. The library looks for one and then notes it, which two callers could do at the same time; here noting
 * is what decides, in one insert that holds for every process (row O9). `machineClock` is what assertions are dated by.
 */
export function assertionAdapter({ db }: StoreDeps, machineClock: Clock): Adapter {
  return {
    ...nothingKept,
    upsert: async (id: string, { iss }: AdapterPayload, expiresIn: number): Promise<void> => {
      if (iss === undefined) throw new TypeError("an assertion has an issuer");
      const noted = await db
        .insertInto("client_assertion")
        .values({
          client_id: iss,
          jti_hash: hashOf(id),
          expires_at: after(machineClock.now(), expiresIn * 1000),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("jti_hash")
        .executeTakeFirst();
      if (noted === undefined) throw new errors.InvalidClientAuth("the assertion was used before");
    },
  };
}

/** Removes tokens and assertions that have expired. */
export async function sweepTokens({ db, clock }: StoreDeps, machineClock: Clock): Promise<void> {
  await db.deleteFrom("access_token").where("expires_at", "<=", clock.now()).execute();
  await db.deleteFrom("client_assertion").where("expires_at", "<=", machineClock.now()).execute();
}
