import type { Answer, Call } from "../api/operation.ts";
import { instantOf, startOf } from "../api/page.ts";
import type { Cursors, CursorScope, Position } from "../cursor.ts";
import type { BodyOf } from "../endpoints.ts";
import type { LinkStatus } from "../events.ts";
import type { HubDeps } from "../deps.ts";
import { sql } from "kysely";
import { describeLink } from "./get.ts";
import { describeChoice } from "./payments.ts";
import type { LinkRow } from "./store.ts";

type Filter = NonNullable<BodyOf<"links.list">["filter"]>;

const defaultLimit = 50;
/** Version 1 has no pages; it answers with the newest links. */
const limitWithoutPages = 250;

/** `links/list`, newest first, with a cursor at every item (hub-api sections 1 and 4, rows B8, B9). */
export async function listLinks(call: Call<"links.list">, cursors: Cursors): Promise<Answer> {
  const { deps, client, version, body } = call;
  const filter = body.filter ?? {};
  const query: ListQuery = { clientId: client.clientId, filter, version, ...instantsOf(filter) };
  if (version === "v1") {
    const links = await find(deps, query, limitWithoutPages, undefined);
    return { links: links.map((link) => ({ ...describeLink(deps, link, version), ...describeChoice(deps, link) })) };
  }
  const now = deps.clock.now();
  const scope: CursorScope = { clientId: client.clientId, route: "links.list", filter };
  const pagination = ("pagination" in body ? body.pagination : undefined) ?? {};
  const limit = pagination.limit ?? defaultLimit;
  const links = await find(
    deps,
    query,
    limit + 1,
    startOf({ after: pagination.after, path: "pagination.after" }, cursors, scope, now),
  );
  const page = links.slice(0, limit).map((link) => ({
    ...describeLink(deps, link, version),
    ...describeChoice(deps, link),
    keyset: cursors.write({ at: link.created_at, id: link.link_id }, scope, now),
  }));
  return {
    links: page,
    pagination: { count: page.length, "more?": links.length > limit, after: page.at(-1)?.keyset ?? null },
  };
}

interface ListQuery {
  readonly clientId: string;
  readonly version: "v1" | "v2";
  readonly filter: Filter;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

async function find(deps: HubDeps, query: ListQuery, limit: number, start: Position | undefined): Promise<LinkRow[]> {
  const { clientId, filter, from, to } = query;
  let links = deps.db.selectFrom("link").selectAll().where("client_id", "=", clientId);
  if (filter.status !== undefined) {
    // Not `in`, which has no empty list.
    links = links.where(sql<boolean>`status = any(${statusesShownAs(filter.status, query.version)}::text[])`);
  }
  if (filter.provider_id !== undefined) links = links.where("provider_id", "=", filter.provider_id);
  if (filter.tracking?.entity_id !== undefined) links = links.where("entity_id", "=", filter.tracking.entity_id);
  if (filter.tracking?.user_id !== undefined) links = links.where("user_id", "=", filter.tracking.user_id);
  if (from !== undefined) links = links.where("created_at", ">=", from);
  if (to !== undefined) links = links.where("created_at", "<", to);
  if (start !== undefined) {
    links = links.where(sql<boolean>`(created_at, link_id) < (${start.at}::timestamptz, ${start.id}::uuid)`);
  }
  return links.orderBy("created_at", "desc").orderBy("link_id", "desc").limit(limit).execute();
}

function statusesShownAs(status: LinkStatus, version: "v1" | "v2"): LinkStatus[] {
  if (version === "v2") return [status];
  if (status === "completed") return ["completed", "funds_received", "funds_rejected"];
  return status === "funds_received" || status === "funds_rejected" ? [] : [status];
}

function instantsOf(filter: Filter): { from: Date | undefined; to: Date | undefined } {
  return {
    from: instantOf(filter.inserted_at_from, "filter.inserted_at_from"),
    to: instantOf(filter.inserted_at_to, "filter.inserted_at_to"),
  };
}
