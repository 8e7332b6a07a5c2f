import type { ConsentStatus, PaymentService, ScaStatus, TransactionStatus } from "@tallystick/xs2a";
import type { OAuthErrorCode } from "../../oauth/oauth-error.ts";

/** What the account holder authorises. */
export type ScaSubject =
  | { readonly kind: "consent"; readonly consentId: string }
  | {
      readonly kind: "payment";
      readonly paymentId: string;
      readonly service?: PaymentService | undefined;
      readonly product?: string | undefined;
    };

/** What the bank says of the resource and of its authorisation. */
export interface BankResult {
  readonly verdict: "authorised" | "refused" | "pending";
  readonly status: ConsentStatus | TransactionStatus;
  /** Undefined where the bank tells no status of single authorisations. */
  readonly scaStatus: ScaStatus | undefined;
}

/** How a callback ends. Only the first three say what the account holder did; all are by the bank's word. */
export type ScaOutcome =
  | (BankAnswer<"authorised"> & {
      /** Of the token store, where the flow went by OAuth. */
      readonly tokenKey: string | undefined;
    })
  | BankAnswer<"refused">
  /** The bank has not decided yet: ask again, by a poller for instance. */
  | BankAnswer<"pending">
  /** No token came of it; begin anew. `exchange_lost`: the answer to the code's exchange never arrived here. */
  | { readonly outcome: "failed"; readonly subject: ScaSubject; readonly code: OAuthErrorCode | "exchange_lost" }
  /** Too late: no code was exchanged and nothing confirmed. `result` is what the bank says. */
  | { readonly outcome: "late"; readonly subject: ScaSubject; readonly result: BankResult }
  /** Another browser than the one that began. Nothing was done, and the flow goes on for the right one. */
  | { readonly outcome: "other_browser" }
  /** No flow of ours: forged, or long gone. */
  | { readonly outcome: "unknown" };

interface BankAnswer<Outcome> {
  readonly outcome: Outcome;
  readonly subject: ScaSubject;
  readonly status: BankResult["status"];
  readonly scaStatus: ScaStatus | undefined;
}
