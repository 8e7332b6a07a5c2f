import { html } from "hono/html";
import { lifetimeText } from "../../authorisation/proof/schedule.ts";
import type { PsuConsent } from "../../consent/of-psu.ts";
import { reasonText } from "../../consent/rules.ts";
import { showInstant } from "../../sca-pages/format.ts";
import type { Html } from "../../sca-pages/layout.ts";
import { isReadWithoutPsu, oftenOf, rightsOf } from "../../sca-pages/views/access.ts";
import { iban, isolated, tokenField, type FormTarget } from "../../sca-pages/views/parts.ts";
import { row } from "./frame.ts";

interface Place {
  readonly url: string;
  readonly timeZone: string | undefined;
}

export function consentCards(consents: readonly PsuConsent[], of: Place & { readonly which: "open" | "ended" }): Html {
  if (consents.length === 0) {
    return html`<p>${of.which === "open" ? "Nobody but you may see your accounts." : "No access has ended yet."}</p>`;
  }
  return html`${consents.map(
    (consent) =>
      html`<section class="card">
        <h2>${isolated(consent.tppName)}<span class="hint">${givenAt(consent, of)}</span></h2>
        ${facts(consent, of)}
        ${
          of.which === "open" &&
          html`<p class="end">
            <a
              class="button second"
              href="${of.url}/consents/${consent.consentId}"
              aria-label="End the access of ${consent.tppName}, ${givenAt(consent, of)}, ${lifetimeText(consent)}"
              >End the access of ${isolated(consent.tppName)}</a
            >
          </p>`
        }
      </section>`,
  )}`;
}

function givenAt({ authorisedAt, signatures }: PsuConsent, { timeZone }: Place): string {
  return `${signatures === 1 ? "allowed" : "signed"} ${showInstant(authorisedAt, timeZone)}`;
}

/** The question before a consent is ended, with all that it is about. */
export function endingBody(consent: PsuConsent, of: Place & { readonly revoke: FormTarget }): Html {
  return html`<p>
      ${isolated(consent.tppName)} will not see anything under this consent any more, from the next moment on. What else
      you have allowed, and payments that you have confirmed, are not changed by it.
    </p>
    <section class="card" aria-label="Access">${facts(consent, of)}</section>
    <form method="post" action="${of.revoke.action}">${tokenField(of.revoke)}<button>End the access</button></form>
    <div class="more"><a class="button second" href="${of.url}">Keep it</a></div>`;
}

export function endedBody(consent: PsuConsent, of: Place): Html {
  return html`<p>${isolated(consent.tppName)} may not see anything under this consent any more.</p>
    <section class="card" aria-label="Access">${facts(consent, of)}</section>
    <p><a class="button" href="${of.url}">Who may see your accounts</a></p>`;
}

function facts(consent: PsuConsent, { timeZone }: Place): Html {
  const { endedAt, lastUsedOn } = consent;
  return html`<p class="may">${mayText(consent)}</p>
    <ul>
      ${rightsOf(consent).map((right) => html`<li>${right}</li>`)}
    </ul>
    <dl>
      ${row("Of which accounts", accounts(consent))} ${row("Since", showInstant(consent.authorisedAt, timeZone))}
      ${row("How long", lifetimeText(consent))} ${row("Last used", lastUsedOn ?? "not yet")}
      ${isReadWithoutPsu(consent) && row("Without you", oftenOf(consent))}
      ${endedAt !== undefined && row("Ended", ending(consent, showInstant(endedAt, timeZone)))}
    </dl>`;
}

function mayText({ endedAt, signatures, status }: PsuConsent): string {
  if (status === "partiallyAuthorised") return "It waits for the signatures of others, and then may:";
  if (endedAt === undefined) return signatures === 1 ? "It may:" : "It may, since all have signed who have to:";
  return "It could:";
}

function ending({ statusReason, signatures }: PsuConsent, at: string): Html {
  return html`${at}${statusReason !== undefined && html`<span class="hint">${reasonToHolder(statusReason, signatures)}</span>`}`;
}

function reasonToHolder(reason: string, signatures: number): string {
  if (reason !== "by_psu") return reasonText(reason, signatures);
  return signatures === 1 ? "The access was ended by you." : "The access was ended by one of those who signed for it.";
}

/** Kinds that open whatever the PSU has at the moment. */
const ofAll: ReadonlySet<PsuConsent["kind"]> = new Set(["global", "availableAccounts", "availableAccountsWithBalance"]);

function accounts(consent: PsuConsent): Html | string {
  if (ofAll.has(consent.kind)) return "all that you have";
  return html`${consent.accounts.map((account) => {
    const name = account.iban === undefined ? isolated(account.maskedPan ?? "") : iban(account.iban);
    return html`<span class="account"
      >${name} ${account.currency ?? ""}<span class="hint">${seen(consent, account)}</span></span
    >`;
  })}`;
}

function seen({ kind }: PsuConsent, { balances, transactions }: PsuConsent["accounts"][number]): string {
  if (kind === "funds") return "";
  const parts = [...(balances ? ["balance"] : []), ...(transactions ? ["transactions"] : [])];
  return parts.length === 0 ? "its number only" : parts.join(", ");
}
