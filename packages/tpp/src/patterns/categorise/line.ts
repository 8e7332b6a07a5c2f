import { minorDigits, parseAmount, type CardTransaction, type Transaction } from "@tallystick/xs2a";

/** One booked entry of a statement, as categorisation sees it. */
export interface StatementLine {
  /** Unique among the lines that are categorised together. */
  readonly id: string;
  /** The account it is booked on: its IBAN where it has one. */
  readonly accountId: string;
  /** Decimal text as on the wire; debits are negative. */
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

/** An entry of an account as a line; `fallbackId` names it when the bank gives it no id. */
export function toStatementLine(transaction: Transaction, account: LineAccount, fallbackId: string): StatementLine {
  const isDebit = transaction.transactionAmount.amount.startsWith("-");
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
    id: transaction.transactionId ?? transaction.entryReference ?? fallbackId,
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

/** An entry of a card account as a line. */
export function cardToStatementLine(
  transaction: CardTransaction,
  account: LineAccount,
  fallbackId: string,
): StatementLine {
  const mcc = transaction.merchantCategoryCode;
  return {
    id: transaction.cardTransactionId ?? fallbackId,
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

const datePattern = /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;

/** The amount in minor units of the currency, or a StatementLineError that names the member. */
export function minorOf(line: StatementLine, index: number): bigint {
  const minor = parseAmount(line.amount, line.currency, { sign: "any" });
  if (typeof minor === "bigint") return minor;
  const isCurrency = minorDigits(line.currency) === undefined;
  throw new StatementLineError(
    `lines[${index}].${isCurrency ? "currency" : "amount"}`,
    isCurrency ? "is no ISO 4217 code" : `is no amount in ${line.currency}: ${minor}`,
  );
}

/** Checks all lines before any is categorised: ids once, amounts, dates. Answers the amounts in minor units. */
export function checkLines(lines: readonly StatementLine[]): bigint[] {
  const ids = new Set<string>();
  return lines.map((line, index) => {
    if (typeof line.id !== "string" || line.id === "") throw new StatementLineError(`lines[${index}].id`, "is missing");
    if (ids.has(line.id)) throw new StatementLineError(`lines[${index}].id`, "is the id of another line too");
    ids.add(line.id);
    if (!datePattern.test(line.date)) throw new StatementLineError(`lines[${index}].date`, "is no date YYYY-MM-DD");
    if (typeof line.text !== "string") throw new StatementLineError(`lines[${index}].text`, "must be a text");
    return minorOf(line, index);
  });
}
