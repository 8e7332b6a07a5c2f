import type { TransactionStatus } from "@tallystick/xs2a";
import { html } from "hono/html";
import { reasonText } from "../../payment/rules.ts";
import { showAmount, showInstant } from "../../sca-pages/format.ts";
import type { Html } from "../../sca-pages/layout.ts";
import { standingRows } from "../../sca-pages/views/order.ts";
import { iban, isolated } from "../../sca-pages/views/parts.ts";
import type { PsuPayment } from "../payments-of-psu.ts";
import { row } from "./frame.ts";

export function paymentCards(payments: readonly PsuPayment[], timeZone: string | undefined): Html {
  if (payments.length === 0) return html`<p>No payment was made through others yet.</p>`;
  return html`${payments.map((payment) => card(payment, timeZone))}`;
}

/** What was paid, whom, when, how it stands and who asked for it, straight from the stored record. */
function card(payment: PsuPayment, timeZone: string | undefined): Html {
  const { debtorIban, executeOn, orders, remittance, standing } = payment;
  const payee = html`${isolated(payment.creditorName)}<br />${iban(payment.creditorIban)}`;
  const on = typeof executeOn === "object" ? showInstant(executeOn, timeZone) : executeOn;
  return html`<section class="card">
    <h2><span dir="ltr">${showAmount(payment)}</span>${standing !== undefined && html`, repeated`}</h2>
    <dl>
      ${orders === undefined ? row("To", payee) : row("In all", orders === 1 ? "1 payment" : `${orders} payments`)}
      ${debtorIban !== undefined && row("From your account", iban(debtorIban))}
      ${remittance !== undefined && row("Reference", isolated(remittance))}
      ${row("Ordered", showInstant(payment.orderedAt, timeZone))} ${on !== undefined && row("To be paid on", on)}
      ${standing !== undefined && standingRows(standing)} ${row("Through", isolated(payment.tppName))}
      ${row("Status", statusOf(payment))}
    </dl>
  </section>`;
}

const words: Readonly<Partial<Record<TransactionStatus, string>>> = {
  PATC: "Waits for the signatures of others",
  ACTC: "Accepted, not paid yet",
  ACSP: "Being paid",
  ACSC: "Paid",
  PART: "Paid in part",
  RJCT: "Not paid",
  CANC: "Cancelled",
};

function statusOf({ standing, orders, status, statusReason }: PsuPayment): Html {
  const isSeries = standing !== undefined && orders === undefined;
  const word = isSeries && status === "ACSP" ? "Set up, and paid on its days" : (words[status] ?? status);
  return html`${word}${statusReason !== undefined && html`<span class="hint">${isolated(reasonText(statusReason))}</span>`}`;
}
