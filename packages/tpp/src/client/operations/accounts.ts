import type {
  AccountDetails,
  BalanceList,
  CardAccountDetails,
  CardBalanceList,
  OperationId,
  Transaction,
} from "@tallystick/xs2a";
import { ask } from "../ask.ts";
import { notSent, type CallContext } from "../call.ts";
import { common, psuHeaders, type ConsentCall } from "../inputs.ts";

export interface AccountCall extends ConsentCall {
  /** `resourceId` of the account; the same as long as the consent lives. */
  readonly accountId: string;
}

/** Reads of payment accounts and card accounts, but for their transactions. */
export interface AccountOperations {
  /** `GET /v1/accounts` */
  listAccounts(input: ConsentCall & { readonly withBalance?: boolean }): Promise<AccountDetails[]>;
  /** `GET /v1/accounts/{account-id}` */
  getAccount(input: AccountCall & { readonly withBalance?: boolean }): Promise<AccountDetails>;
  /** `GET /v1/accounts/{account-id}/balances` */
  getBalances(input: AccountCall): Promise<BalanceList>;
  /** `GET /v1/accounts/{account-id}/transactions/{transactionId}` */
  getTransaction(input: AccountCall & { readonly transactionId: string }): Promise<Transaction>;
  /** `GET /v1/card-accounts` */
  listCardAccounts(input: ConsentCall): Promise<CardAccountDetails[]>;
  /** `GET /v1/card-accounts/{account-id}` */
  getCardAccount(input: AccountCall): Promise<CardAccountDetails>;
  /** `GET /v1/card-accounts/{account-id}/balances` */
  getCardBalances(input: AccountCall): Promise<CardBalanceList>;
}

export function accountOperations(context: CallContext): AccountOperations {
  const account = ({ accountId }: AccountCall) => ({ "account-id": accountId });
  const reading = async (id: OperationId, input: ConsentCall & { readonly accountId?: string }) => ({
    ...common(input),
    headers: await readHeaders(context, id, input),
  });
  return {
    async listAccounts(input) {
      const id = "getAccountList";
      const query = { withBalance: flag(input.withBalance) };
      return (await ask(context, id, { ...(await reading(id, input)), parameters: {}, query })).body.accounts;
    },
    async getAccount(input) {
      const id = "readAccountDetails";
      const query = { withBalance: flag(input.withBalance) };
      return (await ask(context, id, { ...(await reading(id, input)), parameters: account(input), query })).body
        .account;
    },
    async getBalances(input) {
      const id = "getBalances";
      return (await ask(context, id, { ...(await reading(id, input)), parameters: account(input) })).body;
    },
    async getTransaction(input) {
      const id = "getTransactionDetails";
      const parameters = { ...account(input), transactionId: input.transactionId };
      const { body } = await ask(context, id, { ...(await reading(id, input)), parameters });
      return body.transactionsDetails.transactionDetails;
    },
    async listCardAccounts(input) {
      const id = "getCardAccountList";
      return (await ask(context, id, { ...(await reading(id, input)), parameters: {} })).body.cardAccounts;
    },
    async getCardAccount(input) {
      const id = "readCardAccountDetails";
      return (await ask(context, id, { ...(await reading(id, input)), parameters: account(input) })).body.cardAccount;
    },
    async getCardBalances(input) {
      const id = "getCardAccountBalances";
      return (await ask(context, id, { ...(await reading(id, input)), parameters: account(input) })).body;
    },
  };
}

/** Left out unless it is asked for: banks without the option refuse it. */
function flag(asked: boolean | undefined): string | undefined {
  return asked === true ? "true" : undefined;
}

/** Consent and PSU of a read of account data, as this bank wants to hear of them; counted when nobody is there. */
export async function readHeaders(
  context: CallContext,
  id: OperationId,
  input: ConsentCall & { readonly accountId?: string },
): Promise<Record<string, string | undefined>> {
  const { dialect } = context;
  const { consentId, psu, requestId = globalThis.crypto.randomUUID() } = input;
  if (dialect.psuIpOnReads === "required" && psu === undefined) {
    throw notSent(id, "bad_input", { requestId, path: "psu" });
  }
  if (psu === undefined && !(await fits(context, id, input))) throw notSent(id, "quota_used", { requestId });
  const { "psu-ip-address": ip, ...rest } = psuHeaders(psu);
  return { "consent-id": consentId, ...(dialect.psuIpOnReads === "never" ? {} : { "psu-ip-address": ip }), ...rest };
}

async function fits(
  { readQuota, dialect, clock }: CallContext,
  operation: OperationId,
  { consentId, accountId }: ConsentCall & { readonly accountId?: string },
): Promise<boolean> {
  const read = { consentId, operation, ...(accountId === undefined ? {} : { accountId }) };
  return (await readQuota?.take(read, dialect.quota, clock.now())) ?? true;
}
