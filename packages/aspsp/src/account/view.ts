import { toMoney, type AccountDetails, type AccountReference, type Balance, type Links } from "@tallystick/xs2a";
import type { AccountBalance } from "../spi/account-data.ts";
import type { PaymentAccount } from "../spi/spi.ts";
import { rulesOf } from "../standard/rules-of.ts";
import type { AccountDeps } from "./deps.ts";
import type { Access, AccessibleAccount } from "./ports.ts";

/** One payment account as the TPP sees it: what core banking says, as far as the consent goes. */
export function viewAccount(
  deps: Pick<AccountDeps, "profile" | "standardUrl">,
  { access, account }: { access: Access; account: AccessibleAccount },
  held: PaymentAccount,
  balances: readonly AccountBalance[] | undefined,
): AccountDetails {
  return {
    ...namesOf(access, account),
    iban: held.iban,
    currency: held.currency,
    name: cut(held.name, 70),
    ...(held.product === undefined ? {} : { product: cut(held.product, 35) }),
    ...(held.cashAccountType === undefined ? {} : { cashAccountType: held.cashAccountType }),
    status: held.status ?? "enabled",
    bic: held.bic ?? deps.profile.bic,
    ...(held.usage === undefined ? {} : { usage: held.usage }),
    ...ownerNameOf(deps, access, held),
    ...(balances === undefined ? {} : { balances: balances.map(viewBalance) }),
    ...linksOf(`${deps.standardUrl}/v1/accounts/`, { access, account, blocked: held.status === "blocked" }),
  };
}

/** A consent to the list alone makes no account addressable: there are no resource ids then, and no links. */
export function namesOf({ kind }: Access, { resourceId }: AccessibleAccount): { resourceId?: string } {
  return isListOnly(kind) ? {} : { resourceId };
}

export function ownerNameOf(
  { profile }: Pick<AccountDeps, "profile">,
  access: Access,
  { ownerName }: { readonly ownerName: string },
): { ownerName?: string } {
  return access.ownerName && rulesOf(profile).ownerName ? { ownerName: cut(ownerName, 140) } : {};
}

/** Links only to what the consent gives. */
export function linksOf(
  prefix: string,
  { access, account, blocked }: { access: Access; account: AccessibleAccount; blocked: boolean },
): { _links?: Links } {
  const { resourceId, balances, transactions } = account;
  if (blocked || isListOnly(access.kind) || !(balances || transactions)) return {};
  const url = prefix + resourceId;
  return {
    _links: {
      ...(balances ? { balances: { href: `${url}/balances` } } : {}),
      ...(transactions ? { transactions: { href: `${url}/transactions` } } : {}),
    },
  };
}

function isListOnly(kind: Access["kind"]): boolean {
  return kind === "availableAccounts" || kind === "availableAccountsWithBalance";
}

export function viewBalance(balance: AccountBalance): Balance {
  const { type, amount, currency, creditLimitIncluded, lastChange, referenceDate, lastEntry } = balance;
  return {
    balanceAmount: toMoney(amount, currency),
    balanceType: type,
    ...(creditLimitIncluded === undefined ? {} : { creditLimitIncluded }),
    ...(lastChange === undefined ? {} : { lastChangeDateTime: lastChange.toISOString() }),
    ...(referenceDate === undefined ? {} : { referenceDate }),
    ...(lastEntry === undefined ? {} : { lastCommittedTransaction: lastEntry }),
  };
}

/** How a report or a balance names the account that it is about. */
export function referenceOf({ iban, maskedPan, currency }: AccessibleAccount): AccountReference {
  return { ...(iban === undefined ? {} : { iban }), ...(maskedPan === undefined ? {} : { maskedPan }), currency };
}

/** Core banking's texts may be longer than the standard's members. Cuts between characters, not inside of one. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
