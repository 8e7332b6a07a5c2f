import { Type, type Static } from "typebox";
import { oneOf, ScaMethodEntry, ScaStatusCode } from "./authorisation.ts";
import { Links } from "./links.ts";
import { AccountReference, TppMessageEntry } from "./payment.ts";
import { consentStatuses } from "./status.ts";

export const ConsentStatusCode = oneOf(consentStatuses);

const closed = { additionalProperties: false };
const references = Type.Optional(Type.Array(AccountReference, { maxItems: 100 }));
const allAccounts = Type.Optional(oneOf(["allAccounts", "allAccountsWithOwnerName"]));

/** What a consent asks for (guidelines 14.3.1). Which kind it is follows from which members are there. */
export const AccountAccess = Type.Object(
  {
    accounts: references,
    balances: references,
    transactions: references,
    additionalInformation: Type.Optional(
      Type.Object({ ownerName: references, trustedBeneficiaries: references }, closed),
    ),
    availableAccounts: allAccounts,
    availableAccountsWithBalance: allAccounts,
    allPsd2: allAccounts,
    restrictedTo: Type.Optional(Type.Array(Type.String({ pattern: "^[A-Z0-9]{1,4}$" }), { maxItems: 30 })),
  },
  closed,
);
export type AccountAccess = Static<typeof AccountAccess>;

/** Body of a consent request. `combinedServiceIndicator` is false when left out, as published samples leave it out. */
export const ConsentRequest = Type.Object(
  {
    access: AccountAccess,
    recurringIndicator: Type.Boolean(),
    /** Inclusive; 9999-12-31 asks for as long as the bank can. */
    validUntil: Type.String({ format: "date" }),
    frequencyPerDay: Type.Integer(),
    combinedServiceIndicator: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type ConsentRequest = Static<typeof ConsentRequest>;

const psuMessage = Type.Optional(Type.String({ maxLength: 500 }));
const tppMessages = Type.Optional(Type.Array(TppMessageEntry));

/** Answer 201 to a consent request. */
export const ConsentCreated = Type.Object({
  consentStatus: ConsentStatusCode,
  consentId: Type.String({ minLength: 1 }),
  scaMethods: Type.Optional(Type.Array(ScaMethodEntry)),
  chosenScaMethod: Type.Optional(ScaMethodEntry),
  scaStatus: Type.Optional(ScaStatusCode),
  psuMessage,
  tppMessages,
  _links: Links,
});
export type ConsentCreated = Static<typeof ConsentCreated>;

/** Answer 200 to reading a consent; `validUntil` is the date that the bank has made of the requested one. */
export const ConsentInformation = Type.Object({
  access: Type.Object({
    accounts: references,
    balances: references,
    transactions: references,
    additionalInformation: Type.Optional(Type.Object({ ownerName: references, trustedBeneficiaries: references })),
    availableAccounts: allAccounts,
    availableAccountsWithBalance: allAccounts,
    allPsd2: allAccounts,
    restrictedTo: Type.Optional(Type.Array(Type.String())),
  }),
  recurringIndicator: Type.Boolean(),
  validUntil: Type.String({ format: "date" }),
  frequencyPerDay: Type.Integer(),
  lastActionDate: Type.String({ format: "date" }),
  consentStatus: ConsentStatusCode,
  _links: Type.Optional(Links),
});
export type ConsentInformation = Static<typeof ConsentInformation>;

/** Answer 200 to asking for a consent's status. */
export const ConsentStatusAnswer = Type.Object({ consentStatus: ConsentStatusCode, psuMessage });
export type ConsentStatusAnswer = Static<typeof ConsentStatusAnswer>;
