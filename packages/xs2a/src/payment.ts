import { Type, type Static, type TObjectOptions, type TSchema } from "typebox";
import { oneOf, ScaMethodEntry, ScaStatusCode } from "./authorisation.ts";
import { Links } from "./links.ts";
import { standingMembers } from "./standing.ts";
import { transactionStatuses } from "./status.ts";

/** First part of a payment's path. */
export const paymentServices = ["payments", "bulk-payments", "periodic-payments"] as const;
export type PaymentService = (typeof paymentServices)[number];

/** JSON products of the Berlin standard, then those of the Paysera profile; a bank offers a subset. */
export const paymentProducts = [
  "sepa-credit-transfers",
  "instant-sepa-credit-transfers",
  "target-2-payments",
  "cross-border-credit-transfers",
  "domestic-ron-transfers",
  "aspsp",
  "domestic",
  "foreign",
] as const;
export type PaymentProduct = (typeof paymentProducts)[number];

/** Requests are closed, since a misspelt member must not be lost; answers are open, since banks add members of their own. */
const closed = { additionalProperties: false };
const open = {};
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const CurrencyCode = Type.String({ pattern: "^[A-Z]{3}$" });

/** A decimal text with a dot, up to 14 digits before it, and the currency. The decimals are checked by `parseAmount`. */
const amount = (options: TObjectOptions) =>
  Type.Object({ currency: CurrencyCode, amount: Type.String({ pattern: "^-?[0-9]{1,14}(\\.[0-9]{1,3})?$" }) }, options);
export const Amount = amount(closed);
export type Amount = Static<typeof Amount>;

const accountReference = (options: TObjectOptions) =>
  Type.Object(
    {
      iban: Type.Optional(Type.String({ pattern: "^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$" })),
      bban: Type.Optional(Type.String({ pattern: "^[a-zA-Z0-9]{1,30}$" })),
      pan: Type.Optional(text(35)),
      maskedPan: Type.Optional(text(35)),
      msisdn: Type.Optional(text(35)),
      other: Type.Optional(
        Type.Object(
          {
            identification: text(35),
            schemeNameCode: Type.Optional(text(35)),
            schemeNameProprietary: Type.Optional(text(35)),
            issuer: Type.Optional(text(35)),
          },
          options,
        ),
      ),
      currency: Type.Optional(CurrencyCode),
      /** ISO external code, whose list grows. */
      cashAccountType: Type.Optional(Type.String({ pattern: "^[A-Z0-9]{1,4}$" })),
    },
    options,
  );
/** An account by one of its identifications, the currency naming a sub-account. */
export const AccountReference = accountReference(closed);
export type AccountReference = Static<typeof AccountReference>;

const structuredRemittance = (options: TObjectOptions) =>
  Type.Object(
    { reference: text(35), referenceType: Type.Optional(text(35)), referenceIssuer: Type.Optional(text(35)) },
    options,
  );
export type StructuredRemittance = Static<ReturnType<typeof structuredRemittance>>;

/** A postal address; lengths of pain.001.001.03, which the OpenAPI file leaves open. */
const address = (options: TObjectOptions) =>
  Type.Object(
    {
      streetName: Type.Optional(text(70)),
      buildingNumber: Type.Optional(text(16)),
      townName: Type.Optional(text(35)),
      postCode: Type.Optional(text(16)),
      country: Type.String({ pattern: "^[A-Z]{2}$" }),
    },
    options,
  );
export type Address = Static<ReturnType<typeof address>>;

const singlePayment = (options: TObjectOptions) => ({
  endToEndIdentification: Type.Optional(text(35)),
  instructionIdentification: Type.Optional(text(35)),
  debtorName: Type.Optional(text(70)),
  /** Left out, the PSU chooses the account at the bank. */
  debtorAccount: Type.Optional(accountReference(options)),
  ultimateDebtor: Type.Optional(text(70)),
  instructedAmount: amount(options),
  creditorAccount: accountReference(options),
  creditorAgent: Type.Optional(Type.String({ pattern: "^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$" })),
  creditorAgentName: Type.Optional(text(140)),
  creditorName: text(70),
  creditorAddress: Type.Optional(address(options)),
  creditorId: Type.Optional(text(35)),
  ultimateCreditor: Type.Optional(text(70)),
  // The ISO external code list grows every quarter, so the form is checked and not the value.
  purposeCode: Type.Optional(Type.String({ pattern: "^[A-Z0-9]{1,4}$" })),
  chargeBearer: Type.Optional(oneOf(["DEBT", "CRED", "SHAR", "SLEV"])),
  remittanceInformationUnstructured: Type.Optional(text(140)),
  remittanceInformationUnstructuredArray: Type.Optional(Type.Array(text(140), { minItems: 1, maxItems: 100 })),
  remittanceInformationStructured: Type.Optional(structuredRemittance(options)),
  remittanceInformationStructuredArray: Type.Optional(
    Type.Array(structuredRemittance(options), { minItems: 1, maxItems: 100 }),
  ),
  requestedExecutionDate: Type.Optional(Type.String({ format: "date" })),
});

/** Body of a single payment (guidelines 11.1 and section 5.2 of the profile). Unknown members are refused. */
export const SinglePayment = Type.Object(singlePayment(closed), closed);
export type SinglePayment = Static<typeof SinglePayment>;

/** An order among others: debtor and date are those of the whole (guidelines 11.1, bulk). */
const bulkEntry = (options: TObjectOptions) => {
  const {
    debtorAccount: _account,
    debtorName: _name,
    requestedExecutionDate: _date,
    ...entry
  } = singlePayment(options);
  return Type.Object(entry, options);
};

const bulkPayment = (options: TObjectOptions) => ({
  batchBookingPreferred: Type.Optional(Type.Boolean()),
  debtorAccount: accountReference(options),
  debtorName: Type.Optional(text(70)),
  requestedExecutionDate: Type.Optional(Type.String({ format: "date" })),
  /** An instant; it stands in for the date, never beside it. */
  requestedExecutionTime: Type.Optional(Type.String({ format: "date-time" })),
  payments: Type.Array(bulkEntry(options), { minItems: 1, maxItems: 1_000 }),
});

/** Body of a bulk payment: one debtor, one date, up to 1,000 orders. */
export const BulkPayment = Type.Object(bulkPayment(closed), closed);
export type BulkPayment = Static<typeof BulkPayment>;

const periodicPayment = (options: TObjectOptions) => {
  const {
    chargeBearer: _bearer,
    creditorAgentName: _agent,
    requestedExecutionDate: _date,
    ...order
  } = singlePayment(options);
  return { ...order, ...standingMembers };
};

/** Body of a periodic payment: a single one with the days on which it is repeated. */
export const PeriodicPayment = Type.Object(periodicPayment(closed), closed);
export type PeriodicPayment = Static<typeof PeriodicPayment>;

/** The body of an initiation by its service. */
export const paymentSchemas = {
  payments: SinglePayment,
  "bulk-payments": BulkPayment,
  "periodic-payments": PeriodicPayment,
} as const satisfies Record<PaymentService, TSchema>;

export const TransactionStatusCode = oneOf(transactionStatuses);

/** One message beside a successful answer. */
export const TppMessageEntry = Type.Object({
  category: oneOf(["ERROR", "WARNING"]),
  code: Type.String(),
  path: Type.Optional(Type.String()),
  text: Type.Optional(Type.String({ maxLength: 500 })),
});
export type TppMessageEntry = Static<typeof TppMessageEntry>;

const tppMessages = Type.Optional(Type.Array(TppMessageEntry));
const psuMessage = Type.Optional(Type.String({ maxLength: 500 }));

/** Answer 201 to a payment initiation. */
export const PaymentInitiated = Type.Object({
  transactionStatus: TransactionStatusCode,
  paymentId: Type.String({ minLength: 1 }),
  transactionFees: Type.Optional(amount(open)),
  currencyConversionFee: Type.Optional(amount(open)),
  estimatedTotalAmount: Type.Optional(amount(open)),
  estimatedInterbankSettlementAmount: Type.Optional(amount(open)),
  transactionFeeIndicator: Type.Optional(Type.Boolean()),
  scaMethods: Type.Optional(Type.Array(ScaMethodEntry)),
  chosenScaMethod: Type.Optional(ScaMethodEntry),
  scaStatus: Type.Optional(ScaStatusCode),
  psuMessage,
  tppMessages,
  _links: Links,
});
export type PaymentInitiated = Static<typeof PaymentInitiated>;

/**
 * Answer 200 to reading a payment: what was initiated, with its status and the debtor account once it is known. Which
 * members there are depends on the service.
 */
export const PaymentInformation = Type.Object({
  ...Type.Partial(Type.Object({ ...bulkPayment(open), ...periodicPayment(open), ...singlePayment(open) })).properties,
  transactionStatus: TransactionStatusCode,
  /** Carried where the bank's profile says so. */
  paymentId: Type.Optional(Type.String({ minLength: 1 })),
  /** Carried where the bank's profile says so, once it is known. */
  expectedExecutionDate: Type.Optional(Type.String({ format: "date" })),
  tppMessages,
});
export type PaymentInformation = Static<typeof PaymentInformation>;

/** Answer 200 to asking for a payment's status. */
export const PaymentStatus = Type.Object({
  transactionStatus: TransactionStatusCode,
  fundsAvailable: Type.Optional(Type.Boolean()),
  psuMessage,
  tppMessages,
  _links: Type.Optional(Links),
});
export type PaymentStatus = Static<typeof PaymentStatus>;

/** Answer 202 to a cancellation that the PSU must authorise. */
export const CancellationReceived = Type.Object({
  transactionStatus: TransactionStatusCode,
  scaMethods: Type.Optional(Type.Array(ScaMethodEntry)),
  chosenScaMethod: Type.Optional(ScaMethodEntry),
  scaStatus: Type.Optional(ScaStatusCode),
  psuMessage,
  tppMessages,
  _links: Type.Optional(Links),
});
export type CancellationReceived = Static<typeof CancellationReceived>;
