import type { Random, Tx } from "@tallystick/kit";
import type { AccountReference } from "@tallystick/xs2a";
import type { Holdings } from "../../authorisation/subject.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import type { CardAccount } from "../../spi/account-data.ts";
import type { PaymentAccount } from "../../spi/spi.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import type { ConsentAccountRow, ConsentRow } from "./store.ts";

/** An account of the PSU with what a consent gives of it. */
export type OpenedAccount = Omit<ConsentAccountRow, "consent_id" | "resource_id">;

type Consented = Pick<ConsentRow, "kind" | "access" | "chosen" | "balances" | "transactions">;

/**
 * The accounts that a consent opens, of those that the PSU holds at this moment (BG-2). Undefined when one that the TPP
 * named or the PSU chose is not among them.
 */
export function openedAccounts(
  consent: Consented,
  holdings: Holdings,
  profile: BankProfile,
): readonly OpenedAccount[] | undefined {
  const { balances, transactions } = consent;
  const held = heldOf(consent, holdings, profile);
  switch (consent.kind) {
    case "dedicated":
    case "funds":
      return named(consent, held);
    case "bankOffered": {
      const chosen = (consent.chosen ?? []).map(({ accountId }) => held.find((one) => one.account_id === accountId));
      const all = chosen.filter((one) => one !== undefined);
      if (all.length === 0 || all.length < chosen.length) return undefined;
      return all.map((one) => ({ ...one, balances, transactions }));
    }
    case "global":
    case "availableAccounts":
    case "availableAccountsWithBalance":
      return held.map((one) => ({ ...one, balances, transactions }));
  }
}

/** How many of their holders have to authorise a consent that opens these accounts. */
export function signaturesFor(opened: readonly OpenedAccount[], { accounts }: Holdings): number {
  const ids = new Set(opened.map((one) => one.account_id));
  return Math.max(1, ...accounts.filter((one) => ids.has(one.accountId)).map(({ signatures = 1 }) => signatures));
}

/** Each reference stands for every account that fits it: an IBAN without a currency for all its sub-accounts. */
function named({ access, kind }: Consented, held: readonly OpenedAccount[]): readonly OpenedAccount[] | undefined {
  const { accounts = [], balances = [], transactions = [] } = access;
  const all = [...accounts, ...balances, ...transactions];
  if (all.length === 0 || !all.every((reference) => held.some((one) => fits(reference, one)))) return undefined;
  const isIn = (list: readonly AccountReference[], one: OpenedAccount): boolean =>
    kind !== "funds" && list.some((reference) => fits(reference, one));
  return held
    .filter((one) => all.some((reference) => fits(reference, one)))
    .map((one) => ({ ...one, balances: isIn(balances, one), transactions: isIn(transactions, one) }));
}

function fits({ iban, maskedPan, currency }: AccountReference, one: OpenedAccount): boolean {
  const isIt = iban === undefined ? maskedPan !== undefined && maskedPan === one.masked_pan : iban === one.iban;
  return isIt && (currency ?? one.currency) === one.currency;
}

const isNamed: ReadonlySet<ConsentRow["kind"]> = new Set(["dedicated", "bankOffered", "funds"]);

/** Whoever has not named it gives all that they alone can give: what others have to open too must be named. */
function heldOf({ access, kind }: Consented, { accounts, cards }: Holdings, profile: BankProfile): OpenedAccount[] {
  const types = access.restrictedTo ?? [];
  const isAsked = (type: string | undefined): boolean => types.length === 0 || types.includes(type ?? "");
  const payment = accounts.filter(
    (one) =>
      one.status !== "deleted" && isAsked(one.cashAccountType) && (isNamed.has(kind) || (one.signatures ?? 1) === 1),
  );
  const withCards = rulesOf(profile).cardAccounts && kind !== "funds" && isAsked("CARD");
  return [...payment.map(ofAccount), ...(withCards ? cards.map(ofCard) : [])];
}

const none = { balances: false, transactions: false };

function ofAccount({ accountId, iban, currency }: PaymentAccount): OpenedAccount {
  return { account_id: accountId, iban, masked_pan: null, currency, is_card: false, ...none };
}

function ofCard({ accountId, maskedPan, currency }: CardAccount): OpenedAccount {
  return { account_id: accountId, iban: null, masked_pan: maskedPan, currency, is_card: true, ...none };
}

/** Gives each account its name under this consent; one that has a name keeps it (rule 29). */
export async function insertAccounts(
  tx: Tx<BankSchema>,
  random: Random,
  of: { consentId: string; accounts: readonly OpenedAccount[] },
): Promise<void> {
  if (of.accounts.length === 0) return;
  await tx
    .insertInto("consent_account")
    .values(of.accounts.map((one) => ({ ...one, consent_id: of.consentId, resource_id: random.uuid() })))
    .onConflict((conflict) => conflict.columns(["consent_id", "account_id"]).doNothing())
    .execute();
}
