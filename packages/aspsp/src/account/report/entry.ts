import { toMoney, type AccountReference, type CardTransaction, type Transaction } from "@tallystick/xs2a";
import type { AccountTransaction, CardEntry, Party } from "../../spi/account-data.ts";
import type { StandingPayment } from "../ports.ts";
import { cut } from "../view.ts";

/** Members are set one by one: a report has hundreds of entries, and spreading each costs more than all else of it. */
export function viewEntry(entry: AccountTransaction): Transaction {
  const { currency, remittance, balanceAfter } = entry;
  const view: Transaction = { transactionAmount: toMoney(entry.amount, currency) };
  if (entry.transactionId !== undefined) view.transactionId = entry.transactionId;
  if (entry.entryReference !== undefined) view.entryReference = entry.entryReference;
  if (entry.bookingDate !== undefined) view.bookingDate = entry.bookingDate;
  if (entry.valueDate !== undefined) view.valueDate = entry.valueDate;
  if (entry.creditor !== undefined) setCreditor(view, entry.creditor);
  if (entry.debtor !== undefined) setDebtor(view, entry.debtor);
  if (entry.endToEndId !== undefined) view.endToEndId = entry.endToEndId;
  if (entry.mandateId !== undefined) view.mandateId = entry.mandateId;
  if (entry.creditorId !== undefined) view.creditorId = entry.creditorId;
  if (remittance !== undefined) setRemittance(view, remittance);
  if (entry.creditorReference !== undefined) view.remittanceInformationStructured = entry.creditorReference;
  if (entry.purposeCode !== undefined) view.purposeCode = entry.purposeCode;
  if (entry.bankTransactionCode !== undefined) view.bankTransactionCode = entry.bankTransactionCode;
  if (entry.proprietaryCode !== undefined) view.proprietaryBankTransactionCode = entry.proprietaryCode;
  if (entry.additionalInformation !== undefined) view.additionalInformation = cut(entry.additionalInformation, 500);
  if (balanceAfter !== undefined) {
    view.balanceAfterTransaction = { balanceAmount: toMoney(balanceAfter, currency), balanceType: "interimBooked" };
  }
  return view;
}

function setCreditor(view: Transaction, { name, iban, bic }: Party): void {
  if (name !== undefined) view.creditorName = cut(name, 70);
  if (iban !== undefined) view.creditorAccount = reference(iban);
  if (bic !== undefined) view.creditorAgent = bic;
}

function setDebtor(view: Transaction, { name, iban, bic }: Party): void {
  if (name !== undefined) view.debtorName = cut(name, 70);
  if (iban !== undefined) view.debtorAccount = reference(iban);
  if (bic !== undefined) view.debtorAgent = bic;
}

function reference(iban: string): AccountReference {
  return { iban };
}

const lineLength = 140;

/** A longer text goes on in the array, whose lines are as long. */
function setRemittance(view: Transaction, remittance: string): void {
  view.remittanceInformationUnstructured = cut(remittance, lineLength);
  if (remittance.length <= lineLength) return;
  const lines: string[] = [];
  for (let rest = remittance; rest !== "";) {
    const line = cut(rest, lineLength);
    lines.push(line);
    rest = rest.slice(line.length);
  }
  view.remittanceInformationUnstructuredArray = lines;
}

/** A standing order is an instruction and no debit yet: its amount is the one that was ordered. */
export function viewStandingOrder(order: StandingPayment): Transaction {
  const { startDate, endDate, executionRule, frequency, dayOfExecution, monthsOfExecution } = order;
  const view: Transaction = {
    transactionId: order.transactionId,
    transactionAmount: toMoney(order.amount, order.currency),
    additionalInformationStructured: {
      standingOrderDetails: {
        startDate,
        frequency,
        ...(endDate === undefined ? {} : { endDate }),
        ...(executionRule === undefined ? {} : { executionRule }),
        ...(dayOfExecution === undefined ? {} : { dayOfExecution }),
        ...(monthsOfExecution === undefined ? {} : { monthsOfExecution: [...monthsOfExecution] }),
      },
    },
  };
  setCreditor(view, order.creditor);
  if (order.remittance !== undefined) setRemittance(view, order.remittance);
  return view;
}

/** The merchant has no member of its own but an identification, which core banking does not know. */
export function viewCardEntry(entry: CardEntry): CardTransaction {
  const { original } = entry;
  const view: CardTransaction = {
    cardTransactionId: entry.cardTransactionId,
    transactionDate: entry.transactionDate,
    transactionAmount: toMoney(entry.amount, entry.currency),
  };
  if (entry.bookingDate !== undefined) view.bookingDate = entry.bookingDate;
  if (original !== undefined) view.originalAmount = toMoney(original.amount, original.currency);
  if (entry.merchant !== undefined) view.transactionDetails = cut(entry.merchant, 1_000);
  if (entry.merchantCategoryCode !== undefined) view.merchantCategoryCode = entry.merchantCategoryCode;
  if (entry.maskedPan !== undefined) view.maskedPAN = entry.maskedPan;
  if (entry.invoiced !== undefined) view.invoiced = entry.invoiced;
  return view;
}
