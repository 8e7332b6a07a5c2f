import type { AccountDetails } from "@tallystick/xs2a";
import type { Tag } from "./aggregation.ts";

/** What an entry is ordered by. Nothing of it depends on which answer came first. */
export interface Rank {
  /** `YYYY-MM-DD`; undefined is now. */
  readonly date?: string | undefined;
  readonly bankId: string;
  /** The account by a name that outlives the consent, where it has one. */
  readonly account: string;
  readonly currency: string;
  /** Where the account stood in the bank's list. */
  readonly accountAt: number;
  /** Where the entry stood in the bank's own order. */
  readonly at: number;
}

export interface Ranked<Entry> {
  readonly entry: Entry;
  readonly rank: Rank;
}

export function accountName({ iban, bban, msisdn, resourceId }: AccountDetails): string {
  return iban ?? bban ?? msisdn ?? resourceId ?? "";
}

/** Newest first, then bank, account, currency (by code units) and the bank's own order. */
export function inOrder<Entry extends Pick<Tag, "bankId">>(entries: readonly Ranked<Entry>[]): Entry[] {
  return entries.toSorted((a, b) => compareRanks(a.rank, b.rank)).map(({ entry }) => entry);
}

export function compareRanks(a: Rank, b: Rank): number {
  return (
    compareDates(a.date, b.date) ||
    compareTexts(a.bankId, b.bankId) ||
    compareTexts(a.account, b.account) ||
    compareTexts(a.currency, b.currency) ||
    a.accountAt - b.accountAt ||
    a.at - b.at
  );
}

function compareDates(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  return b === undefined ? 1 : compareTexts(b, a);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
