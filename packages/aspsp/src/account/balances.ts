import type { Answer, Call } from "../wire/call.ts";
import { refuseUnanswered, requireAccount } from "./access.ts";
import type { AccountDeps } from "./deps.ts";
import { referenceOf, viewBalance } from "./view.ts";

/** GET of a payment account's balances. */
export async function readBalances(deps: AccountDeps, call: Call<"getBalances">): Promise<Answer<"getBalances">> {
  const resourceId = call.params["account-id"];
  const { account, key } = await requireAccount(deps, call, { endpoint: "balances", resourceId });
  const balances = (await deps.spi.balances(key)) ?? (await refuseUnanswered(deps, key));
  return { status: 200, body: { account: referenceOf(account), balances: balances.map(viewBalance) } };
}
