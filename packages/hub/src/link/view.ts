import type { Bank, PaymentMethod } from "../connector/connector.ts";
import type { HubDeps } from "../deps.ts";
import type { LinkStatus } from "../events.ts";
import type { Failure, PaymentIntent } from "../migrations/schema.ts";
import { offersFor, type Offer } from "../provider/offer.ts";
import { browserHash, lastAttemptOf, type AttemptRow } from "./attempt/store.ts";
import { isAtBank, isExpired } from "./rules.ts";
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
  readonly status: LinkStatus;
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
  const [merchant, history, attempt] = await Promise.all([
    clientNameOf(deps.db, link),
    historyOf(deps.db, link.link_id),
    lastAttemptOf(deps.db, link.link_id),
  ]);
  const now = deps.clock.now();
  const attemptView = attempt === undefined ? undefined : viewAttempt(deps, link, attempt, browserId);
  return {
    linkId: link.link_id,
    webId: link.web_id,
    status: link.status,
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
    ...(link.failure === null ? {} : { failure: link.failure }),
    history: history.map(({ status, at }) => ({ status, at })),
    ...(link.redirect_url === null ? {} : { returnUrl: returnUrlOf(link, link.redirect_url) }),
    can: permissions(link, attemptView, now),
  };
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
  const atBank = isAtBank(link.status);
  const waiting = link.status === "created" || link.status === "started";
  return {
    pay: usable && (waiting || link.status === "failed"),
    resume: atBank && attempt?.continueUrl !== undefined,
    leave: atBank,
    cancel: atBank || waiting || (usable && link.status === "failed"),
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
