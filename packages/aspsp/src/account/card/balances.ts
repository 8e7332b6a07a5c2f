import type { Answer, Call } from "../../wire/call.ts";
import { requireAccount, unknownResource } from "../access.ts";
import type { AccountDeps } from "../deps.ts";
import { referenceOf, viewBalance } from "../view.ts";
import { debitAccounting } from "./view.ts";

/** GET of a card account's balances. */
export async function readCardBalances(
  deps: AccountDeps,
  call: Call<"getCardAccountBalances">,
): Promise<Answer<"getCardAccountBalances">> {
  const resourceId = call.params["account-id"];
  const { account, key } = await requireAccount(deps, call, { endpoint: "card-balances", resourceId });
  const balances = await deps.spi.cardBalances(key);
  if (balances === undefined) throw unknownResource();
  const body = { cardAccount: referenceOf(account), debitAccounting, balances: balances.map(viewBalance) };
  return { status: 200, body };
}
