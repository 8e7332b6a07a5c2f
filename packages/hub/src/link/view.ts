import type { Bank, PaymentMethod } from "../connector/connector.ts";
import type { HubDeps } from "../deps.ts";
import type { LinkStatus } from "../events.ts";
import type { Failure, LinkType, PaymentIntent } from "../migrations/schema.ts";
import { offersFor, type Offer } from "../provider/offer.ts";
import { browserHash, endedStatusOf, lastAttemptOf, type AttemptRow } from "./attempt/store.ts";
import { isAtBank, isExpired, isUsedUp, mayBegin, moveKindOf } from "./rules.ts";
import { clientNameOf, historyOf, linkOfPayer, type LinkRow } from "./store.ts";

export interface AttemptView {
  readonly bank: Bank | undefined;
  readonly paymentMethodId: string;
  /** `requested`: the bank has not answered yet. `live`: it waits for the payer, or executes. `closed`: it is over. */
  readonly state: "requested" | "live" | "closed";
  /** Whether it was begun in the browser that asks now; false shows "started on another device". */
  readonly startedHere: boolean;
  /** Where the payer goes on at the bank; only for the browser that began. */
  readonly continueUrl?: string;
  readonly startedAt: Date;
}

/** What a hosted page may know of a link. Nothing of it is secret to one who holds the link's address. */
export interface LinkView {
  readonly linkId: string;
  readonly webId: string;
  readonly type: LinkType;
  readonly status: LinkStatus;
  /**
   * Of a link for several payers, for one who has no payment under way or made: `free` to pay, `busy` while another
   * pays, `used_up` when all payments have been made.
   */
  readonly turn?: "free" | "busy" | "used_up";
  readonly isExpired: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Instant of the newest status. */
  readonly since: Date;
  readonly merchant: string;
  /** Null leaves it to the payer's browser. */
  readonly locale: string | null;
  readonly userEditable: boolean;
  readonly intent: PaymentIntent;
  /** Where the payer may pay from, by name. */
  readonly offers: readonly Offer[];
  readonly attempt?: AttemptView;
  readonly failure?: Failure;
  readonly history: readonly { readonly status: LinkStatus; readonly at: Date }[];
  /** The merchant's address with `link_id` and `status` added; nothing in it decides anything. */
  readonly returnUrl?: string;
  readonly can: {
    /** Choose a bank and pay; also again after a failure. */
    readonly pay: boolean;
    /** Go on at the bank where it was begun. */
    readonly resume: boolean;
    /** Give up the bank where it was begun for another one. */
    readonly leave: boolean;
    readonly cancel: boolean;
  };
}

/** The link behind a public id as of now; undefined when there is none. Changes nothing. */
export async function viewLink(
  deps: HubDeps,
  { webId, browserId }: { readonly webId: string; readonly browserId?: string },
): Promise<LinkView | undefined> {
  const link = await linkOfPayer(deps.db, webId);
  if (link === undefined) return undefined;
  const [merchant, history, newest] = await Promise.all([
    clientNameOf(deps.db, link),
    historyOf(deps.db, link.link_id),
    lastAttemptOf(deps.db, link.link_id),
  ]);
  const now = deps.clock.now();
  const several = moveKindOf(link) === "several";
  const own = several && browserId !== undefined ? await lastAttemptOf(deps.db, link.link_id, browserId) : undefined;
  const stand = several ? standFor(link, newest, own) : { status: link.status, attempt: newest };
  const attemptView = stand.attempt === undefined ? undefined : viewAttempt(deps, link, stand.attempt, browserId);
  return {
    linkId: link.link_id,
    webId: link.web_id,
    type: link.type,
    status: stand.status,
    ...(stand.turn === undefined ? {} : { turn: stand.turn }),
    isExpired: isExpired(link, now),
    createdAt: link.created_at,
    expiresAt: link.expires_at,
    since: link.updated_at,
    merchant,
    locale: link.locale,
    userEditable: link.user_editable,
    intent: link.intent,
    offers: offersFor(deps.connectors, { intent: link.intent, filter: link.method_filter, now }),
    ...(attemptView === undefined ? {} : { attempt: attemptView }),
    ...(link.failure === null || stand.turn !== undefined ? {} : { failure: link.failure }),
    history: history.map(({ status, at }) => ({ status, at })),
    ...(link.redirect_url === null ? {} : { returnUrl: returnUrlOf(link, link.redirect_url) }),
    can: permissions(link, attemptView, now),
  };
}

interface Stand {
  readonly status: LinkStatus;
  readonly attempt?: AttemptRow | undefined;
  readonly turn?: NonNullable<LinkView["turn"]>;
}

/** Where a link for several payers stands for one of them: by their own newest payment, else by whether it is free. */
function standFor(link: LinkRow, newest: AttemptRow | undefined, own: AttemptRow | undefined): Stand {
  if (link.status === "revoked") return { status: "revoked" };
  const theirs = own !== undefined && own.attempt_id === newest?.attempt_id;
  if (theirs && link.status !== "started") return { status: link.status, attempt: own };
  if (own?.state === "closed" && endedStatusOf(own) === "completed") return { status: "completed", attempt: own };
  const turn = isUsedUp(link) ? "used_up" : mayBegin(link) ? "free" : "busy";
  return { status: link.status, turn };
}

function viewAttempt(deps: HubDeps, link: LinkRow, attempt: AttemptRow, browserId: string | undefined): AttemptView {
  const startedHere = browserId !== undefined && browserHash(browserId) === attempt.browser_hash;
  const resumable = startedHere && attempt.state === "live" && isAtBank(link.status);
  return {
    bank: deps.connectors.get(attempt.provider_id)?.bank,
    paymentMethodId: attempt.payment_method_id,
    state: attempt.state,
    startedHere,
    ...(resumable && attempt.continue_url !== null ? { continueUrl: attempt.continue_url } : {}),
    startedAt: attempt.created_at,
  };
}

function permissions(link: LinkRow, attempt: AttemptView | undefined, now: Date): LinkView["can"] {
  const usable = !isExpired(link, now);
  const kind = moveKindOf(link);
  const payable = usable && mayBegin(link);
  const atBank = isAtBank(link.status);
  const waiting = link.status === "created" || link.status === "started";
  return {
    pay: payable,
    resume: atBank && attempt?.continueUrl !== undefined,
    leave: atBank && (kind === "once" || (kind === "several" && attempt?.startedHere === true)),
    cancel: kind !== "several" && (atBank || waiting || payable),
  };
}

function returnUrlOf(link: LinkRow, redirectUrl: string): string {
  const url = new URL(redirectUrl);
  url.searchParams.set("link_id", link.link_id);
  url.searchParams.set("status", link.status);
  return url.href;
}

/** The method of an offer by its id; without an id the only one, or the first that the payer can use without typing. */
export function methodOf(offer: Offer, paymentMethodId: string | undefined): PaymentMethod | undefined {
  if (paymentMethodId !== undefined) {
    return offer.methods.find((method) => method.paymentMethodId === paymentMethodId);
  }
  return offer.methods.find((method) => !method.inputs.some((input) => input.required)) ?? offer.methods[0];
}
