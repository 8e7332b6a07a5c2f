import { toMoney, type CardAccountDetails } from "@tallystick/xs2a";
import type { CardAccount } from "../../spi/account-data.ts";
import type { AccountDeps } from "../deps.ts";
import type { Access, AccessibleAccount } from "../ports.ts";
import { cut, linksOf, namesOf, ownerNameOf } from "../view.ts";

/** Amounts of card accounts are signed like all others: a debit is negative. */
export const debitAccounting = false;

/** One card account as the TPP sees it. */
export function viewCardAccount(
  deps: Pick<AccountDeps, "profile" | "standardUrl">,
  { access, account }: { access: Access; account: AccessibleAccount },
  held: CardAccount,
): CardAccountDetails {
  const { maskedPan, currency, name, product, creditLimit } = held;
  return {
    ...namesOf(access, account),
    maskedPan,
    currency,
    name: cut(name, 70),
    ...(product === undefined ? {} : { product: cut(product, 35) }),
    debitAccounting,
    status: "enabled",
    ...ownerNameOf(deps, access, held),
    ...(creditLimit === undefined ? {} : { creditLimit: toMoney(creditLimit, currency) }),
    ...linksOf(`${deps.standardUrl}/v1/card-accounts/`, { access, account, blocked: false }),
  };
}
