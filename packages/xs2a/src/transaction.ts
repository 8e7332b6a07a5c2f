import { Type, type Static } from "typebox";
import { Balance } from "./account.ts";
import { Links } from "./links.ts";
import { AccountReference, Amount, CurrencyCode } from "./payment.ts";
import { standingMembers } from "./standing.ts";

/** Which transactions a report holds (guidelines 6.6.4). `information` are standing orders. */
export const bookingStatuses = ["booked", "pending", "both", "information", "all"] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

const amount = Type.Object({ currency: CurrencyCode, amount: Amount.properties.amount });
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const date = Type.Optional(Type.String({ format: "date" }));

const exchangeRate = Type.Object({
  sourceCurrency: CurrencyCode,
  exchangeRate: Type.String(),
  unitCurrency: CurrencyCode,
  targetCurrency: CurrencyCode,
  quotationDate: Type.String({ format: "date" }),
  contractIdentification: text(35),
});

/** One entry of an account; debits are negative. */
export const Transaction = Type.Object({
  transactionId: Type.Optional(Type.String()),
  entryReference: text(35),
  endToEndId: text(35),
  mandateId: text(35),
  checkId: text(35),
  creditorId: text(35),
  bookingDate: date,
  valueDate: date,
  transactionAmount: amount,
  currencyExchange: Type.Optional(Type.Array(exchangeRate)),
  creditorName: text(70),
  creditorAccount: Type.Optional(AccountReference),
  creditorAgent: Type.Optional(Type.String()),
  ultimateCreditor: text(70),
  debtorName: text(70),
  debtorAccount: Type.Optional(AccountReference),
  debtorAgent: Type.Optional(Type.String()),
  ultimateDebtor: text(70),
  remittanceInformationUnstructured: text(140),
  remittanceInformationUnstructuredArray: Type.Optional(Type.Array(Type.String({ maxLength: 140 }))),
  remittanceInformationStructured: text(140),
  additionalInformation: text(500),
  /** Of an entry with status `information`. */
  additionalInformationStructured: Type.Optional(
    Type.Object({
      standingOrderDetails: Type.Object({
        ...standingMembers,
        limitAmount: Type.Optional(amount),
      }),
    }),
  ),
  purposeCode: Type.Optional(Type.String()),
  bankTransactionCode: Type.Optional(Type.String()),
  proprietaryBankTransactionCode: text(35),
  balanceAfterTransaction: Type.Optional(Balance),
  _links: Type.Optional(Links),
});
export type Transaction = Static<typeof Transaction>;

/** Answer 200 to reading a list of transactions; `next` in the report's links leads to the rest. */
export const TransactionReport = Type.Object({
  account: Type.Optional(AccountReference),
  transactions: Type.Optional(
    Type.Object({
      booked: Type.Optional(Type.Array(Transaction)),
      pending: Type.Optional(Type.Array(Transaction)),
      information: Type.Optional(Type.Array(Transaction)),
      _links: Links,
    }),
  ),
  balances: Type.Optional(Type.Array(Balance)),
  _links: Type.Optional(Links),
});
export type TransactionReport = Static<typeof TransactionReport>;

/** Answer 200 to reading one transaction; the guidelines and the file spell the member with an s in the middle. */
export const TransactionAnswer = Type.Object({
  transactionsDetails: Type.Object({ transactionDetails: Transaction }),
});
export type TransactionAnswer = Static<typeof TransactionAnswer>;

/** One entry of a card account. */
export const CardTransaction = Type.Object({
  cardTransactionId: text(35),
  terminalId: text(35),
  transactionDate: date,
  acceptorTransactionDateTime: Type.Optional(Type.String({ format: "date-time" })),
  bookingDate: date,
  valueDate: date,
  transactionAmount: amount,
  originalAmount: Type.Optional(amount),
  currencyExchange: Type.Optional(Type.Array(exchangeRate)),
  cardAcceptorId: text(35),
  cardAcceptorAddress: Type.Optional(Type.Object({ country: Type.String() })),
  merchantCategoryCode: Type.Optional(Type.String({ pattern: "^[0-9]{4}$" })),
  maskedPAN: text(35),
  transactionDetails: text(1_000),
  invoiced: Type.Optional(Type.Boolean()),
  proprietaryBankTransactionCode: text(35),
});
export type CardTransaction = Static<typeof CardTransaction>;

export const CardTransactionReport = Type.Object({
  cardAccount: Type.Optional(AccountReference),
  debitAccounting: Type.Optional(Type.Boolean()),
  cardTransactions: Type.Optional(
    Type.Object({
      booked: Type.Optional(Type.Array(CardTransaction)),
      pending: Type.Optional(Type.Array(CardTransaction)),
      _links: Links,
    }),
  ),
  balances: Type.Optional(Type.Array(Balance)),
  _links: Type.Optional(Links),
});
export type CardTransactionReport = Static<typeof CardTransactionReport>;
