import type { Answer, Call } from "../wire/call.ts";
import { blockedResource, requireAccount, unknownResource } from "./access.ts";
import type { AccountDeps } from "./deps.ts";
import { readFlag } from "./query.ts";
import { viewAccount } from "./view.ts";

/** GET of one payment account. A blocked one is seen in the list alone. */
export async function readAccount(
  deps: AccountDeps,
  call: Call<"readAccountDetails">,
): Promise<Answer<"readAccountDetails">> {
  const withBalance = readFlag(call.query, "withBalance");
  const resourceId = call.params["account-id"];
  const { access, account, key } = await requireAccount(deps, call, { endpoint: "account", resourceId, withBalance });
  const [held, balances] = await Promise.all([
    deps.spi.accounts(key.psuId),
    withBalance && account.balances ? deps.spi.balances(key) : undefined,
  ]);
  const found = held.find(({ accountId }) => accountId === key.accountId);
  if (found === undefined) throw unknownResource();
  if (found.status === "blocked") throw blockedResource();
  return { status: 200, body: { account: viewAccount(deps, { access, account }, found, balances) } };
}
