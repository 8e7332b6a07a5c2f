import type { BankClient } from "../../client/bank-client.ts";
import type { CreatedConsent } from "../../client/operations/consents.ts";
import type { InitiatedPayment } from "../../client/operations/payments.ts";
import { systemClock, systemSleep, type Clock, type Sleep } from "../time.ts";
import { beginFlow, type BeginInput, type ScaStart } from "./begin.ts";
import type { ScaContext, ScaOAuth } from "./context.ts";
import { finishFlow, type FinishInput } from "./finish.ts";
import type { ScaOutcome } from "./outcome.ts";
import type { ScaStore } from "./store.ts";

export interface ScaFlowsOptions {
  /** The application's name of this bank; part of the keys of tokens. */
  readonly bankId: string;
  readonly client: BankClient;
  readonly store: ScaStore;
  /** For flows by `scaOAuth`. */
  readonly oauth?: ScaOAuth;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  /** How long a browser may take to come back; default 1,800,000 ms, half an hour. */
  readonly lifetimeMs?: number;
}

/** Redirect flows at one bank (guidelines 5.1 and 13). Decoupled and embedded steps are not among them. */
export interface ScaFlows {
  /**
   * Creates a consent or a payment, and says where to send the browser. Throws what `create` throws, and OAuthError where
   * the authorization server cannot be asked: what was created is then left to expire at the bank.
   */
  begin<Created extends CreatedConsent | InitiatedPayment>(input: BeginInput<Created>): Promise<ScaStart<Created>>;
  /**
   * Answers the browser's return. Its parameters are believed in nothing: state and browser must be those of `begin`, and
   * what happened is what the bank says. Duplicates get the first one's outcome; a code is exchanged at most once. Throws
   * BankError or OAuthError when the bank could not be asked; the same callback may then come again.
   */
  finish(input: FinishInput): Promise<ScaOutcome>;
}

const lifetimeMsDefault = 30 * 60_000;

export function createScaFlows(options: ScaFlowsOptions): ScaFlows {
  const { clock = systemClock, sleep = systemSleep, lifetimeMs = lifetimeMsDefault, oauth } = options;
  const context: ScaContext = { ...options, oauth, clock, sleep, lifetimeMs };
  return { begin: (input) => beginFlow(context, input), finish: (input) => finishFlow(context, input) };
}
