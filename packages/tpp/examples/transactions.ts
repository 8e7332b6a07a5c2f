// Reads a long report no further than it is wanted, and says what came before a bank's report went wrong.
import { BankError, type BankClient, type ReportedTransaction } from "@tallystick/tpp";

export interface Found {
  readonly entry: ReportedTransaction | undefined;
  /** How many entries were looked at. */
  readonly read: number;
  readonly error: BankError | undefined;
}

/** The newest entry with that reference; pages after it are not asked for. */
export async function findPayment(
  bank: BankClient,
  account: { consentId: string; accountId: string },
  reference: string,
): Promise<Found> {
  let read = 0;
  try {
    for await (const entry of bank.transactions({ ...account, bookingStatus: "booked", itemsPerPage: 100 })) {
      read += 1;
      if (entry.remittanceInformationUnstructured?.includes(reference)) return { entry, read, error: undefined };
    }
    return { entry: undefined, read, error: undefined };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    return { entry: undefined, read, error };
  }
}
