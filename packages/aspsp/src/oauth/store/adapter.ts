import { after, type Clock, type Db } from "@tallystick/kit";
import { sql } from "kysely";
import type { Adapter, AdapterPayload } from "oidc-provider";
import { hashId } from "./hash.ts";
import { lifetimes } from "../lifetimes.ts";
import { errors } from "../load.ts";
import type { OauthTables } from "./tables.ts";

const pushed = "PushedAuthorizationRequest";

/** Models that live only as long as the grant that they came from. */
const boundToGrant = new Set(["AccessToken", "RefreshToken", "AuthorizationCode"]);

/** As JSON writes them, an even number of backslashes before. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/**
 * Keeps one model of oidc-provider in PostgreSQL. Ids are stored hashed and expiry is a column held against the
 * injected clock. `consume` is one conditional update: of parallel callers one succeeds, and each of the others revokes
 * the grant, since a code that is used twice has leaked (RFC 6749 section 4.1.2).
 */
export class RecordAdapter implements Adapter {
  #db: Db<OauthTables>;
  #clock: Clock;
  #kind: string;

  constructor(deps: { db: Db<OauthTables>; clock: Clock }, kind: string) {
    this.#db = deps.db;
    this.#clock = deps.clock;
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { jti: _raw, ...kept } = payload;
    const text = JSON.stringify(kept);
    // PostgreSQL stores neither NUL nor half a character, and no parameter needs them.
    if (unstorable.test(text)) throw new errors.InvalidRequest("a parameter holds a character that is no text");
    const changing = {
      payload: text,
      expires_at: after(this.#clock.now(), expiresIn * 1000),
    };
    await this.#db
      .insertInto("oauth_record")
      .values({
        kind: this.#kind,
        id_hash: hashId(this.#kind, id),
        grant_hash: payload.grantId === undefined ? null : hashId("Grant", payload.grantId),
        consent_id: null,
        consumed_at: null,
        ...changing,
      })
      .onConflict((conflict) => conflict.columns(["kind", "id_hash"]).doUpdateSet(changing))
      .execute();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const now = this.#clock.now();
    let query = this.#db
      .selectFrom("oauth_record as record")
      .select(["record.payload", "record.consumed_at", "record.expires_at"])
      .where("record.kind", "=", this.#kind)
      .where("record.id_hash", "=", hashId(this.#kind, id))
      .where("record.expires_at", ">", after(now, -keptMs(this.#kind)));
    if (boundToGrant.has(this.#kind)) query = query.where((where) => where.exists(liveGrant(this.#db, now)));
    const row = await query.executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      ...row.payload,
      jti: id,
      // The library holds `exp` against its own clock.
      ...(row.expires_at <= now ? { exp: 0 } : {}),
      ...(row.consumed_at === null ? {} : { consumed: Math.floor(row.consumed_at.getTime() / 1000) }),
    };
  }

  async consume(id: string): Promise<void> {
    const row = await this.#db
      .updateTable("oauth_record")
      .set({ consumed_at: this.#clock.now() })
      .where("kind", "=", this.#kind)
      .where("id_hash", "=", hashId(this.#kind, id))
      .where("consumed_at", "is", null)
      .returning("id_hash")
      .executeTakeFirst();
    if (row !== undefined) return;
    await this.#revokeGrantOf(id);
    if (this.#kind === pushed) throw new errors.InvalidRequestUri("request_uri was already used");
    throw new errors.InvalidGrant("already consumed");
  }

  async destroy(id: string): Promise<void> {
    await this.#db
      .deleteFrom("oauth_record")
      .where("kind", "=", this.#kind)
      .where("id_hash", "=", hashId(this.#kind, id))
      .execute();
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#db
      .deleteFrom("oauth_record")
      .where("kind", "=", this.#kind)
      .where("grant_hash", "=", hashId("Grant", grantId))
      .execute();
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** Without its grant a token is dead, also one that the winner of a race stores later. */
  async #revokeGrantOf(id: string): Promise<void> {
    await this.#db
      .deleteFrom("oauth_record")
      .where("kind", "=", "Grant")
      .where("id_hash", "=", (from) =>
        from
          .selectFrom("oauth_record")
          .select(sql<string>`coalesce(grant_hash, '')`.as("grant_hash"))
          .where("kind", "=", this.#kind)
          .where("id_hash", "=", hashId(this.#kind, id)),
      )
      .execute();
  }
}

/** A subquery for the grant that `record` belongs to; there is none any more when its consent has ended. */
function liveGrant(db: Db<OauthTables>, now: Date) {
  return db
    .selectFrom("oauth_record as granted")
    .leftJoin("consent", "consent.consent_id", "granted.consent_id")
    .select("granted.id_hash")
    .where("granted.kind", "=", "Grant")
    .whereRef("granted.id_hash", "=", sql.ref("record.grant_hash"))
    .where("granted.expires_at", ">", now)
    .where((where) => where.or([where("granted.consent_id", "is", null), where("consent.status", "=", "valid")]));
}

/**
 * The library's browser session is not kept: each authorization asks the PSU anew, so nothing is remembered that a
 * later request on the same browser could ride on.
 */
export const noSession: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};

/** An access token is kept a day beyond its end, so that who uses it is told that it has expired and not that it is unknown. */
const keepExpiredMs = 86_400_000;

/**
 * How long a record that can begin nothing any more still counts. A pushed request expires at once for new visits, and is
 * used up by the PSU who came in time and is ready later (row O13).
 */
function keptMs(kind: string): number {
  return kind === pushed ? lifetimes.interaction * 1000 : 0;
}

/** Removes what has expired. */
export async function sweepRecords(db: Db<OauthTables>, now: Date): Promise<void> {
  const keptLonger = [pushed, "AccessToken"];
  await db
    .deleteFrom("oauth_record")
    .where("expires_at", "<=", now)
    .where((where) =>
      where.or([
        where("kind", "not in", keptLonger),
        where.and([where("kind", "=", pushed), where("expires_at", "<=", after(now, -keptMs(pushed)))]),
        where("expires_at", "<=", after(now, -keepExpiredMs)),
      ]),
    )
    .execute();
}
