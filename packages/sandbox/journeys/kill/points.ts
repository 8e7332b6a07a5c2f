import type { ComesBack } from "./payer.ts";

export interface KillPoint {
  /** One life of the system ends at each of them, the next one begins with what the last one left. */
  readonly at: readonly string[];
  /** What the payer does once it runs again for good, if they were not through by then. */
  readonly comesBack: ComesBack | "never";
  readonly closesTab?: boolean;
}

// In the order in which a payment passes them. The first creation and webhook of a life are the welcome's own link's.

export const hubPoints: readonly KillPoint[] = [
  { at: ["hub.after_creation_commit#2"], comesBack: "reload" },
  { at: ["hub.before_webhook#2"], comesBack: "reload" },
  { at: ["hub.after_status_commit:started"], comesBack: "reload" },
  { at: ["hub.after_intent_commit"], comesBack: "resend" },
  { at: ["hub.after_bank_answer"], comesBack: "reopen" },
  { at: ["hub.after_attempt_commit"], comesBack: "resend" },
  { at: ["hub.after_status_commit:awaiting_authz"], comesBack: "reload" },
  { at: ["hub.after_webhook_sent#4"], comesBack: "reload" },
  { at: ["hub.after_status_commit:received"], comesBack: "reload" },
  { at: ["hub.after_status_commit:received"], comesBack: "never" },
  { at: ["hub.after_status_commit:completed"], comesBack: "reload" },
  { at: ["hub.before_status_asked"], comesBack: "reload", closesTab: true },
  { at: ["hub.after_status_commit:completed"], comesBack: "never", closesTab: true },
  { at: ["hub.outbox_after_handler:webhook.deliver#6"], comesBack: "reload" },
];

export const bankPoints: readonly KillPoint[] = [
  { at: ["bank.after_payment_stored"], comesBack: "reload" },
  { at: ["bank.after_sca_finalised"], comesBack: "resend" },
  { at: ["bank.outbox_after_claim:payment.execute"], comesBack: "never" },
  { at: ["bank.before_execute"], comesBack: "reload" },
  { at: ["bank.after_execute"], comesBack: "never" },
  { at: ["bank.after_status_commit"], comesBack: "reopen" },
  { at: ["bank.outbox_after_handler:payment.execute"], comesBack: "reload" },
];

/** What goes on after a death dies as well: on the way to the bank, to the execution, to the merchant. */
export const chains: readonly KillPoint[] = [
  {
    at: [
      "hub.after_intent_commit",
      "hub.outbox_after_claim:payment.submit",
      "bank.after_payment_stored",
      "hub.after_bank_answer",
      "hub.after_attempt_commit",
    ],
    comesBack: "reload",
  },
  {
    at: [
      "bank.after_sca_finalised",
      "bank.before_execute",
      "bank.after_execute",
      "bank.after_execute",
      "bank.after_status_commit",
    ],
    comesBack: "never",
  },
  {
    at: [
      "hub.after_webhook_sent#3",
      "hub.before_webhook",
      "hub.after_webhook_sent",
      "hub.outbox_after_handler:webhook.deliver",
    ],
    comesBack: "reload",
  },
];
