import type { PaymentService } from "@tallystick/xs2a";

export type StandardId = "berlin-1.3" | "georgia-0.8";

/** The ways in which a consent may say which accounts it is for. `funds` is the consent of a funds confirmation. */
export type ConsentKind =
  | "dedicated"
  | "global"
  | "bankOffered"
  | "availableAccounts"
  | "availableAccountsWithBalance"
  | "funds";

/** How long things live; a bank's profile may shorten or lengthen each. */
export interface Lifetimes {
  /** A payment must be authorised within. */
  readonly paymentAuthorisationMinutes: number;
  /** A payment that needs several signatures, from the first one on. */
  readonly partialAuthorisationHours: number;
  /** A consent must be authorised within. */
  readonly consentAuthorisationHours: number;
  /** The longest validity of a recurring consent, in days from its creation on. */
  readonly consentDays: number;
  /** How old the SCA of a recurring consent may be. */
  readonly scaDays: number;
  /** A one-off consent may be used so long after its SCA. */
  readonly oneOffMinutes: number;
  /** History beyond these days is read only shortly after an SCA. */
  readonly historyDays: number;
  /** How long after an SCA older history is served. */
  readonly freshScaMinutes: number;
}

/** What one standard says, where another says otherwise. No feature asks which standard it serves. */
export interface Standard {
  readonly id: StandardId;
  /** Under the bank's address: "/xs2a/berlin/1.3". */
  readonly path: string;
  readonly services: readonly PaymentService[];
  readonly products: readonly string[];
  readonly consentKinds: readonly ConsentKind[];
  readonly cardAccounts: boolean;
  readonly fundsConfirmation: boolean;
  /** Whether a consent may ask for the names of account owners. */
  readonly ownerName: boolean;
  /** Several recurring consents of one TPP and PSU at a time. */
  readonly multipleConsents: boolean;
  /** The most unattended reads a day that a consent may ask for. */
  readonly maximumFrequencyPerDay: number;
  readonly lifetimes: Lifetimes;
}
