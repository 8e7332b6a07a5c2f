import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { BankClient, BankClientOptions } from "../bank-client.ts";
import { BankError } from "../bank-error.ts";
import { openSmallBank, type Asked, type Reply, type SmallBank } from "./small-bank.ts";

export const ofAccount = { consentId: "c1", accountId: "r1", accessToken: "secret" };
export const path = "/x/v1/accounts/r1/transactions";
export const entry = (id: string) => ({ transactionId: id, transactionAmount: { currency: "EUR", amount: "-1.00" } });

/** A page with these entries that leads to `next`. */
export const page = (ids: readonly string[], next?: unknown): Reply => ({
  body: { transactions: { booked: ids.map(entry), _links: next === undefined ? {} : { next } } },
});

export async function bankOf(t: TestContext, answer: (asked: Asked, url: string) => Reply): Promise<SmallBank> {
  const bank = await openSmallBank(t, (asked) => answer(asked, bank.url));
  return bank;
}

export const clientOf = (bank: SmallBank, options: Partial<BankClientOptions> = {}): BankClient =>
  bank.client({ baseUrl: `${bank.url}/x`, ...options });

/** Reads to the end or the error; what came before it counts too. */
export async function read(client: BankClient): Promise<{ ids: (string | undefined)[]; error: BankError | undefined }> {
  const ids: (string | undefined)[] = [];
  try {
    for await (const { transactionId } of client.transactions(ofAccount)) ids.push(transactionId);
  } catch (error) {
    assert.ok(error instanceof BankError, String(error));
    return { ids, error };
  }
  return { ids, error: undefined };
}
