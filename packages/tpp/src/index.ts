// @tallystick/tpp: the TPP's toolkit for Berlin Group banks. Nothing here needs Node; node.ts has what does.
export * from "./client/bank-client.ts";
export * from "./client/bank-error.ts";
export type * from "./client/inputs.ts";
export type * from "./client/operations/accounts.ts";
export type * from "./client/operations/authorisations.ts";
export type * from "./client/operations/consents.ts";
export type * from "./client/operations/funds.ts";
export type * from "./client/operations/payments.ts";
export type * from "./client/operations/transactions.ts";
export * from "./client/transport.ts";
export * from "./dialect/dialect.ts";
export * from "./dialect/banks.ts";
export type * from "./dialect/dates.ts";
export type * from "./dialect/paging.ts";
export * from "./dialect/quota.ts";
export * from "./dialect/scope.ts";
export type * from "./dialect/signature-rules.ts";
export * from "./oauth/authorize.ts";
export * from "./oauth/client-credentials.ts";
export type * from "./oauth/context.ts";
export * from "./oauth/discover.ts";
export * from "./oauth/oauth-error.ts";
export * from "./oauth/pkce.ts";
export * from "./oauth/refresh.ts";
export * from "./oauth/revoke.ts";
export * from "./oauth/token-source.ts";
export {
  createMemoryTokenStore,
  type StoredTokens,
  type TokenStore,
  type VersionedTokens,
} from "./oauth/token-store.ts";
export * from "./patterns/aggregation/accounts-with-balances.ts";
export { aggregate } from "./patterns/aggregation/aggregate.ts";
export type * from "./patterns/aggregation/aggregation.ts";
export type { RateRules } from "./patterns/limits/lane.ts";
export * from "./patterns/currency/combine-rates.ts";
export {
  convertMoney,
  type Conversion,
  type ConvertOptions,
  type Freshness,
  type RateLeg,
} from "./patterns/currency/convert.ts";
export * from "./patterns/currency/ecb-rates.ts";
export type { ReadText } from "./patterns/currency/file-source.ts";
export * from "./patterns/currency/format-money.ts";
export * from "./patterns/currency/json-rates.ts";
export {
  RateError,
  type RateErrorCode,
  type RateSheet,
  type RateSource,
  type RateTable,
} from "./patterns/currency/rate-table.ts";
export * from "./patterns/currency/text-from-address.ts";
export * from "./patterns/currency/total-balances.ts";
export {
  createRateLimits,
  type RateKey,
  type RateLimits,
  type RateLimitsOptions,
} from "./patterns/limits/rate-limits.ts";
export type { LimitStatus } from "./patterns/limits/status.ts";
export { codeMap } from "./patterns/errors/codes.ts";
export * from "./patterns/errors/explain.ts";
export * from "./patterns/errors/statuses.ts";
export * from "./patterns/polling/memory-store.ts";
export * from "./patterns/polling/payment-poller.ts";
export type {
  Claim,
  Lease,
  PaymentKey,
  PollingEndReason,
  PollingRecord,
  PollingStore,
} from "./patterns/polling/store.ts";
export type {
  ConsentBank,
  ConsentFailure,
  ConsentOptions,
  SuccessorInput,
  ToldEvent,
} from "./patterns/consents/context.ts";
export type {
  ConsentLifecycle,
  RepeatedWork,
  SweepReport,
  TrackInput,
  UnderConsent,
} from "./patterns/consents/lifecycle.ts";
export { createConsentLifecycle } from "./patterns/consents/lifecycle.ts";
export { createMemoryConsentStore } from "./patterns/consents/memory-store.ts";
export * from "./patterns/consents/record.ts";
export type { RenewalNotice, RenewalOutcome } from "./patterns/consents/renew.ts";
export * from "./patterns/consents/renewal.ts";
export { consentStates, type ConsentState, type MoveReason } from "./patterns/consents/states.ts";
export type { ConsentFilter, ConsentStore, EventLease } from "./patterns/consents/store.ts";
export { ConsentNotAuthorised } from "./patterns/consents/work.ts";
export * from "./patterns/retry/retry.ts";
export * from "./patterns/retry/retrying-client.ts";
export * from "./patterns/retry/retrying-request.ts";
export type { RetryNotice, RetryOptions } from "./patterns/retry/schedule.ts";
export type { BeginInput, ScaStart } from "./patterns/sca/begin.ts";
export { browserHashOf } from "./patterns/sca/browser.ts";
export type { ScaOAuth } from "./patterns/sca/context.ts";
export type { FinishInput } from "./patterns/sca/finish.ts";
export * from "./patterns/sca/flows.ts";
export type * from "./patterns/sca/outcome.ts";
export * from "./patterns/sca/store.ts";
export * from "./patterns/time.ts";
