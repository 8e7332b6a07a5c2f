import { Type, type Static } from "typebox";
import { ConsentStatusCode } from "./consent.ts";
import { AccountReference, Amount } from "./payment.ts";

/** Body of a confirmation of funds (guidelines 10). */
export const FundsQuestion = Type.Object(
  {
    cardNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
    account: AccountReference,
    payee: Type.Optional(Type.String({ minLength: 1, maxLength: 70 })),
    instructedAmount: Amount,
  },
  { additionalProperties: false },
);
export type FundsQuestion = Static<typeof FundsQuestion>;

/** Answer 200: yes or no, and nothing else about the account. */
export const FundsAnswer = Type.Object({ fundsAvailable: Type.Boolean() });
export type FundsAnswer = Static<typeof FundsAnswer>;

const cardMembers = {
  /** Of the card that the TPP has issued for the account. */
  cardNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
  cardExpiryDate: Type.Optional(Type.String({ format: "date" })),
  cardInformation: Type.Optional(Type.String({ minLength: 1, maxLength: 140 })),
  /** How the TPP knows the PSU, a contract's number for instance. */
  registrationInformation: Type.Optional(Type.String({ minLength: 1, maxLength: 140 })),
};

/** Body of a request for a consent to funds confirmations (extended service, version 2.0): one account, no end. */
export const FundsConsentRequest = Type.Object(
  { account: AccountReference, ...cardMembers },
  { additionalProperties: false },
);
export type FundsConsentRequest = Static<typeof FundsConsentRequest>;

/** Answer 200 to reading such a consent. */
export const FundsConsentInformation = Type.Object({
  account: AccountReference,
  ...cardMembers,
  consentStatus: ConsentStatusCode,
});
export type FundsConsentInformation = Static<typeof FundsConsentInformation>;
