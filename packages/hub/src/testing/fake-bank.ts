import { randomUUID } from "node:crypto";
import type { TransactionStatus } from "@tallystick/xs2a";
import type {
  Bank,
  CancelOutcome,
  Confirmation,
  ConfirmOutcome,
  Connector,
  Initiation,
  InitiationOutcome,
  PaymentAtBank,
  StatusOutcome,
} from "../connector/connector.ts";

/** What the bank does with the next initiation. */
export type InitiationMode =
  | "accept"
  /** Makes the payment, then loses the answer. */
  | "drop_answer"
  /** Loses the request. */
  | "lose_request"
  | "refuse"
  | "down"
  /** Executes without asking the payer. */
  | "exempt";

export interface FakePayment {
  readonly paymentId: string;
  readonly requestId: string;
  readonly content: string;
  status: TransactionStatus;
}

const silence = { code: "bank_unavailable", message: "no answer" };

/** A bank behind the connector port that does as it is told and counts what it did. */
export class FakeBank implements Connector {
  readonly bank: Bank;
  readonly payments = new Map<string, FakePayment>();
  /** Every request that arrived, with its X-Request-ID. */
  readonly initiations: Initiation[] = [];
  /** Taken from the front, one for each initiation; empty: `accept`. */
  readonly modes: InitiationMode[] = [];
  cancelAnswer: CancelOutcome["kind"] = "cancelled";
  statusAvailable = true;
  /** Held calls wait for it. */
  gate: Promise<void> = Promise.resolve();
  statusCalls = 0;
  /** Set: the bank executes only after a confirmation with it. */
  confirmationCode: string | undefined;
  /** The codes of every confirmation that arrived. */
  readonly confirmations: string[] = [];

  constructor(bank: Bank) {
    this.bank = bank;
  }

  /** The payments that can still move money, or did. */
  get living(): FakePayment[] {
    return [...this.payments.values()].filter(({ status }) => status !== "CANC" && status !== "RJCT");
  }

  get only(): FakePayment {
    const [payment, ...others] = this.payments.values();
    if (payment === undefined || others.length > 0) throw new Error(`${this.payments.size} payments instead of one`);
    return payment;
  }

  async initiatePayment(initiation: Initiation): Promise<InitiationOutcome> {
    const mode = this.modes.shift() ?? "accept";
    this.initiations.push(initiation);
    await this.gate;
    if (mode === "down") return { kind: "not_done", ...silence };
    if (mode === "lose_request") return { kind: "unknown", ...silence };
    if (mode === "refuse")
      return { kind: "refused", code: "refused_by_bank", message: "The bank refused the payment." };
    const payment = this.#paymentOf(initiation, mode === "exempt" ? "ACSC" : "RCVD");
    if (mode === "drop_answer") return { kind: "unknown", ...silence };
    const continueUrl = `https://bank.test/sca/${payment.paymentId}`;
    return {
      kind: "accepted",
      paymentId: payment.paymentId,
      status: payment.status,
      ...(mode === "exempt" ? {} : { continueUrl }),
      ...(this.confirmationCode === undefined ? {} : { confirmsAuthorisationId: "authorisation-1" }),
    };
  }

  async paymentStatus({ paymentId }: PaymentAtBank): Promise<StatusOutcome> {
    this.statusCalls += 1;
    const payment = [...this.payments.values()].find((one) => one.paymentId === paymentId);
    if (!this.statusAvailable || payment === undefined) return { kind: "unavailable", ...silence };
    return { kind: "status", status: payment.status };
  }

  async cancelPayment({ paymentId }: PaymentAtBank): Promise<CancelOutcome> {
    const payment = [...this.payments.values()].find((one) => one.paymentId === paymentId);
    if (this.cancelAnswer !== "cancelled" || payment === undefined) {
      return { kind: this.cancelAnswer === "unknown" ? "unknown" : "refused", ...silence };
    }
    if (payment.status !== "RCVD") return { kind: "refused", code: "refused_by_bank", message: "too late" };
    payment.status = "CANC";
    return { kind: "cancelled" };
  }

  async confirmPayment({ paymentId, confirmationCode }: Confirmation): Promise<ConfirmOutcome> {
    this.confirmations.push(confirmationCode);
    const payment = [...this.payments.values()].find((one) => one.paymentId === paymentId);
    if (payment?.status !== "RCVD" || confirmationCode !== this.confirmationCode) {
      return { kind: "refused", code: "refused_by_bank", message: "not confirmed" };
    }
    payment.status = "ACSC";
    return { kind: "confirmed" };
  }

  /** As the standard profile promises: one X-Request-ID, one payment. */
  #paymentOf({ requestId, payment }: Initiation, status: TransactionStatus): FakePayment {
    const content = JSON.stringify(payment);
    const known = this.payments.get(requestId);
    if (known !== undefined) {
      if (known.content !== content) throw new Error("a repetition with other content");
      return known;
    }
    const made = { paymentId: randomUUID(), requestId, content, status };
    this.payments.set(requestId, made);
    return made;
  }
}
