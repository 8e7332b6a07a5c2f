import { isCalendarDate, minorDigits, parseAmount, type CardTransaction, type Transaction } from "@tallystick/xs2a";

/** One booked entry of a statement, as categorisation sees it. */
export interface StatementLine {
  /** Unique among the lines that are categorised together. */
  readonly id: string;
  /** The account it is booked on: its IBAN where it has one. */
  readonly accountId: string;
  /** Decimal text as on the wire; debits are negative. Zeros beyond the currency's decimals and `-0.00` may stand. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Booking date, YYYY-MM-DD. */
  readonly date: string;
  /** Who was paid or who paid, as the bank writes it. */
  readonly counterpartyName?: string;
  readonly counterpartyIban?: string;
  /** Remittance information and whatever else the bank wrote, in one text. */
  readonly text: string;
  /** ISO 20022 external purpose code, four letters. */
  readonly purposeCode?: string;
  /** ISO 20022 `domain-family-subfamily`. */
  readonly bankTransactionCode?: string;
  /** ISO 18245, four digits. */
  readonly merchantCategoryCode?: string;
  /** ISO 3166 code of the account's country; of two merchants of one name the local one counts. */
  readonly country?: string;
}

/** What the account tells of each of its lines. */
export interface LineAccount {
  readonly accountId: string;
  readonly country?: string;
}

/** Ids of banks hold in their account only: both halves of a transfer may have one. A slash in the account's is escaped. */
function lineId({ accountId }: LineAccount, entryId: string): string {
  return `${accountId.replaceAll("%", "%25").replaceAll("/", "%2F")}/${entryId}`;
}

/** Whether money went out. Nothing at all counts as paid when somebody is named as paid: a card that was checked. */
function isPaid({ transactionAmount: { amount }, creditorName, creditorAccount }: Transaction): boolean {
  if (/^-?[0.]+$/.test(amount)) return creditorName !== undefined || creditorAccount !== undefined;
  return amount.startsWith("-");
}

/**
 * An entry of an account as a line. Its id is the account's and the bank's `transactionId` (else `entryReference`, else
 * `fallbackId`), parted by a slash: the same each time the entry is read.
 */
export function toStatementLine(transaction: Transaction, account: LineAccount, fallbackId: string): StatementLine {
  const isDebit = isPaid(transaction);
  const name = isDebit ? transaction.creditorName : transaction.debtorName;
  const reference = isDebit ? transaction.creditorAccount : transaction.debtorAccount;
  const iban = reference?.iban;
  const texts = [
    transaction.remittanceInformationUnstructured,
    ...(transaction.remittanceInformationUnstructuredArray ?? []),
    transaction.remittanceInformationStructured,
    transaction.additionalInformation,
  ];
  return {
    id: lineId(account, transaction.transactionId ?? transaction.entryReference ?? fallbackId),
    ...account,
    amount: transaction.transactionAmount.amount,
    currency: transaction.transactionAmount.currency,
    date: transaction.bookingDate ?? transaction.valueDate ?? "",
    text: texts.filter((text) => text !== undefined).join(" "),
    ...(name === undefined ? {} : { counterpartyName: name }),
    ...(iban === undefined ? {} : { counterpartyIban: iban }),
    ...(transaction.purposeCode === undefined ? {} : { purposeCode: transaction.purposeCode }),
    ...(transaction.bankTransactionCode === undefined ? {} : { bankTransactionCode: transaction.bankTransactionCode }),
  };
}

/** An entry of a card account as a line; its id likewise, of `cardTransactionId`. */
export function cardToStatementLine(
  transaction: CardTransaction,
  account: LineAccount,
  fallbackId: string,
): StatementLine {
  const mcc = transaction.merchantCategoryCode;
  return {
    id: lineId(account, transaction.cardTransactionId ?? fallbackId),
    ...account,
    amount: transaction.transactionAmount.amount,
    currency: transaction.transactionAmount.currency,
    date: transaction.bookingDate ?? transaction.transactionDate ?? "",
    text: transaction.transactionDetails ?? "",
    ...(mcc === undefined ? {} : { merchantCategoryCode: mcc }),
  };
}

/** A line that cannot be categorised; `path` names the member, as `lines[3].amount`. */
export class StatementLineError extends Error {
  override readonly name = "StatementLineError";
  readonly path: string;

  constructor(path: string, fault: string) {
    super(`${path} ${fault}`);
    this.path = path;
  }
}

/** Banks write decimals that the currency does not have, zeros in front and a sign before nothing: none is an error. */
function plainAmount(amount: unknown, digits: number): unknown {
  if (typeof amount !== "string" || amount.length > 40) return amount;
  const [, minus, whole, decimals = ""] = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(amount) ?? [];
  if (whole === undefined || /[1-9]/.test(decimals.slice(digits))) return amount;
  const kept = decimals.slice(0, digits);
  const plain = `${whole.replace(/^0+(?=[0-9])/, "")}${kept === "" ? "" : `.${kept}`}`;
  return /[1-9]/.test(plain) ? `${minus}${plain}` : plain;
}

/** The amount in minor units of the currency, or a StatementLineError that names the member. */
export function minorOf(line: StatementLine, index: number): bigint {
  const digits = minorDigits(line.currency);
  if (digits === undefined) throw new StatementLineError(`lines[${index}].currency`, "is no ISO 4217 code");
  const exact = parseAmount(line.amount, line.currency, { sign: "any" });
  if (typeof exact === "bigint") return exact;
  const minor = parseAmount(plainAmount(line.amount, digits), line.currency, { sign: "any" });
  if (typeof minor === "bigint") return minor;
  throw new StatementLineError(`lines[${index}].amount`, `is no amount in ${line.currency}: ${minor}`);
}

const optionalTexts = [
  "counterpartyName",
  "counterpartyIban",
  "purposeCode",
  "bankTransactionCode",
  "merchantCategoryCode",
  "country",
] as const satisfies readonly (keyof StatementLine)[];

/** Checks all lines before any is categorised: ids once, texts, amounts, dates. Answers the amounts in minor units. */
export function checkLines(lines: readonly StatementLine[]): bigint[] {
  if (!Array.isArray(lines)) throw new StatementLineError("lines", "must be a list");
  const ids = new Set<string>();
  return lines.map((line, index) => {
    checkLine(line, `lines[${index}]`);
    if (ids.has(line.id)) throw new StatementLineError(`lines[${index}].id`, "is the id of another line too");
    ids.add(line.id);
    return minorOf(line, index);
  });
}

function checkLine(line: StatementLine, path: string): void {
  if (typeof line !== "object" || line === null) throw new StatementLineError(path, "must be a line");
  for (const member of ["id", "accountId"] as const)
    if (typeof line[member] !== "string" || line[member] === "")
      throw new StatementLineError(`${path}.${member}`, "is missing");
  if (!isCalendarDate(line.date)) throw new StatementLineError(`${path}.date`, "is no date YYYY-MM-DD");
  if (typeof line.text !== "string") throw new StatementLineError(`${path}.text`, "must be a text");
  for (const member of optionalTexts)
    if (line[member] !== undefined && typeof line[member] !== "string")
      throw new StatementLineError(`${path}.${member}`, "must be a text or left out");
}
