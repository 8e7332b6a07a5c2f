import type { AccountDetails, Balance } from "@tallystick/xs2a";
import { BankError } from "../../../client/bank-error.ts";
import type { ReportedTransaction } from "../../../client/operations/transactions.ts";
import type { AggregatedClient, Aggregation, BankConnection } from "../aggregation.ts";

export const account = (resourceId: string, more: Partial<AccountDetails> = {}): AccountDetails => ({
  resourceId,
  iban: `LT${resourceId}`,
  currency: "EUR",
  ...more,
});
export const balance = (amount: string, more: Partial<Balance> = {}): Balance => ({
  balanceAmount: { amount, currency: "EUR" },
  balanceType: "interimAvailable",
  ...more,
});
export const booked = (transactionId: string, bookingDate?: string): ReportedTransaction => ({
  transactionId,
  ...(bookingDate === undefined ? {} : { bookingDate }),
  transactionAmount: { amount: "-1.00", currency: "EUR" },
  bookingStatus: bookingDate === undefined ? "pending" : "booked",
});
export const refusal = (code: "CONSENT_EXPIRED" | "ACCESS_EXCEEDED", status: number): BankError =>
  new BankError("x", { code, status, requestId: "r1", outcome: "refused" });
export const never = (): Promise<never> => new Promise(() => {});

async function* each<T>(entries: readonly T[]): AsyncGenerator<T> {
  yield* entries;
}

interface Asked {
  readonly operation: string;
  readonly input: Parameters<AggregatedClient["transactions"]>[0];
}

export function pretendBank(
  bankId: string,
  {
    accounts = [account("a1")],
    held = {},
    entries = {},
    ...own
  }: {
    accounts?: AccountDetails[];
    held?: Record<string, Balance[]>;
    entries?: Record<string, ReportedTransaction[]>;
  } & Partial<AggregatedClient> = {},
): BankConnection & { asked: Asked[] } {
  const asked: Asked[] = [];
  const seen = (operation: string, input: object): void =>
    void asked.push({ operation, input: input as Asked["input"] });
  const client: AggregatedClient = {
    listAccounts: async (input) => {
      seen("listAccounts", input);
      return accounts;
    },
    getBalances: async (input) => {
      seen("getBalances", input);
      return { balances: held[input.accountId] ?? [] };
    },
    transactions: (input) => {
      seen("transactions", input);
      return each(entries[input.accountId] ?? []);
    },
    ...own,
  };
  return { bankId, client, consentId: `consent-${bankId}`, asked };
}

/** What failed, in short. */
export const failed = ({ failures }: Aggregation) =>
  failures.map(({ bankId, account, operation, code }) => [bankId, account?.id, operation, code]);
