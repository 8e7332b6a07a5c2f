// Says what statement lines are about. The stages, each of which decides or passes on: own transfers, the tenant's
// rules, codes that the bank gave, merchants known by name, the trained model.
import { categoryOfBankTransactionCode } from "./crosswalk/bank-transaction-code.ts";
import { categoryOfMcc } from "./crosswalk/mcc.ts";
import { categoryOfPurpose } from "./crosswalk/purpose.ts";
import { confidenceOf, type Label, type LabelSource } from "./label.ts";
import { checkLines, type StatementLine } from "./line.ts";
import { matchMerchant, type MerchantMatch } from "./merchants/match.ts";
import { createModel, unpackModel, type Model } from "./model/model.ts";
import { packedModel } from "./model/weights.generated.ts";
import { tokensOf } from "./normalise.ts";
import { pairOwnTransfers, type OwnTransfer } from "./own-transfers.ts";
import { categoryOf, type CategoryId } from "./taxonomy.ts";
import { compileRules, type RuleMatcher, type RuleSubject, type TenantRule } from "./tenant-rules.ts";

export interface CategoriserOptions {
  /** Asked in this order, before all general knowledge. */
  readonly rules?: readonly TenantRule[];
  /** IBANs of the user's accounts in electronic form; accounts of the lines count without being named. */
  readonly ownIbans?: readonly string[];
  /** The user's names, to pair transfers of banks that give no IBAN. */
  readonly ownerNames?: readonly string[];
  /** Lowest probability at which the model's word counts, 0 to 1; 0.5 unless said otherwise. */
  readonly threshold?: number;
}

/** Under this probability the model's guess is not told. */
export const defaultThreshold = 0.5;

export interface CategorisedLine {
  readonly line: StatementLine;
  readonly label: Label;
}

export interface Categoriser {
  /**
   * A label for each line, in their order. Own transfers are paired among the lines given together, so give all
   * accounts of a user at once. Throws StatementLineError, and then no line is labelled.
   */
  categorise(lines: readonly StatementLine[]): CategorisedLine[];
}

interface Parts {
  readonly rule: RuleMatcher;
  readonly model: Model;
  readonly threshold: number;
}

/** A categoriser for one user. Throws TenantRuleError when a rule cannot be, RangeError when `threshold` is no probability. */
export function createCategoriser(options: CategoriserOptions = {}): Categoriser {
  const threshold = options.threshold ?? defaultThreshold;
  if (typeof threshold !== "number" || !(threshold >= 0 && threshold <= 1))
    throw new RangeError("threshold must be a number from 0 to 1");
  const parts: Parts = {
    rule: compileRules(options.rules ?? []),
    model: createModel(unpackModel(packedModel)),
    threshold,
  };
  return {
    categorise(lines) {
      const minors = checkLines(lines);
      const ibans = new Set([...(options.ownIbans ?? []), ...lines.map(({ accountId }) => accountId)]);
      const pairs = pairOwnTransfers(lines, minors, { ibans, ownerNames: options.ownerNames ?? [] });
      const pairOf = new Map(pairs.flatMap((pair) => [[pair.debitId, pair] as const, [pair.creditId, pair] as const]));
      return lines.map((line, index) => {
        const pair = pairOf.get(line.id);
        const label = pair === undefined ? undefined : labelOfPair(pair, line);
        return { line, label: label ?? labelOf(parts, ibans, line, minors[index] ?? 0n) };
      });
    },
  };
}

function labelOfPair(pair: OwnTransfer, { id }: StatementLine): Label {
  const known = pair.by === "iban" ? confidenceOf.pairedByIban : confidenceOf.pairedByName;
  const pairedWith = pair.debitId === id ? pair.creditId : pair.debitId;
  return {
    category: "transfers.own",
    source: "own-transfer",
    confidence: pair.isAmbiguous ? confidenceOf.pairedAmbiguously : known,
    evidence: pair.by === "iban" ? `account of line ${pairedWith}` : `owner's name, line ${pairedWith}`,
    isReversal: false,
    pairedWith,
    ...(pair.isAmbiguous ? { isAmbiguous: true } : {}),
  };
}

function labelOf(parts: Parts, ibans: ReadonlySet<string>, line: StatementLine, minor: bigint): Label {
  // Nothing at all is read as a payment (a card that was checked, a fee that was waived), and never as money back.
  const isDebit = minor <= 0n;
  const say = (category: CategoryId, source: LabelSource, confidence: number, evidence: string): Label => ({
    category,
    source,
    confidence,
    evidence,
    isReversal: minor !== 0n && isReversal(category, isDebit),
  });
  const iban = line.counterpartyIban;
  if (iban !== undefined && iban !== line.accountId && ibans.has(iban))
    return say("transfers.own", "own-transfer", confidenceOf.ownIban, `own account ${iban}`);

  const nameTokens = line.counterpartyName === undefined ? [] : tokensOf(line.counterpartyName);
  const subject: RuleSubject = { line, minor, nameTokens, textTokens: tokensOf(line.text) };
  const rule = parts.rule(subject);
  if (rule !== undefined) return say(rule.category, "tenant-rule", confidenceOf.tenantRule, `rule ${rule.id}`);

  const coded = fromCodes(line, isDebit);
  if (coded !== undefined) return say(coded.category, coded.source, coded.confidence, coded.evidence);
  return fromWords(parts, subject, isDebit, say);
}

type Say = (category: CategoryId, source: LabelSource, confidence: number, evidence: string) => Label;

interface Coded {
  readonly category: CategoryId;
  readonly source: LabelSource;
  readonly confidence: number;
  readonly evidence: string;
}

function fromCodes(line: StatementLine, isDebit: boolean): Coded | undefined {
  const { purposeCode, bankTransactionCode, merchantCategoryCode } = line;
  if (purposeCode !== undefined) {
    const category = categoryOfPurpose(purposeCode, isDebit);
    const evidence = `purpose ${purposeCode}`;
    if (category) return { category, source: "purpose-code", confidence: confidenceOf.purposeCode, evidence };
  }
  if (bankTransactionCode !== undefined) {
    const category = categoryOfBankTransactionCode(bankTransactionCode, isDebit);
    const [source, evidence] = ["bank-transaction-code", `bank transaction code ${bankTransactionCode}`] as const;
    if (category) return { category, source, confidence: confidenceOf.bankTransactionCode, evidence };
  }
  if (merchantCategoryCode === undefined) return undefined;
  const meaning = categoryOfMcc(merchantCategoryCode);
  if (meaning === undefined || meaning.isBroad) return undefined;
  return {
    category: meaning.category,
    source: "merchant-category-code",
    confidence: confidenceOf.merchantCategoryCode,
    evidence: `merchant category code ${merchantCategoryCode}`,
  };
}

function fromWords(parts: Parts, subject: RuleSubject, isDebit: boolean, say: Say): Label {
  const { line, nameTokens, textTokens } = subject;
  const match = matchMerchant(nameTokens, line.country) ?? matchMerchant(textTokens, line.country);
  const words = nameTokens.length === 0 ? textTokens : [...nameTokens, ...textTokens];
  // A name that says it all needs no second opinion.
  const isPlain = match !== undefined && isDebit && match.isLocal && !isWide(match.merchant.category);
  const guess = isPlain ? undefined : trusted(parts, words, isDebit);
  if (match !== undefined && !(guess !== undefined && overrules(guess.category, match, isDebit)))
    return say(match.merchant.category, "merchant", merchantConfidence(match), match.merchant.name);
  if (guess !== undefined) return say(guess.category, "model", guess.probability, guess.words);

  const broad = line.merchantCategoryCode === undefined ? undefined : categoryOfMcc(line.merchantCategoryCode);
  if (broad === undefined)
    return { category: "uncategorised", source: "none", confidence: 0, evidence: "", isReversal: false };
  const evidence = `merchant category code ${line.merchantCategoryCode}`;
  return say(broad.category, "merchant-category-code", confidenceOf.broadMerchantCategoryCode, evidence);
}

interface Guess {
  readonly category: CategoryId;
  readonly probability: number;
  readonly words: string;
}

function trusted({ model, threshold }: Parts, words: readonly string[], isDebit: boolean): Guess | undefined {
  const guess = model(words, isDebit);
  if (guess.category === "none" || guess.probability < threshold) return undefined;
  return { category: guess.category, probability: guess.probability, words: guess.words().join(", ") };
}

const groupOf = (category: CategoryId): string => category.slice(0, category.indexOf("."));

/** Groups whose firms do several businesses under one name: an insurer, a tax office, a city's works. */
const wideGroups: ReadonlySet<string> = new Set(["insurance", "government", "utilities"]);
const isWide = (category: CategoryId): boolean => wideGroups.has(groupOf(category));

/** What a known name pays out that is no refund. */
const earned: ReadonlySet<CategoryId> = new Set([
  "income.salary",
  "income.pension",
  "income.benefits",
  "income.child-benefit",
  "income.business",
  "income.interest",
  "income.dividends",
]);

/**
 * When the model's word goes before a known name: money that was earned there (else it is a refund), another business
 * of the same firm, and any word at all against a name from another country.
 */
function overrules(guess: CategoryId, { merchant, isLocal }: MerchantMatch, isDebit: boolean): boolean {
  if (guess === merchant.category) return false;
  if (!isDebit && earned.has(guess)) return true;
  if (!isDebit && guess === "income.tax-refund") return groupOf(merchant.category) === "government";
  if (!isDebit && guess === "income.insurance-claim") return groupOf(merchant.category) === "insurance";
  return !isLocal || (isWide(merchant.category) && groupOf(guess) === groupOf(merchant.category));
}

function merchantConfidence({ isLocal }: MerchantMatch): number {
  return isLocal ? confidenceOf.merchant : confidenceOf.foreignMerchant;
}

function isReversal(category: CategoryId, isDebit: boolean): boolean {
  const direction = categoryOf(category)?.group.direction;
  return direction === "income" ? isDebit : direction === "expense" && !isDebit;
}
