import type { Tx } from "@tallystick/kit";
import type { HubDeps } from "../deps.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { askBank } from "./attempt/ask.ts";
import { browserHash, openAttemptOf, type AttemptRow } from "./attempt/store.ts";
import { moveLink } from "./move.ts";
import { isAtBank } from "./rules.ts";
import { linkOfPayer, lockLink, type LinkRow } from "./store.ts";

/** A payer who came back goes to the bank again only while the bank still waits for them (decision 5). */
export async function askIfBack(deps: HubDeps, webId: string): Promise<void> {
  const link = await linkOfPayer(deps.db, webId);
  if (link?.status !== "received") return;
  const attempt = await openAttemptOf(deps.db, link.link_id);
  if (attempt !== undefined) await askBank(deps, attempt.attempt_id, { timeoutMs: 5_000 });
}

/**
 * The browser that began goes on at the bank: → awaiting_authz. Returns the bank's address, or undefined when there is
 * nothing to go on with, or nothing for this browser.
 */
export async function resumeAtBank(
  deps: HubDeps,
  { webId, browserId }: { readonly webId: string; readonly browserId: string },
): Promise<string | undefined> {
  const found = await linkOfPayer(deps.db, webId);
  if (found === undefined) return undefined;
  await askIfBack(deps, webId);
  const url = await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, found.link_id);
    const open = await openAttemptOf(tx, link.link_id);
    if (open === undefined || open.browser_hash !== browserHash(browserId) || !isAtBank(link.status)) return undefined;
    return sendToBank(tx, deps, link, open);
  });
  deps.wake();
  return url;
}

/** For a caller that holds the lock of a link that is at a bank; undefined when the bank gave no address. */
export async function sendToBank(
  tx: Tx<HubSchema>,
  deps: HubDeps,
  link: LinkRow,
  open: AttemptRow,
): Promise<string | undefined> {
  if (open.continue_url === null) return undefined;
  if (link.status !== "awaiting_authz") await moveLink(tx, deps, link, { to: "awaiting_authz" });
  return open.continue_url;
}
