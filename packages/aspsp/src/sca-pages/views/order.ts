import type { Standing } from "@tallystick/xs2a";
import { html } from "hono/html";
import { dayText, oftenText } from "../../authorisation/proof/schedule.ts";
import type { OrderDetails, PaymentDisplay, PaymentItemDisplay } from "../../authorisation/subject.ts";
import { showAmount, showInstant } from "../format.ts";
import type { Html } from "../layout.ts";
import { iban, isolated } from "./parts.ts";

/** Amount and payee, straight from the stored record, never shortened (row P7): of a bulk each order, of a series its days. */
export function orderSummary(
  display: PaymentDisplay,
  of: { tppName: string; showDebtor: boolean; timeZone: string | undefined; isAsked: boolean },
): Html {
  const cancels = display.isCancellation && of.isAsked;
  const {
    batchBooking,
    debtorIban,
    items,
    remittance,
    requestedExecutionDate,
    requestedExecutionTime,
    signatures,
    standing,
  } = display;
  const amount = showAmount(display);
  const on = requestedExecutionDate ?? (requestedExecutionTime && showInstant(requestedExecutionTime, of.timeZone));
  return html`<section class="card" aria-label="${cancels ? "To be cancelled" : "Payment"}">
    ${cancels && cancellation(display, of.tppName)}
    <p class="amount${amount.length > 14 ? " long" : ""}" dir="ltr">${amount}</p>
    <dl>
      ${items === undefined ? row("To", payee(display)) : row("In all", `${items.length} ${items.length === 1 ? "payment" : "payments"}`)}
      ${of.showDebtor && debtorIban !== undefined && row("From your account", iban(debtorIban))}
      ${remittance !== undefined && row("Reference", isolated(remittance))} ${on !== undefined && row("On", on)}
      ${standing !== undefined && standingRows(standing)} ${detailRows(display, of)}
      ${batchBooking !== undefined && row("On your statement", batchBooking ? "as one sum" : "each payment by itself")}
      ${signatures !== undefined && row("Signatures", `${signatures.given} of ${signatures.needed} given`)}
      ${row("Requested by", isolated(of.tppName))}
    </dl>
    ${
      items !== undefined &&
      html`<h2>Each payment</h2>
        <ol class="orders">
          ${items.map((order) => item(order, of))}
        </ol>`
    }
  </section>`;
}

/** What is asked for is the end of something that was confirmed before, and no payment. */
function cancellation({ items, standing }: PaymentDisplay, tppName: string): Html {
  const what = standing === undefined ? "payment" : "standing order";
  const isSeveral = standing !== undefined || items !== undefined;
  const effect = isSeveral ? "nothing more of it is paid; what was paid before stays" : "it is not paid";
  return html`<p>
    <strong>${isolated(tppName)} asks to cancel this ${what}</strong>, which was confirmed before. Once cancelled,
    ${effect}.
  </p>`;
}

function row(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function payee({ creditorName, creditorIban }: Pick<PaymentItemDisplay, "creditorName" | "creditorIban">): Html {
  return html`${isolated(creditorName)}<br />${iban(creditorIban)}`;
}

function item(order: PaymentItemDisplay, of: { showDebtor: boolean }): Html {
  const details = detailRows(order, of);
  return html`<li>
    <b dir="ltr">${showAmount(order)}</b><br />${payee(order)}
    ${order.remittance !== undefined && html`<span class="hint">${isolated(order.remittance)}</span>`}
    ${details.length > 0 && html`<dl>${details}</dl>`}
  </li>`;
}

const bearers: Readonly<Record<string, string>> = {
  DEBT: "you",
  CRED: "the payee",
  SHAR: "you and the payee, each their own",
  SLEV: "as the payment's rules say",
};

/** What else is signed with an order. On whose behalf it is paid is for the eyes of the payer. */
function detailRows(order: OrderDetails, { showDebtor }: { showDebtor: boolean }): readonly Html[] {
  const { chargeBearer, endToEndId, purposeCode, ultimateCreditor, ultimateDebtor } = order;
  const named = (name: string, value: string | undefined) => (value === undefined ? [] : [row(name, isolated(value))]);
  return [
    ...named("In the end for", ultimateCreditor),
    ...named("On behalf of", showDebtor ? ultimateDebtor : undefined),
    ...named("Purpose", purposeCode),
    ...named("End-to-end reference", endToEndId),
    ...named("Charges are paid by", chargeBearer && (bearers[chargeBearer] ?? chargeBearer)),
  ];
}

/** When a standing order is executed, and until when. */
export function standingRows(standing: Standing): Html {
  const { startDate, endDate, executionRule: rule } = standing;
  const day = dayText(standing);
  return html`${row("Repeated", oftenText(standing))} ${day !== undefined && row("On the day", day)}
  ${row("From", startDate)} ${row("Until", endDate ?? "you cancel it")}
  ${rule !== undefined && row("On days without banking", `the business day ${rule === "following" ? "after" : "before"}`)}`;
}
