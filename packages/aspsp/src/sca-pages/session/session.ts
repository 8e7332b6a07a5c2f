import { createHash } from "node:crypto";
import { after, type Clock, type Db, type Random } from "@tallystick/kit";
import type { PageTables, StoredNotice } from "../tables.ts";
import { readCookie, serialiseCookie, type CookieRules } from "./cookie.ts";

/** Row S7. */
const idleMs = 5 * 60_000;
const absoluteMs = 15 * 60_000;

/** A browser at the bank's pages, logged in or not. */
export interface Browser {
  /** Names the session in tokens and in the table; the cookie cannot be told from it. */
  readonly key: string;
  readonly psuId?: string;
  readonly psuName?: string;
  readonly notice?: StoredNotice;
  /** The Set-Cookie header that this answer has to carry. */
  readonly setCookie?: string;
  /** The session was one until just now and has run out. */
  readonly timedOut: boolean;
}

const cookieShape = /^[A-Za-z0-9_-]{43}$/;

/**
 * Sessions are rows under the hash of a random cookie. Before login the cookie alone exists, so that visitors cost no
 * row; login gives a new id and ends the old one, so that a cookie planted before it is worth nothing (row S7).
 */
export class PageSessions {
  #db: Db<PageTables>;
  #clock: Clock;
  #random: Random;
  #cookie: CookieRules;

  constructor(deps: { db: Db<PageTables>; clock: Clock; random: Random; cookie: CookieRules }) {
    this.#db = deps.db;
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#cookie = deps.cookie;
  }

  /** Reads the browser's session; `touch` counts the request as activity. */
  async open(cookieHeader: string | undefined, { touch }: { touch: boolean }): Promise<Browser> {
    const value = readCookie(cookieHeader, this.#cookie.name);
    if (value === undefined || !cookieShape.test(value)) return this.#begin(false);
    const key = keyOf(value);
    const row = await this.#db.selectFrom("page_session").selectAll().where("id_hash", "=", key).executeTakeFirst();
    if (row === undefined) return { key, timedOut: false };
    const now = this.#clock.now();
    if (row.seen_at <= after(now, -idleMs) || row.created_at <= after(now, -absoluteMs)) {
      await this.#end(key);
      return this.#begin(row.psu_id !== null);
    }
    if (touch) await this.#db.updateTable("page_session").set({ seen_at: now }).where("id_hash", "=", key).execute();
    return {
      key,
      ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
      ...(row.psu_name === null ? {} : { psuName: row.psu_name }),
      ...(row.notice === null ? {} : { notice: row.notice }),
      timedOut: false,
    };
  }

  /** Begins the PSU's session under a new id. */
  async login(before: Browser, psu: { psuId: string; name: string }): Promise<Browser> {
    const begun = this.#begin(false);
    const now = this.#clock.now();
    await this.#end(before.key);
    await this.#db
      .insertInto("page_session")
      .values({
        id_hash: begun.key,
        psu_id: psu.psuId,
        psu_name: psu.name,
        notice: null,
        created_at: now,
        seen_at: now,
      })
      .execute();
    return { ...begun, psuId: psu.psuId, psuName: psu.name };
  }

  /** Ends the session; the browser goes on under a new id. */
  async logout(browser: Browser): Promise<Browser> {
    await this.#end(browser.key);
    return this.#begin(false);
  }

  /** What the next page is to say; replaces what was to be said before. */
  async leaveNotice(browser: Browser, notice: StoredNotice | undefined): Promise<void> {
    const text = notice === undefined ? null : JSON.stringify(notice);
    if (notice === undefined && browser.notice === undefined) return;
    const now = this.#clock.now();
    await this.#db
      .insertInto("page_session")
      .values({ id_hash: browser.key, psu_id: null, psu_name: null, notice: text, created_at: now, seen_at: now })
      .onConflict((conflict) => conflict.column("id_hash").doUpdateSet({ notice: text }))
      .execute();
  }

  /** Removes sessions that have run out. */
  async sweep(): Promise<void> {
    const oldest = after(this.#clock.now(), -absoluteMs);
    await this.#db.deleteFrom("page_session").where("created_at", "<=", oldest).execute();
  }

  #begin(timedOut: boolean): Browser {
    const value = this.#random.token();
    return { key: keyOf(value), setCookie: serialiseCookie(this.#cookie, value), timedOut };
  }

  async #end(key: string): Promise<void> {
    await this.#db.deleteFrom("page_session").where("id_hash", "=", key).execute();
  }
}

function keyOf(cookie: string): string {
  return createHash("sha256").update(cookie).digest("base64url");
}
