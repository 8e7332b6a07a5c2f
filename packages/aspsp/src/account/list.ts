import type { Answer, Call } from "../wire/call.ts";
import { requireAccess } from "./access.ts";
import type { AccountDeps } from "./deps.ts";
import { readFlag } from "./query.ts";
import { viewAccount } from "./view.ts";

/**
 * GET of the payment accounts under a consent, one entry for each currency of an IBAN. `withBalance` adds balances to
 * those accounts whose balances the consent gives. An account that is no longer the PSU's is left out.
 */
export async function listAccounts(deps: AccountDeps, call: Call<"getAccountList">): Promise<Answer<"getAccountList">> {
  const withBalance = readFlag(call.query, "withBalance");
  const access = await requireAccess(deps, call, { endpoint: "accounts", withBalance });
  const { psuId } = access;
  const held = new Map((access.held?.accounts ?? (await deps.spi.accounts(psuId))).map((one) => [one.accountId, one]));
  const accounts = await Promise.all(
    access.accounts.map(async (account) => {
      const found = account.isCard ? undefined : held.get(account.accountId);
      if (found === undefined) return [];
      const shows = withBalance && account.balances && found.status !== "blocked";
      const balances = shows ? await deps.spi.balances({ psuId, accountId: account.accountId }) : undefined;
      return [viewAccount(deps, { access, account }, found, balances)];
    }),
  );
  return { status: 200, body: { accounts: accounts.flat() } };
}
