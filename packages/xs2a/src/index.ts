export * from "./account.ts";
export {
  AuthorisationList,
  AuthorisationStarted,
  AuthorisationUpdated,
  PsuDataUpdate,
  ScaMethodEntry,
  ScaStatusAnswer,
  ScaStatusCode,
} from "./authorisation.ts";
export * from "./certificate.ts";
export * from "./calendar/business-day.ts";
export * from "./calendar/occurrence.ts";
export { readBulkPayment, totalOf, type BulkRules } from "./check/bulk-payment.ts";
export { charsetOf, type PaymentRules } from "./check/order.ts";
export * from "./check/payment.ts";
export { readPeriodicPayment } from "./check/periodic-payment.ts";
export * from "./check-shape.ts";
export * from "./consent.ts";
export * from "./endpoints.ts";
export * from "./errors/body.ts";
export * from "./errors/codes.ts";
export * from "./errors/xs2a-error.ts";
export * from "./funds-confirmation.ts";
export * from "./links.ts";
export * from "./payment.ts";
export * from "./standing.ts";
export * from "./status.ts";
export * from "./transaction.ts";
export * from "./values/creditor-reference.ts";
export * from "./values/date.ts";
export * from "./values/iban.ts";
export * from "./values/iso3166.ts";
export * from "./values/money.ts";
export * from "./values/text.ts";
export * from "./values/transliterate.ts";
export * from "./x509/certificate-error.ts";
export { psd2Roles, type Psd2Role } from "./x509/qc-statements.ts";
export * from "./signing/header-jws.ts";
export * from "./signing/http-signature.ts";
