import type { BankProfile } from "@tallystick/aspsp";

/** One person or company at a sandbox bank. */
export interface SandboxUser {
  readonly login: string;
  readonly password: string;
  readonly sca: "code" | "push" | "static_pin";
  /** With sca "static_pin". */
  readonly pin?: string;
  readonly name: string;
  readonly accounts: readonly SandboxAccount[];
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
}

export interface SandboxBank {
  readonly profile: BankProfile;
  readonly users: readonly SandboxUser[];
}

/** What the Romanian sandbox banks have in common: the standard profile with redirect, certificates and no token. */
export const romanianDefaults = {
  country: "RO",
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
  sampleIbans: [],
  limits: { perSecond: 100 },
} as const satisfies Partial<BankProfile>;
