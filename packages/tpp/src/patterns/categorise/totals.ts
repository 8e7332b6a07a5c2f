import { formatAmount } from "@tallystick/xs2a";
import type { Label } from "./label.ts";
import { minorOf, type StatementLine } from "./line.ts";

/** What lines of one category and one currency come to. Currencies are never added up. */
export interface CategoryTotal {
  readonly category: Label["category"];
  readonly currency: string;
  /** Sum in minor units, debits negative; refunds have lowered it. */
  readonly minor: bigint;
  /** The same as a decimal text. */
  readonly amount: string;
  readonly count: number;
}

/** Sums per category and currency, exact, in the order of category and then currency. */
export function totalsOf(
  categorised: readonly { readonly line: StatementLine; readonly label: Label }[],
): CategoryTotal[] {
  const sums = new Map<string, { category: Label["category"]; currency: string; minor: bigint; count: number }>();
  for (const [index, { line, label }] of categorised.entries()) {
    const key = `${label.category} ${line.currency}`;
    const sum = sums.get(key) ?? { category: label.category, currency: line.currency, minor: 0n, count: 0 };
    sum.minor += minorOf(line, index);
    sum.count += 1;
    sums.set(key, sum);
  }
  return [...sums.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => ({ ...sum, amount: formatAmount(sum.minor, sum.currency) }));
}
