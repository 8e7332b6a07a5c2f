import { Type, type Static } from "typebox";
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
