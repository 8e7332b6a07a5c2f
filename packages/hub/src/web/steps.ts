import { maskIban } from "@tallystick/xs2a";
import type { PaymentMethod } from "../connector/connector.ts";
import { methodOf, type LinkView } from "../link/view.ts";
import type { Offer } from "../provider/offer.ts";
import type { BankChoice, BankHealth, ConfirmStep, EndingCode, EndingStep, Step } from "./views/model.ts";
import { endingOfFailure } from "./failure.ts";
import { searchBanks } from "./search.ts";

export interface StepWish {
  /** The bank that was picked. */
  readonly bank?: string | undefined;
  readonly method?: string | undefined;
  /** The payer wants to see the list of banks. */
  readonly choose?: boolean;
  readonly query?: string | undefined;
  /** Whether the payer has just cancelled here. */
  readonly cancelled?: boolean;
}

export interface StepContext {
  readonly now: Date;
  readonly healthOf: (providerId: string) => BankHealth | undefined;
}

/** How long the bank's answer is awaited before the page says that the payment may be unfinished. */
const askingMs = 10_000;
/** How long after the end a page in another browser still tells it as news and not as history. */
const newsMs = 10 * 60_000;

/** Where a link stands for one browser, as the step that its page shows. */
export function stepOf(view: LinkView, wish: StepWish, context: StepContext): Step {
  if (view.turn !== undefined) return inTurn(view, wish, context, view.turn);
  const here = view.attempt?.startedHere === true;
  // The bank has the payment already, whichever device the payer goes on with.
  const transportable = view.type === "wrapped_sca";
  switch (view.status) {
    case "created":
    case "started":
      return view.isExpired ? expired(view) : chooseOrConfirm(view, wish, context);
    case "failed":
      return failed(view, wish, context);
    case "requested":
      return here || transportable ? wait(view, "sending", context) : otherDevice(view);
    case "intent_accepted":
    case "awaiting_authz":
      if (transportable && !here) return handOver(view, context);
      return here ? notFinished(view) : otherDevice(view);
    case "received": {
      if (!here && !transportable) return otherDevice(view);
      if (context.now.getTime() - view.since.getTime() < askingMs) return wait(view, "asking", context);
      return here ? notFinished(view) : handOver(view, context);
    }
    case "submitted":
      return ending(view, "on_their_way");
    case "completed":
    case "funds_received": {
      if (view.can.pay && wishesMore(wish)) return chooseOrConfirm(view, wish, context);
      const news = here || context.now.getTime() - view.since.getTime() < newsMs;
      return ending(view, news ? "paid" : "already_paid", { payMore: view.can.pay });
    }
    case "funds_rejected":
      return ending(view, "returned");
    case "revoked": {
      const byPayer = wish.cancelled === true || view.failure?.code === "cancelled_by_payer";
      return ending(view, byPayer ? "cancelled_by_you" : "cancelled_by_merchant");
    }
  }
}

/** A link for several payers, for one who is not at it yet. */
function inTurn(view: LinkView, wish: StepWish, context: StepContext, turn: "free" | "busy" | "used_up"): Step {
  if (turn === "used_up") return ending(view, "used_up");
  if (view.isExpired) return expired(view);
  return turn === "busy" ? ending(view, "busy") : chooseOrConfirm(view, wish, context);
}

function wishesMore(wish: StepWish): boolean {
  return wish.choose === true || wish.bank !== undefined || wish.query !== undefined;
}

export function ending(view: LinkView, code: EndingCode, can: EndingStep["can"] = {}): EndingStep {
  const bankName = view.attempt?.bank?.name;
  return { step: "ending", code, can, ...(bankName === undefined ? {} : { bankName }) };
}

function expired(view: LinkView): EndingStep {
  return { step: "ending", code: "link_expired", at: view.expiresAt, can: {} };
}

function otherDevice(view: LinkView): EndingStep {
  return ending(view, "other_device", { takeOver: view.can.leave });
}

function notFinished(view: LinkView): EndingStep {
  return ending(view, "not_finished", {
    leave: view.can.leave,
    ...(view.can.resume ? { continueUrl: `/pay/${view.webId}/go` } : {}),
  });
}

/** The one bank that has the payment, with the button that leads there. */
function handOver(view: LinkView, context: StepContext): Step {
  const offer = view.offers.find(({ bank }) => bank.providerId === view.attempt?.bank?.providerId);
  const method = offer && methodOf(offer, view.attempt?.paymentMethodId);
  return offer === undefined || method === undefined ? notFinished(view) : confirm(view, offer, method, context);
}

function wait(view: LinkView, of: "sending" | "asking", context: StepContext): Step {
  const since = of === "sending" ? (view.attempt?.startedAt ?? view.since) : view.since;
  const waitedMs = Math.max(0, context.now.getTime() - since.getTime());
  return { step: "wait", of, bankName: view.attempt?.bank?.name ?? "—", waitedMs };
}

function failed(view: LinkView, wish: StepWish, context: StepContext): Step {
  if (view.can.pay && wishesMore(wish)) return chooseOrConfirm(view, wish, context);
  const failure = endingOfFailure(view.failure);
  const bank = view.attempt?.bank;
  const offered = view.offers.some((offer) => offer.bank.providerId === bank?.providerId);
  const can: EndingStep["can"] = !view.can.pay
    ? {}
    : {
        ...(bank !== undefined && offered ? { again: bank.providerId } : {}),
        otherBank: view.offers.some((offer) => offer.bank.providerId !== bank?.providerId),
      };
  return { ...ending(view, failure.code, can), ...failure };
}

function chooseOrConfirm(view: LinkView, wish: StepWish, context: StepContext): Step {
  const only = view.offers.length === 1 ? view.offers[0] : undefined;
  const picked = view.offers.find((offer) => offer.bank.providerId === wish.bank) ?? only;
  const method = picked && methodOf(picked, wish.method);
  if (picked !== undefined && method !== undefined) return confirm(view, picked, method, context);
  const query = wish.query?.trim() ?? "";
  const found = query === "" ? atHomeFirst(view) : searchBanks(banksOf(view), query);
  const banks = found.map((bank) => choiceOf(bank, context));
  return { step: "choose", query, banks, all: query === "" };
}

export function banksOf(view: LinkView) {
  return view.offers.map((offer) => offer.bank);
}

/** Most people bank in the payee's country. */
function atHomeFirst(view: LinkView) {
  const country = view.intent.creditor.iban.slice(0, 2);
  return banksOf(view).sort((a, b) => Number(b.country === country) - Number(a.country === country));
}

export function choiceOf(bank: Offer["bank"], { healthOf }: Pick<StepContext, "healthOf">): BankChoice {
  const health = healthOf(bank.providerId);
  const { providerId, name, bic, country } = bank;
  return { providerId, name, bic, country, ...(health === undefined ? {} : { health }) };
}

export function confirm(
  view: LinkView,
  offer: Offer,
  method: PaymentMethod,
  context: Pick<StepContext, "healthOf">,
  typed: { readonly value?: string | undefined; readonly error?: "missing" | "invalid" | "other_bank" } = {},
): ConfirmStep {
  return {
    step: "confirm",
    bank: choiceOf(offer.bank, context),
    methods: offer.methods.map(({ paymentMethodId, scheme }) => ({ id: paymentMethodId, scheme })),
    methodId: method.paymentMethodId,
    debtor: debtorOf(view, method, typed),
    canChange: view.offers.length > 1,
  };
}

function debtorOf(
  view: LinkView,
  method: PaymentMethod,
  typed: { readonly value?: string | undefined; readonly error?: "missing" | "invalid" | "other_bank" },
): ConfirmStep["debtor"] {
  const given = view.intent.debtor?.iban;
  if (given !== undefined) return { ask: "given", masked: maskIban(given) };
  const input = method.inputs.find(({ path }) => path === "debtor.iban");
  if (input === undefined) return { ask: "no" };
  return {
    ask: input.required ? "required" : "optional",
    value: typed.value ?? "",
    ...(typed.error === undefined ? {} : { error: typed.error }),
  };
}

/** Only http and https addresses ever become a link (row S6). */
export function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : undefined;
}
