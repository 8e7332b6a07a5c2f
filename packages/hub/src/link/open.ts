import type { HubDeps } from "../deps.ts";
import { moveLink } from "./move.ts";
import { isExpired } from "./rules.ts";
import { linkOfPayer, lockLink } from "./store.ts";
import { viewLink, type LinkView } from "./view.ts";

export type OpenOutcome =
  | { readonly kind: "open"; readonly view: LinkView }
  /** No such link; a wrong id and a link of no one look the same. */
  | { readonly kind: "unknown" };

export interface OpenInput {
  readonly webId: string;
  /** Value of the browser's cookie, when it sent one. */
  readonly browserId?: string;
}

/** The payer opens the hosted page: created → started, once. An expired or ended link opens too, to say so. */
export async function openLink(deps: HubDeps, input: OpenInput): Promise<OpenOutcome> {
  const link = await linkOfPayer(deps.db, input.webId);
  if (link === undefined) return { kind: "unknown" };
  if (link.status === "created" && !isExpired(link, deps.clock.now())) await start(deps, link.link_id);
  const view = await viewLink(deps, input);
  return view === undefined ? { kind: "unknown" } : { kind: "open", view };
}

async function start(deps: HubDeps, linkId: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, linkId);
    if (link.status === "created") await moveLink(tx, deps, link, { to: "started" });
  });
  deps.checkpoint("after_status_commit:started");
  deps.wake();
}
