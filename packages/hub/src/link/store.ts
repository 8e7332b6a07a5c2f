import type { DbOrTx, Tx } from "@tallystick/kit";
import type { Insertable, Selectable } from "kysely";
import type { HubSchema } from "../migrations/schema.ts";

export type LinkRow = Selectable<HubSchema["link"]>;
export type NewLink = Insertable<HubSchema["link"]>;
export type LinkEventRow = Selectable<HubSchema["link_event"]>;

/** A link of this API client; one of another client is not found, like one that does not exist (row B3). */
export async function linkOfClient(
  db: DbOrTx<HubSchema>,
  clientId: string,
  linkId: string,
): Promise<LinkRow | undefined> {
  return db
    .selectFrom("link")
    .selectAll()
    .where("link_id", "=", linkId)
    .where("client_id", "=", clientId)
    .executeTakeFirst();
}

/** Who holds the public id may see and pay the link (row B6). */
export async function linkOfPayer(db: DbOrTx<HubSchema>, webId: string): Promise<LinkRow | undefined> {
  if (!isWebId(webId)) return undefined;
  return db.selectFrom("link").selectAll().where("web_id", "=", webId).executeTakeFirst();
}

function isWebId(text: string): boolean {
  return /^[A-Za-z0-9_-]{22,64}$/.test(text);
}

/** Holds the link until the transaction ends. Locks are taken in the order link, attempt, outbox. */
export async function lockLink(tx: Tx<HubSchema>, linkId: string): Promise<LinkRow> {
  return tx.selectFrom("link").selectAll().where("link_id", "=", linkId).forUpdate().executeTakeFirstOrThrow();
}

export async function clientNameOf(db: DbOrTx<HubSchema>, link: LinkRow): Promise<string> {
  const { name } = await db
    .selectFrom("client")
    .select("name")
    .where("client_id", "=", link.client_id)
    .executeTakeFirstOrThrow();
  return name;
}

/** Every status of the link with its instant, oldest first. */
export async function historyOf(db: DbOrTx<HubSchema>, linkId: string): Promise<LinkEventRow[]> {
  return db.selectFrom("link_event").selectAll().where("link_id", "=", linkId).orderBy("sequence").execute();
}
