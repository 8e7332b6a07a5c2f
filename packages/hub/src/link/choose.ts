import type { Bank, MethodInput, PaymentMethod } from "../connector/connector.ts";
import type { HubDeps } from "../deps.ts";
import { offersFor } from "../provider/offer.ts";
import { leaveBank, type LeaveOutcome } from "./attempt/leave.ts";
import { moveLink } from "./move.ts";
import { isExpired, moveKindOf } from "./rules.ts";
import { browserHash, openAttemptOf } from "./attempt/store.ts";
import { linkOfPayer, lockLink, type LinkRow } from "./store.ts";
import { methodOf } from "./view.ts";

export interface ChooseInput {
  readonly webId: string;
  readonly providerId: string;
  /** Without it the offer's first method is meant. */
  readonly paymentMethodId?: string;
}

export type ChooseOutcome =
  | {
      readonly kind: "chosen";
      readonly bank: Bank;
      readonly method: PaymentMethod;
      /** What the payer may or must say; an input that the intent already answers is left out. */
      readonly inputs: readonly MethodInput[];
    }
  /** This bank, or this method, cannot make the payment or was excluded by the link. */
  | { readonly kind: "not_offered" }
  | { readonly kind: "unknown" };

/** What the payer would pay with; changes nothing. */
export async function chooseBank(deps: HubDeps, input: ChooseInput): Promise<ChooseOutcome> {
  const link = await linkOfPayer(deps.db, input.webId);
  if (link === undefined) return { kind: "unknown" };
  const offers = offersFor(deps.connectors, { intent: link.intent, filter: link.method_filter, now: deps.clock.now() });
  const offer = offers.find(({ bank }) => bank.providerId === input.providerId);
  const method = offer && methodOf(offer, input.paymentMethodId);
  if (offer === undefined || method === undefined) return { kind: "not_offered" };
  const given = link.intent.debtor?.iban !== undefined;
  return { kind: "chosen", bank: offer.bank, method, inputs: given ? [] : method.inputs };
}

export interface ChooseAgainInput {
  readonly webId: string;
  /** Value of the browser's cookie, when it sent one. */
  readonly browserId?: string;
}

export type ChooseAgainOutcome =
  | { readonly kind: "ready" }
  | { readonly kind: "expired" }
  | Exclude<LeaveOutcome, { readonly kind: "left" }>
  | { readonly kind: "unknown" };

/**
 * The payer wants to start over, with this bank or another: failed → started; at a bank, the payment is deleted there
 * first, and where the bank refuses that (405) it can no longer be left (decision 5).
 */
export async function chooseAgain(deps: HubDeps, input: ChooseAgainInput): Promise<ChooseAgainOutcome> {
  const link = await linkOfPayer(deps.db, input.webId);
  if (link === undefined) return { kind: "unknown" };
  if (!(await mayLeave(deps, link, input))) return { kind: "cannot_leave", status: link.status };
  const left = await leaveBank(deps, link.link_id);
  if (left.kind !== "left") return left;
  return deps.db
    .transaction()
    .execute(async (tx): Promise<ChooseAgainOutcome> => {
      const locked = await lockLink(tx, link.link_id);
      if (isExpired(locked, deps.clock.now())) return { kind: "expired" };
      if (locked.status === "failed") await moveLink(tx, deps, locked, { to: "started" });
      return { kind: "ready" };
    })
    .finally(deps.wake);
}

/** A bank that the application chose is not left; of a link for several payers each leaves their own payment alone. */
async function mayLeave(deps: HubDeps, link: LinkRow, { browserId }: ChooseAgainInput): Promise<boolean> {
  const kind = moveKindOf(link);
  if (kind !== "several") return kind === "once";
  const open = await openAttemptOf(deps.db, link.link_id);
  return open === undefined || (browserId !== undefined && open.browser_hash === browserHash(browserId));
}
