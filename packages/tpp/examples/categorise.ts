// Says what a month of a user's accounts was spent on: every account's entries at once, one rule of the user's own.
import type { Transaction } from "@tallystick/xs2a";
import {
  createCategoriser,
  ruleFromCorrection,
  toStatementLine,
  totalsOf,
  type CategoryId,
  type StatementLine,
  type TenantRule,
} from "@tallystick/tpp/categorise";

export function linesOf(iban: string, booked: readonly Transaction[]): StatementLine[] {
  return booked.map((entry, at) =>
    toStatementLine(entry, { accountId: iban, country: iban.slice(0, 2) }, `entry ${at}`),
  );
}

/** One line of text for each category and currency: `food.groceries -41.92 EUR`. */
export function spent(lines: readonly StatementLine[], rules: readonly TenantRule[] = []): string[] {
  const categorised = createCategoriser({ rules }).categorise(lines);
  return totalsOf(categorised).map(({ category, amount, currency }) => `${category} ${amount} ${currency}`);
}

/** The user says what a line was: from now on the same counterparty means the same. */
export function correct(line: StatementLine, category: CategoryId, rules: readonly TenantRule[]): TenantRule[] {
  const rule = ruleFromCorrection(line, category, `corrected ${line.id}`);
  return rule === undefined ? [...rules] : [rule, ...rules];
}
