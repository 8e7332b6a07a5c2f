import { after, type Clock, type Db } from "@tallystick/kit";
import { lifetimes } from "../lifetimes.ts";
import { hashId } from "./hash.ts";
import type { OpenedAuthorisation } from "./resources.ts";
import type { OauthTables } from "./tables.ts";

const kind = "Visit";

/**
 * Keeps what the PSU of an authorization request was led to, by the id that the library gave the request. Of two for the
 * same request the first stays; returns the one that has stayed.
 */
export async function rememberVisit(
  deps: { db: Db<OauthTables>; clock: Clock },
  uid: string,
  opened: OpenedAuthorisation,
): Promise<OpenedAuthorisation> {
  const kept = await deps.db
    .insertInto("oauth_record")
    .values({
      kind,
      id_hash: hashId(kind, uid),
      grant_hash: null,
      consent_id: null,
      payload: JSON.stringify(opened),
      consumed_at: null,
      expires_at: after(deps.clock.now(), lifetimes.interaction * 1000),
    })
    .onConflict((conflict) => conflict.columns(["kind", "id_hash"]).doNothing())
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows === 1n) return opened;
  return (await findVisit(deps, uid)) ?? opened;
}

export async function findVisit(
  deps: { db: Db<OauthTables>; clock: Clock },
  uid: string,
): Promise<OpenedAuthorisation | undefined> {
  const row = await deps.db
    .selectFrom("oauth_record")
    .select("payload")
    .where("kind", "=", kind)
    .where("id_hash", "=", hashId(kind, uid))
    .where("expires_at", ">", deps.clock.now())
    .executeTakeFirst();
  return row?.payload as OpenedAuthorisation | undefined;
}
