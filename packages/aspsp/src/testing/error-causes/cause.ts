import type { MessageCode } from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import type { HttpBank, Reply } from "../http-bank.ts";

/** The banks at which causes are tried: one that follows the standard's table, one that follows Paysera's. */
export type CauseBank = "standard" | "flat";

/** How many requests of one TPP those banks answer at a time. */
export const concurrent = 6;

/** A documented cause of a message code, and how a call meets it. */
export interface Cause {
  readonly code: MessageCode;
  /** The status at each bank that has the cause. */
  readonly status: Readonly<Partial<Record<CauseBank, number>>>;
  /** The cause in words, as the name of its test. */
  readonly when: string;
  /** The cause is the `Accept` header itself, which then cannot ask for a form. */
  readonly inOwnFormOnly?: true;
  /** Opens a bank of the cause's own, where the shared one of that profile will not do. */
  readonly open?: (profile: BankProfile) => Promise<HttpBank>;
  /** Makes the call; `asking` holds the `Accept` header and goes with it. Called several times. */
  readonly provoke: (bank: HttpBank, asking: Asking) => Promise<Reply>;
}

export type Asking = Readonly<Record<"Accept", string | undefined>>;
