import type { Db, DbOrTx } from "@tallystick/kit";
import { sql } from "kysely";
import type { Lifetimes } from "../../standard/standard.ts";
import { hashId } from "./hash.ts";
import type { OauthTables } from "./tables.ts";

/** How long a consent can be used at most, if nobody ends it before. */
export interface ConsentEnd {
  /** When its last day is over or its SCA too old; undefined when neither limits it. */
  readonly endsAt?: Date;
}

/**
 * The end of a valid consent: its last day in the bank's time zone, the age of its SCA, and for a one-off consent the
 * time after its SCA, whichever comes first. Undefined when it is not valid.
 */
export async function findConsentEnd(
  db: Db<OauthTables>,
  of: { consentId: string; timeZone: string; lifetimes: Lifetimes },
): Promise<ConsentEnd | undefined> {
  const { consentId, timeZone } = of;
  const { scaDays, oneOffMinutes } = of.lifetimes;
  // Questions about funds are not reads of an account: no SCA has to be renewed for them.
  const row = await db
    .selectFrom("consent")
    .select(
      sql<Date | null>`least(
        (valid_until + 1)::timestamp at time zone ${timeZone}::text,
        case when kind <> 'funds' then sca_at + make_interval(secs => ${scaDays * 86_400}::int) end,
        case when kind <> 'funds' and not recurring then sca_at + make_interval(secs => ${oneOffMinutes * 60}::int) end
      )`.as("ends_at"),
    )
    .where("consent_id", "=", consentId)
    .where("status", "=", "valid")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return row.ends_at === null ? {} : { endsAt: row.ends_at };
}

/** Ties a grant to a consent, before anybody knows of the grant. */
export async function bindGrant(db: Db<OauthTables>, of: { grantId: string; consentId: string }): Promise<void> {
  await db
    .updateTable("oauth_record")
    .set({ consent_id: of.consentId })
    .where("kind", "=", "Grant")
    .where("id_hash", "=", hashId("Grant", of.grantId))
    .execute();
}

/**
 * Plain scopes are of no consent in particular (C8): what was granted with a consent that a newer one replaces goes on
 * under the newer one. What is bound to the older one by its scope ends with it (row O16).
 */
export async function handOnPlainGrants(db: DbOrTx<OauthTables>, of: { from: string; to: string }): Promise<void> {
  await db
    .updateTable("oauth_record")
    .set({ consent_id: of.to })
    .where("kind", "=", "Grant")
    .where("consent_id", "=", of.from)
    .where(sql<boolean>`not exists (
      select from jsonb_each_text(payload -> 'resources') as granted where granted.value like '%:%')`)
    .execute();
}

/** The whole seconds that a grant has left. */
export async function secondsLeft(db: Db<OauthTables>, of: { grantId: string; now: Date }): Promise<number> {
  const row = await db
    .selectFrom("oauth_record")
    .select("expires_at")
    .where("kind", "=", "Grant")
    .where("id_hash", "=", hashId("Grant", of.grantId))
    .executeTakeFirst();
  return row === undefined ? 0 : Math.floor((row.expires_at.getTime() - of.now.getTime()) / 1000);
}
