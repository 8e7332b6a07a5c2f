import { html } from "hono/html";
import { lifetimeText } from "../../authorisation/proof/schedule.ts";
import type { ConsentDisplay, ConsentedAccount } from "../../authorisation/subject.ts";
import type { Html } from "../layout.ts";
import { iban, isolated } from "./parts.ts";

/** What a TPP will be able to see, for how long and of which accounts, straight from the stored consent (row P7). */
export function accessSummary(display: ConsentDisplay, of: { tppName: string; isPsu: boolean }): Html {
  return html`<section class="card" aria-label="Access">
    <p>${isolated(of.tppName)} asks to:</p>
    <ul>
      ${rightsOf(display, whereOf(display, of.isPsu)).map((right) => html`<li>${right}</li>`)}
    </ul>
    <dl>
      ${of.isPsu && accountsOf(display)}
      <div>
        <dt>How long</dt>
        <dd>${lifetimeText(display)}</dd>
      </div>
      ${
        isReadWithoutPsu(display) &&
        html`<div>
          <dt>Without you</dt>
          <dd>${oftenOf(display)}</dd>
        </div>`
      }
      ${
        display.signatures !== undefined &&
        html`<div>
          <dt>Signatures</dt>
          <dd>${display.signatures.given} of ${display.signatures.needed} given</dd>
        </div>`
      }
    </dl>
  </section>`;
}

/** Funds confirmations answer a purchase of the PSU each, so nothing of them is counted by day. */
export function isReadWithoutPsu({ recurring, kind }: Pick<ConsentDisplay, "recurring" | "kind">): boolean {
  return recurring && kind !== "funds";
}

export function oftenOf({ frequencyPerDay }: Pick<ConsentDisplay, "frequencyPerDay">): string {
  return frequencyPerDay === 1 ? "up to once a day" : `up to ${frequencyPerDay} times a day`;
}

function accountsOf({ accounts, kind, restrictedTo = [] }: ConsentDisplay): Html {
  const [first, ...others] = accounts;
  const isMixed = others.some((one) => rightsText(one) !== rightsText(first));
  const kinds = restrictedTo.length === 0 ? "" : ` of the kind ${restrictedTo.join(" or ")}`;
  const open = kind === "bankOffered" ? "those that you choose" : `all your accounts${kinds}`;
  return html`<div>
    <dt>Of which accounts</dt>
    <dd>
      ${
        first === undefined
          ? open
          : accounts.map(
              (account) =>
                html`<span class="account"
                  >${nameOf(account)} ${account.currency ?? ""}${isMixed && hint(account)}</span
                >`,
            )
      }
    </dd>
  </div>`;
}

/** Where not all is asked of every account, each says what is. */
function hint(account: ConsentedAccount): Html {
  return html` <span class="hint">${rightsText(account)}</span>`;
}

function rightsText(account: ConsentedAccount | undefined): string {
  const rights = [...(account?.balances ? ["balances"] : []), ...(account?.transactions ? ["transactions"] : [])];
  return rights.length === 0 ? "the account alone" : rights.join(" and ");
}

function nameOf({ iban: ofAccount, maskedPan }: ConsentedAccount): Html {
  return ofAccount === undefined ? html`<span class="iban" dir="ltr">${maskedPan}</span>` : iban(ofAccount);
}

type Rights = Pick<ConsentDisplay, "kind" | "balances" | "transactions" | "ownerName">;

/** Where the accounts that it is about are named. */
type Where = "below" | "hidden" | "chosen later";

function whereOf({ kind, accounts }: ConsentDisplay, isPsu: boolean): Where {
  if (kind === "bankOffered" && accounts.length === 0) return "chosen later";
  return isPsu ? "below" : "hidden";
}

const certainAccounts: Readonly<Record<Where, string>> = {
  below: "see the accounts named below",
  hidden: "see certain accounts, which are named after you log in",
  "chosen later": "see the accounts that you choose",
};

/** Certain accounts are opened by consents that name them, and no others; the rest opens whatever the PSU has. */
export function rightsOf({ kind, balances, transactions, ownerName }: Rights, where: Where = "below"): string[] {
  if (kind === "funds") return ["ask whether a sum is available, without seeing anything else"];
  return [
    kind === "dedicated" || kind === "bankOffered" ? certainAccounts[where] : "see the list of your accounts",
    ...(balances ? ["see their balances"] : []),
    ...(transactions ? ["see their transactions"] : []),
    ...(ownerName ? ["see the owner's name"] : []),
  ];
}
