// Turns what goes wrong at a bank into one line for the log and one sentence for support.
import { BankError, explainError, type BankClient, type ErrorReport } from "@tallystick/tpp";
import type { AccountDetails } from "@tallystick/xs2a";

export type Read = { readonly accounts: AccountDetails[] } | { readonly failed: ErrorReport };

/** Accounts under a consent, or why there are none. */
export async function accountsOrWhy(bank: BankClient, consentId: string): Promise<Read> {
  try {
    return { accounts: await bank.listAccounts({ consentId }) };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    const failed = explainError(error, new Date());
    console.error(JSON.stringify(failed));
    return { failed };
  }
}

export function sentenceOf({ operation, code, reason, advice, requestId }: ErrorReport): string {
  return `${operation} ended with ${code}: ${reason} ${advice} (X-Request-ID ${requestId})`;
}
