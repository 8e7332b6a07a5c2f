import type { CategoryId } from "./taxonomy.ts";

/** Which stage decided, in the order in which they are asked. */
export const labelSources = [
  "own-transfer",
  "tenant-rule",
  "purpose-code",
  "bank-transaction-code",
  "merchant-category-code",
  "merchant",
  "model",
  "none",
] as const;
export type LabelSource = (typeof labelSources)[number];

/** What a line is about, and why that is said. */
export interface Label {
  readonly category: CategoryId | "uncategorised";
  readonly source: LabelSource;
  /** 0 to 1: of a model's label its calibrated probability, of the other stages a fixed figure (see `confidenceOf`). */
  readonly confidence: number;
  /** For people: the rule, code, name or words that decided. */
  readonly evidence: string;
  /** Money that came back: an expense's category with a credit, or an income's with a debit. */
  readonly isReversal: boolean;
  /** Of an own transfer: the line on the other account. */
  readonly pairedWith?: string;
  /** Of an own transfer: another line would have fitted as well. */
  readonly isAmbiguous?: boolean;
}

/** Confidence of the stages whose labels are not measured one by one; docs/toolkit/categorisation.md has what they reach. */
export const confidenceOf = {
  pairedByIban: 0.99,
  pairedByName: 0.85,
  pairedAmbiguously: 0.7,
  ownIban: 0.95,
  tenantRule: 1,
  purposeCode: 0.97,
  bankTransactionCode: 0.95,
  merchantCategoryCode: 0.95,
  broadMerchantCategoryCode: 0.6,
  merchant: 0.95,
  foreignMerchant: 0.85,
} as const;
