import type { HubDeps } from "../deps.ts";
import { askBank } from "./attempt/ask.ts";
import { browserHash, hurry, type AttemptRow } from "./attempt/store.ts";
import { moveLink } from "./move.ts";
import { linkOfPayer, lockLink } from "./store.ts";

export interface ReturnInput {
  readonly webId: string;
  /** Last part of the path to which the bank sent the browser. */
  readonly state: string;
  readonly browserId?: string;
}

export type ReturnOutcome =
  /** The browser that began: go on with the link's page. */
  | { readonly kind: "here" }
  /** Another browser: a neutral page says that it was started on another device (decision 3, row S11). */
  | { readonly kind: "elsewhere" }
  /** No payment was begun with this address. */
  | { readonly kind: "unknown" };

const askWithinMs = 5_000;

/**
 * The bank sent a browser back. That carries no authority and no parameter of the address is read: the link is noted as
 * `received` and the bank is asked, any number of times and in any order (rows P11, P12).
 */
export async function returnFromBank(deps: HubDeps, input: ReturnInput): Promise<ReturnOutcome> {
  const link = await linkOfPayer(deps.db, input.webId);
  const attempt = link && (await attemptOf(deps, link.link_id, input.state));
  if (attempt === undefined) return { kind: "unknown" };
  if (attempt.state === "live") {
    await receive(deps, attempt);
    await askBank(deps, attempt.attempt_id, { timeoutMs: askWithinMs });
    await hurry(deps, "follow", attempt.attempt_id);
  }
  const here = input.browserId !== undefined && browserHash(input.browserId) === attempt.browser_hash;
  return { kind: here ? "here" : "elsewhere" };
}

async function attemptOf(deps: HubDeps, linkId: string, state: string): Promise<AttemptRow | undefined> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(state)) return undefined;
  return deps.db
    .selectFrom("attempt")
    .selectAll()
    .where("return_state", "=", state)
    .where("link_id", "=", linkId)
    .executeTakeFirst();
}

async function receive(deps: HubDeps, attempt: AttemptRow): Promise<void> {
  const moved = await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, attempt.link_id);
    const { state } = await tx
      .selectFrom("attempt")
      .select("state")
      .where("attempt_id", "=", attempt.attempt_id)
      .executeTakeFirstOrThrow();
    if (state !== "live") return false;
    await tx
      .updateTable("attempt")
      .set({ followed_from: deps.clock.now() })
      .where("attempt_id", "=", attempt.attempt_id)
      .execute();
    if (link.status !== "intent_accepted" && link.status !== "awaiting_authz") return false;
    const away = link.status === "awaiting_authz" ? link : await moveLink(tx, deps, link, { to: "awaiting_authz" });
    await moveLink(tx, deps, away, { to: "received" });
    return true;
  });
  if (moved) deps.checkpoint("after_status_commit:received");
}
