import type { Answer, Call } from "../../wire/call.ts";
import { requireAccount, unknownResource } from "../access.ts";
import type { AccountDeps } from "../deps.ts";
import { viewCardAccount } from "./view.ts";

/** GET of one card account. */
export async function readCardAccount(
  deps: AccountDeps,
  call: Call<"readCardAccountDetails">,
): Promise<Answer<"readCardAccountDetails">> {
  const resourceId = call.params["account-id"];
  const { access, account, key } = await requireAccount(deps, call, { endpoint: "card-account", resourceId });
  const held = (await deps.spi.cardAccounts(key.psuId)).find(({ accountId }) => accountId === key.accountId);
  if (held === undefined) throw unknownResource();
  return { status: 200, body: { cardAccount: viewCardAccount(deps, { access, account }, held) } };
}
