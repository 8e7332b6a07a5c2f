// Categorisation of statement lines: see docs/toolkit/categorisation.md.
export * from "./categorise.ts";
export * from "./crosswalk/bank-transaction-code.ts";
export * from "./crosswalk/mcc.ts";
export * from "./crosswalk/purpose.ts";
export * from "./label.ts";
export * from "./line.ts";
export * from "./own-transfers.ts";
export * from "./taxonomy.ts";
export { compileRules, ruleFromCorrection, TenantRuleError, type RuleAmount, type TenantRule } from "./tenant-rules.ts";
export * from "./totals.ts";
