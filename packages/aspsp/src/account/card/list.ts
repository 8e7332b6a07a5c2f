import type { Answer, Call } from "../../wire/call.ts";
import { requireAccess } from "../access.ts";
import type { AccountDeps } from "../deps.ts";
import { viewCardAccount } from "./view.ts";

/** GET of the card accounts under a consent; one that is no longer the PSU's is left out. */
export async function listCardAccounts(
  deps: AccountDeps,
  call: Call<"getCardAccountList">,
): Promise<Answer<"getCardAccountList">> {
  const access = await requireAccess(deps, call, { endpoint: "card-accounts" });
  const cards = access.held?.cards ?? (await deps.spi.cardAccounts(access.psuId));
  const held = new Map(cards.map((one) => [one.accountId, one]));
  const cardAccounts = access.accounts.flatMap((account) => {
    const found = account.isCard ? held.get(account.accountId) : undefined;
    return found === undefined ? [] : [viewCardAccount(deps, { access, account }, found)];
  });
  return { status: 200, body: { cardAccounts } };
}
