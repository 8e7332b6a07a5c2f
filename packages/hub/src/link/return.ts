import type { HubDeps } from "../deps.ts";
import { askBank } from "./attempt/ask.ts";
import { browserHash, claimForBrowser, hurry, type AttemptRow } from "./attempt/store.ts";
import { moveLink } from "./move.ts";
import { linkOfPayer, lockLink } from "./store.ts";

export interface ReturnInput {
  readonly webId: string;
  /** Last part of the path to which the bank sent the browser. */
  readonly state: string;
  readonly browserId?: string;
  /** What the bank put into the address for the one who began, at a bank that wants a confirmation. */
  readonly confirmationCode?: string;
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
 * The bank sent a browser back. That carries no authority and nothing that the address says is believed: the link is
 * noted as `received` and the bank is asked, any number of times and in any order (rows P11, P12). The bank's confirmation
 * code is handed on for the browser that began alone: in any other, somebody has been led to authorise a payment that is
 * not theirs, and it ends unconfirmed (row S11).
 */
export async function returnFromBank(deps: HubDeps, input: ReturnInput): Promise<ReturnOutcome> {
  const link = await linkOfPayer(deps.db, input.webId);
  const attempt = link && (await attemptOf(deps, link.link_id, input.state));
  if (attempt === undefined) return { kind: "unknown" };
  const here = input.browserId !== undefined && (await isTheirs(deps, attempt, input.browserId));
  if (attempt.state === "live") {
    await receive(deps, attempt);
    if (here) await confirm(deps, attempt, input.confirmationCode);
    await askBank(deps, attempt.attempt_id, { timeoutMs: askWithinMs });
    await hurry(deps, "follow", attempt.attempt_id);
  }
  return { kind: here ? "here" : "elsewhere" };
}

/** A payment that was begun without a browser is that of the first one to come back from the bank. */
async function isTheirs(deps: HubDeps, attempt: AttemptRow, browserId: string): Promise<boolean> {
  if (attempt.browser_hash !== null) return attempt.browser_hash === browserHash(browserId);
  const { browser_hash: hash } = await claimForBrowser(deps.db, attempt, browserId);
  return hash === browserHash(browserId);
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

/** A lost answer is no matter: the bank is asked next, and a second confirmation changes nothing. */
async function confirm(deps: HubDeps, attempt: AttemptRow, code: string | undefined): Promise<void> {
  const { confirms_authorisation_id: authorisationId, bank_payment_id: paymentId } = attempt;
  if (code === undefined || authorisationId === null || paymentId === null) return;
  const connector = deps.connectors.get(attempt.provider_id);
  const { product } = attempt;
  const confirmation = { product, paymentId, authorisationId, confirmationCode: code, timeoutMs: askWithinMs };
  const outcome = await connector?.confirmPayment(confirmation);
  deps.checkpoint("after_confirmation");
  if (outcome?.kind === "confirmed") return;
  deps.log.warn("payment_not_confirmed", {
    linkId: attempt.link_id,
    providerId: attempt.provider_id,
    code: outcome?.code ?? "bank_unavailable",
  });
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
