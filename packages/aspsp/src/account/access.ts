import { Xs2aError, type OperationId } from "@tallystick/xs2a";
import type { AccountKey } from "../spi/account-data.ts";
import type { Call } from "../wire/call.ts";
import type { AccountDeps } from "./deps.ts";
import type { Access, AccessEndpoint, AccessibleAccount } from "./ports.ts";

type AccountCall = Pick<Call<OperationId>, "tpp" | "grant" | "headers">;

interface Read {
  readonly endpoint: AccessEndpoint;
  readonly resourceId?: string;
  readonly transactionId?: string;
  readonly withBalance?: boolean;
  readonly isFurtherPage?: boolean;
}

/** Asks whether the caller's consent gives this read. */
export function requireAccess(deps: Pick<AccountDeps, "access">, call: AccountCall, read: Read): Promise<Access> {
  const { consentId, psuIpAddress } = call.headers;
  return deps.access({
    ...read,
    tpp: call.tpp,
    withBalance: read.withBalance ?? false,
    isFurtherPage: read.isFurtherPage ?? false,
    ...(consentId === undefined ? {} : { consentId }),
    ...(call.grant === undefined ? {} : { grant: call.grant }),
    ...(psuIpAddress === undefined ? {} : { psuIpAddress }),
  });
}

/** One account under the caller's consent, as its verbs work with it. */
export interface OpenAccount {
  readonly access: Access;
  readonly account: AccessibleAccount;
  readonly key: AccountKey;
}

/** The account of the path. A card account is none of the payment accounts, and the other way round. */
export async function requireAccount(
  deps: Pick<AccountDeps, "access">,
  call: AccountCall,
  read: Read & { readonly resourceId: string },
): Promise<OpenAccount> {
  const access = await requireAccess(deps, call, read);
  const account = access.accounts.find(({ resourceId }) => resourceId === read.resourceId);
  if (account === undefined || account.isCard !== read.endpoint.startsWith("card-")) throw unknownResource();
  return { access, account, key: { psuId: access.psuId, accountId: account.accountId } };
}

/**
 * Why core banking says nothing of an account that the consent names: it is blocked, or is no longer the PSU's. It is
 * asked only then, so that a read of a working account costs one question.
 */
export async function refuseUnanswered(
  { spi }: Pick<AccountDeps, "spi">,
  { psuId, accountId }: AccountKey,
): Promise<never> {
  const held = (await spi.accounts(psuId)).find((one) => one.accountId === accountId);
  throw held?.status === "blocked" ? blockedResource() : unknownResource();
}

export function blockedResource(): Xs2aError {
  return new Xs2aError({ code: "RESOURCE_BLOCKED", path: "account-id", text: "The account is blocked." });
}

export function unknownResource(): Xs2aError {
  return new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
}
