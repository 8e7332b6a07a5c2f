import type { Balance, BalanceType } from "@tallystick/xs2a";

/** What can be spent now, else what was booked last. */
const preferred: readonly BalanceType[] = ["interimAvailable", "closingBooked"];

export interface CountedBalances {
  /** One for each currency of the account. */
  readonly counted: readonly Balance[];
  /** One for each currency that has balances, and none of the two kinds that count. */
  readonly uncounted: readonly Balance[];
}

/**
 * Chooses what an account holds in each of its currencies: interimAvailable, else closingBooked; of several, one that does
 * not include a credit limit, then the newest.
 */
export function countedBalances(balances: readonly Balance[]): CountedBalances {
  const byCurrency = Map.groupBy(balances, ({ balanceAmount }) => balanceAmount.currency);
  const counted: Balance[] = [];
  const uncounted: Balance[] = [];
  for (const [first, ...rest] of byCurrency.values()) {
    if (first === undefined) continue;
    const best = rest.reduce((known, other) => (compare(other, known) < 0 ? other : known), first);
    (rank(best) < preferred.length ? counted : uncounted).push(best);
  }
  return { counted, uncounted };
}

function rank({ balanceType }: Balance): number {
  const at = preferred.indexOf(balanceType);
  return at === -1 ? preferred.length : at;
}

function compare(a: Balance, b: Balance): number {
  const byCredit = Number(a.creditLimitIncluded === true) - Number(b.creditLimitIncluded === true);
  return rank(a) - rank(b) || byCredit || instant(b) - instant(a);
}

/** Milliseconds since 1970 of what a balance says of its time; before all others when it says nothing. */
function instant({ lastChangeDateTime, referenceDate }: Balance): number {
  const at = Date.parse(lastChangeDateTime ?? referenceDate ?? "");
  return Number.isNaN(at) ? -8.64e15 : at;
}
