import type { BankProfile } from "@tallystick/aspsp";
import type { HistoryKind } from "../ledger/history/past.ts";

/** One person or company at a sandbox bank. */
export interface SandboxUser {
  readonly login: string;
  readonly password: string;
  readonly sca: "code" | "push" | "static_pin";
  /** With sca "static_pin". */
  readonly pin?: string;
  readonly name: string;
  readonly accounts: readonly SandboxAccount[];
  readonly cards?: readonly SandboxCard[];
}

export interface SandboxAccount {
  readonly iban: string;
  readonly currency: "RON" | "EUR" | "GEL";
  /** At the first start, in minor units. */
  readonly balance: bigint;
  /** How far below zero the account may go, in minor units; default 0. */
  readonly creditLimit?: bigint;
  readonly name: string;
  /** Default "current". */
  readonly kind?: "current" | "savings";
  /** Default "PRIV". */
  readonly usage?: "PRIV" | "ORGA";
  /** Default "enabled". */
  readonly status?: "enabled" | "blocked";
  /** How many of those in whose lists the account stands have to sign a payment; default 1. */
  readonly signatures?: number;
  /** When it is not the person's own. */
  readonly ownerName?: string;
  /** What its last 90 days tell; without one it has nothing but its opening. */
  readonly history?: HistoryKind;
}

/** A credit card, with an account of its own whose bill the person's first account in its currency pays. */
export interface SandboxCard {
  /** "525412******3241" */
  readonly maskedPan: string;
  readonly currency: SandboxAccount["currency"];
  readonly name: string;
  readonly product: string;
  readonly creditLimit: bigint;
}

export interface SandboxBank {
  readonly profile: BankProfile;
  readonly users: readonly SandboxUser[];
}

/** What the Romanian sandbox banks have in common: the standard profile with redirect, certificates and no token. */
export const romanianDefaults = {
  country: "RO",
  timeZone: "Europe/Bucharest",
  standard: "berlin-1.3",
  products: ["domestic-ron-transfers", "sepa-credit-transfers"],
  defaultProduct: "domestic-ron-transfers",
  approach: "redirect",
  scaOAuth: false,
  errorForm: "tppMessages",
  revokedSpelling: "CERTIFICATE_REVOKE",
  cancellationCode: "CANCELLATION_INVALID",
  tolerates: { missingRequestId: false, missingPsuIpAddress: false },
  statusAnswerExtras: false,
  localPsuIsPresent: true,
  sampleIbans: [],
  limits: { perSecond: 100 },
} as const satisfies Partial<BankProfile>;
