import type { Standing } from "@tallystick/xs2a";
import { html } from "hono/html";
import type { PaymentDisplay, PaymentItemDisplay } from "../../authorisation/subject.ts";
import { showAmount, showInstant } from "../format.ts";
import type { Html } from "../layout.ts";
import { iban, isolated } from "./parts.ts";

/** Amount and payee, straight from the stored record, never shortened (row P7): of a bulk each order, of a series its days. */
export function orderSummary(
  display: PaymentDisplay,
  of: { tppName: string; showDebtor: boolean; timeZone: string | undefined },
): Html {
  const { debtorIban, items, remittance, requestedExecutionDate, requestedExecutionTime, signatures, standing } =
    display;
  const amount = showAmount(display);
  const on = requestedExecutionDate ?? (requestedExecutionTime && showInstant(requestedExecutionTime, of.timeZone));
  return html`<section class="card" aria-label="Payment">
    <p class="amount${amount.length > 14 ? " long" : ""}" dir="ltr">${amount}</p>
    <dl>
      ${items === undefined ? row("To", payee(display)) : row("In all", `${items.length} ${items.length === 1 ? "payment" : "payments"}`)}
      ${of.showDebtor && debtorIban !== undefined && row("From your account", iban(debtorIban))}
      ${remittance !== undefined && row("Reference", isolated(remittance))} ${on !== undefined && row("On", on)}
      ${standing !== undefined && standingRows(standing)}
      ${signatures !== undefined && row("Signatures", `${signatures.given} of ${signatures.needed} given`)}
      ${row("Requested by", isolated(of.tppName))}
    </dl>
    ${
      items !== undefined &&
      html`<h2>Each payment</h2>
        <ol class="orders">
          ${items.map(item)}
        </ol>`
    }
  </section>`;
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

function item(order: PaymentItemDisplay): Html {
  return html`<li>
    <b dir="ltr">${showAmount(order)}</b><br />${payee(order)}
    ${order.remittance !== undefined && html`<span class="hint">${isolated(order.remittance)}</span>`}
  </li>`;
}

const frequencies: Readonly<Record<Standing["frequency"], string>> = {
  Daily: "every day",
  Weekly: "every week",
  EveryTwoWeeks: "every two weeks",
  Monthly: "every month",
  EveryTwoMonths: "every two months",
  Quarterly: "every three months",
  SemiAnnual: "every six months",
  Annual: "every year",
  MonthlyVariable: "in some months",
};

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function standingRows({ startDate, endDate, ...standing }: Standing): Html {
  const { dayOfExecution: day, executionRule: rule, monthsOfExecution } = standing;
  const named = monthsOfExecution?.map((month) => months[Number(month) - 1]).join(", ");
  const often = named === undefined ? frequencies[standing.frequency] : `every year in ${named}`;
  return html`${row("Repeated", often)}
  ${day !== undefined && row("On the day", day === "31" ? "the last one of the month" : `${day} of the month`)}
  ${row("From", startDate)} ${row("Until", endDate ?? "you cancel it")}
  ${rule !== undefined && row("On days without banking", `the business day ${rule === "following" ? "after" : "before"}`)}`;
}
