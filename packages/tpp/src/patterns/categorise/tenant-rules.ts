// Rules of one user or tenant. They are asked in their order before everything that is known in general, and a user's
// correction becomes one.
import { parseAmount, parseIban } from "@tallystick/xs2a";
import type { StatementLine } from "./line.ts";
import { tokensOf } from "./normalise.ts";
import { categoryOf, type CategoryId } from "./taxonomy.ts";

/** All conditions that are given must hold. */
export interface TenantRule {
  /** Unique among the rules: the evidence of a label names it. */
  readonly id: string;
  readonly category: CategoryId;
  readonly counterpartyIban?: string;
  /** Words that stand side by side in the counterparty's name or in the text: whole words, without marks and case. */
  readonly words?: string;
  /** A line of nothing has neither direction. */
  readonly direction?: "in" | "out";
  /** Sizes without sign, both ends included, as decimal texts in `currency`. */
  readonly amount?: RuleAmount;
}

/** At least one end. */
export interface RuleAmount {
  readonly currency: string;
  readonly min?: string;
  readonly max?: string;
}

/** What a rule looks at, worked out once for the other stages too. */
export interface RuleSubject {
  readonly line: StatementLine;
  readonly minor: bigint;
  readonly nameTokens: readonly string[];
  readonly textTokens: readonly string[];
}

export type RuleMatcher = (subject: RuleSubject) => TenantRule | undefined;

/** A rule that cannot be; `path` names the member, as `rules[2].category`. */
export class TenantRuleError extends Error {
  override readonly name = "TenantRuleError";
  readonly path: string;

  constructor(path: string, fault: string) {
    super(`${path} ${fault}`);
    this.path = path;
  }
}

interface Compiled {
  readonly rule: TenantRule;
  readonly words: readonly string[];
  readonly iban: string | undefined;
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

/** Checks all rules and answers the first that holds for a line. Throws TenantRuleError. */
export function compileRules(rules: readonly TenantRule[]): RuleMatcher {
  const ids = new Set<string>();
  const compiled = rules.map((rule, index) => {
    const path = `rules[${index}]`;
    checkMembers(rule, path);
    if (ids.has(rule.id)) throw new TenantRuleError(`${path}.id`, "is the id of another rule too");
    ids.add(rule.id);
    return compileRule(rule, path);
  });
  return (subject) => compiled.find((rule) => holds(rule, subject))?.rule;
}

/** Rules come from storage or a form: their members may be anything. */
function checkMembers(rule: TenantRule, path: string): void {
  if (typeof rule !== "object" || rule === null) throw new TenantRuleError(path, "must be a rule");
  if (typeof rule.id !== "string" || rule.id === "") throw new TenantRuleError(`${path}.id`, "is missing");
  if (rule.direction !== undefined && rule.direction !== "in" && rule.direction !== "out")
    throw new TenantRuleError(`${path}.direction`, "must be in or out");
  for (const member of ["words", "counterpartyIban"] as const)
    if (rule[member] !== undefined && typeof rule[member] !== "string")
      throw new TenantRuleError(`${path}.${member}`, "must be a text");
  const { amount } = rule;
  if (amount === undefined) return;
  if (typeof amount !== "object" || amount === null || (amount.min === undefined && amount.max === undefined))
    throw new TenantRuleError(`${path}.amount`, "must have min, max or both");
}

function compileRule(rule: TenantRule, path: string): Compiled {
  if (categoryOf(rule.category) === undefined) throw new TenantRuleError(`${path}.category`, "is no category");
  const words = tokensOf(rule.words ?? "");
  if (rule.words !== undefined && words.length === 0)
    throw new TenantRuleError(`${path}.words`, "has no letter and no digit");
  const given = [rule.counterpartyIban, rule.words, rule.amount, rule.direction];
  if (given.every((condition) => condition === undefined))
    throw new TenantRuleError(path, "has no condition: it would hold for every line");
  const [min, max] = [endOf(rule, "min", path), endOf(rule, "max", path)];
  if (min !== undefined && max !== undefined && min > max)
    throw new TenantRuleError(`${path}.amount`, "has a min above its max");
  return { rule, words, iban: ibanOf(rule, path), min, max };
}

function ibanOf({ counterpartyIban }: TenantRule, path: string): string | undefined {
  if (counterpartyIban === undefined) return undefined;
  const parsed = parseIban(counterpartyIban);
  if (!parsed.ok) throw new TenantRuleError(`${path}.counterpartyIban`, `is no IBAN: ${parsed.code}`);
  return parsed.iban;
}

function endOf({ amount }: TenantRule, end: "min" | "max", path: string): bigint | undefined {
  const written = amount?.[end];
  if (amount === undefined || written === undefined) return undefined;
  const minor = parseAmount(written, amount.currency, { sign: "any" });
  if (typeof minor !== "bigint" || minor < 0n)
    throw new TenantRuleError(`${path}.amount.${end}`, `is no size in ${amount.currency}`);
  return minor;
}

function holds({ rule, words, iban, min, max }: Compiled, subject: RuleSubject): boolean {
  const { line, minor } = subject;
  if (iban !== undefined && line.counterpartyIban !== iban) return false;
  if (rule.direction !== undefined && (rule.direction === "out" ? minor >= 0n : minor <= 0n)) return false;
  if (rule.amount !== undefined) {
    const size = minor < 0n ? -minor : minor;
    if (line.currency !== rule.amount.currency) return false;
    if ((min !== undefined && size < min) || (max !== undefined && size > max)) return false;
  }
  return words.length === 0 || contains(subject.nameTokens, words) || contains(subject.textTokens, words);
}

function contains(tokens: readonly string[], words: readonly string[]): boolean {
  return tokens.some((_, at) => words.every((word, index) => tokens[at + index] === word));
}

/**
 * The rule that a user's correction of a line becomes: for the counterparty's account where the line has one, else for
 * its name, else for the first words of the text; and for the same direction, if it has one. Undefined when the line has none of these.
 */
export function ruleFromCorrection(line: StatementLine, category: CategoryId, id: string): TenantRule | undefined {
  const direction = line.amount.startsWith("-") ? ("out" as const) : ("in" as const);
  const known = { id, category, ...(/[1-9]/.test(line.amount) ? { direction } : {}) };
  if (line.counterpartyIban !== undefined) return { ...known, counterpartyIban: line.counterpartyIban };
  const named = tokensOf(line.counterpartyName ?? "");
  const words = named.length > 0 ? named : firstWords(tokensOf(line.text));
  return words.length === 0 ? undefined : { ...known, words: words.join(" ") };
}

/** At most three words that stand side by side, without the numbers around them. */
function firstWords(tokens: readonly string[]): readonly string[] {
  const isNumber = (token: string): boolean => /^[0-9]+$/.test(token);
  const rest = tokens.slice(
    Math.max(
      0,
      tokens.findIndex((token) => !isNumber(token)),
    ),
  );
  const end = rest.findIndex(isNumber);
  return rest.slice(0, end === -1 ? 3 : Math.min(3, end));
}
