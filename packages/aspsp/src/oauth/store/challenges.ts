import { after, type Clock, type Db } from "@tallystick/kit";
import { hashId } from "./hash.ts";
import type { OauthTables } from "./tables.ts";

const kind = "Challenge";
const rememberedMs = 86_400_000;

/**
 * Whether the client has used this PKCE challenge for another request within a day: its verifier then protects nothing
 * (row O5). Two visits of one request, told by its state, are no reuse.
 */
export async function isReused(
  deps: { db: Db<OauthTables>; clock: Clock },
  request: { clientId: string; challenge: string; state: string },
): Promise<boolean> {
  const id_hash = hashId(kind, JSON.stringify([request.clientId, request.challenge]));
  const now = deps.clock.now();
  const state = hashId("state", request.state);
  const result = await deps.db
    .insertInto("oauth_record")
    .values({
      kind,
      id_hash,
      grant_hash: null,
      consent_id: null,
      payload: JSON.stringify({ state }),
      consumed_at: null,
      expires_at: after(now, rememberedMs),
    })
    .onConflict((conflict) => conflict.columns(["kind", "id_hash"]).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 1n) return false;
  const first = await deps.db
    .selectFrom("oauth_record")
    .select("payload")
    .where("kind", "=", kind)
    .where("id_hash", "=", id_hash)
    .executeTakeFirst();
  return first !== undefined && first.payload["state"] !== state;
}
