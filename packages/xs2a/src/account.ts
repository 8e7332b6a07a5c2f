import { Type, type Static } from "typebox";
import { oneOf } from "./authorisation.ts";
import { Links } from "./links.ts";
import { AccountReference, Amount, CurrencyCode } from "./payment.ts";

/** What kind of sum a balance is (guidelines 14.5). */
export const balanceTypes = [
  "closingBooked",
  "expected",
  "openingBooked",
  "interimAvailable",
  "interimBooked",
  "forwardAvailable",
  "nonInvoiced",
] as const;
export type BalanceType = (typeof balanceTypes)[number];

/** A sum as answers quote it: debits are negative. */
const OpenAmount = Type.Object({ currency: CurrencyCode, amount: Amount.properties.amount });

export const Balance = Type.Object({
  balanceAmount: OpenAmount,
  balanceType: oneOf(balanceTypes),
  creditLimitIncluded: Type.Optional(Type.Boolean()),
  lastChangeDateTime: Type.Optional(Type.String({ format: "date-time" })),
  referenceDate: Type.Optional(Type.String({ format: "date" })),
  lastCommittedTransaction: Type.Optional(Type.String({ maxLength: 35 })),
});
export type Balance = Static<typeof Balance>;

export const accountStatuses = ["enabled", "deleted", "blocked"] as const;

const common = {
  /** Names the account in paths; the same as long as the consent lives, and another under another consent. */
  resourceId: Type.Optional(Type.String({ minLength: 1 })),
  currency: CurrencyCode,
  name: Type.Optional(Type.String({ maxLength: 70 })),
  displayName: Type.Optional(Type.String({ maxLength: 70 })),
  product: Type.Optional(Type.String({ maxLength: 35 })),
  status: Type.Optional(oneOf(accountStatuses)),
  usage: Type.Optional(oneOf(["PRIV", "ORGA"])),
  ownerName: Type.Optional(Type.String({ maxLength: 140 })),
  balances: Type.Optional(Type.Array(Balance)),
  _links: Type.Optional(Links),
};

/** A payment account; `currency` is XXX for one that holds several. */
export const AccountDetails = Type.Object({
  ...common,
  iban: Type.Optional(Type.String({ pattern: "^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$" })),
  bban: Type.Optional(Type.String()),
  msisdn: Type.Optional(Type.String()),
  cashAccountType: Type.Optional(Type.String({ pattern: "^[A-Z0-9]{1,4}$" })),
  bic: Type.Optional(Type.String()),
  linkedAccounts: Type.Optional(Type.String({ maxLength: 70 })),
  details: Type.Optional(Type.String({ maxLength: 500 })),
});
export type AccountDetails = Static<typeof AccountDetails>;

export const AccountList = Type.Object({ accounts: Type.Array(AccountDetails) });
export type AccountList = Static<typeof AccountList>;
export const AccountAnswer = Type.Object({ account: AccountDetails });
export type AccountAnswer = Static<typeof AccountAnswer>;
export const BalanceList = Type.Object({
  account: Type.Optional(AccountReference),
  balances: Type.Array(Balance),
});
export type BalanceList = Static<typeof BalanceList>;

/** A card account; with `debitAccounting` debits are quoted positive. */
export const CardAccountDetails = Type.Object({
  ...common,
  maskedPan: Type.String({ maxLength: 35 }),
  debitAccounting: Type.Optional(Type.Boolean()),
  creditLimit: Type.Optional(OpenAmount),
  details: Type.Optional(Type.String({ maxLength: 1_000 })),
});
export type CardAccountDetails = Static<typeof CardAccountDetails>;

export const CardAccountList = Type.Object({ cardAccounts: Type.Array(CardAccountDetails) });
export type CardAccountList = Static<typeof CardAccountList>;
export const CardAccountAnswer = Type.Object({ cardAccount: CardAccountDetails });
export type CardAccountAnswer = Static<typeof CardAccountAnswer>;
export const CardBalanceList = Type.Object({
  cardAccount: Type.Optional(AccountReference),
  debitAccounting: Type.Optional(Type.Boolean()),
  balances: Type.Array(Balance),
});
export type CardBalanceList = Static<typeof CardBalanceList>;
