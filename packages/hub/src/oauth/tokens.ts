import type { Clock, Db } from "@tallystick/kit";
import type { AccessTokens } from "../client/authenticate.ts";
import { clientOf } from "../client/clients.ts";
import type { Scope } from "../client/scope.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { hashOf } from "./store/hash.ts";

/** Reads tokens, their client and the key they came by in one statement, so that what was retired counts at once everywhere. */
export function createAccessTokens({ db, clock }: { readonly db: Db<HubSchema>; readonly clock: Clock }): AccessTokens {
  return {
    async find(token) {
      const row = await db
        .selectFrom("access_token")
        .innerJoin("client", "client.client_id", "access_token.client_id")
        .leftJoin("client_key", (join) =>
          join
            .onRef("client_key.client_id", "=", "access_token.client_id")
            .onRef("client_key.kid", "=", "access_token.kid"),
        )
        .selectAll("client")
        .select("access_token.scope")
        .where("access_token.token_hash", "=", hashOf(token))
        .where("access_token.expires_at", ">", clock.now())
        .where("client_key.retired_at", "is", null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return { client: clientOf(row), scopes: row.scope.split(" ") as Scope[] };
    },
  };
}
