import { html } from "hono/html";
import type { SandboxBank, SandboxUser } from "../banks/bank.ts";
import type { PhoneMessage } from "./messages.ts";

export type Page = ReturnType<typeof html>;

interface ShellOptions {
  readonly bank: SandboxBank;
  readonly title: string;
  readonly live?: boolean;
}

function shell({ bank, live = false, title }: ShellOptions, content: Page): Page {
  const { brand, name, providerId } = bank.profile;
  const base = `/${providerId}/phone`;
  const refresh = live ? html`<noscript><meta http-equiv="refresh" content="4" /></noscript>` : "";
  const script = live ? html`<script src="${base}/assets/phone.js" defer></script>` : "";
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${name} phone</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${base}/assets/phone.css" />
        ${refresh}${script}
      </head>
      <body>
        <div class="phone">
          <header>
            <span class="mark" aria-hidden="true">${initials(brand.mark)}</span>
            <p><strong>${name}</strong><br /><span>Sandbox phone</span></p>
          </header>
          <main>${content}</main>
          <footer><p>Not a real phone: it shows what this practice bank would send to its customers.</p></footer>
        </div>
      </body>
    </html>`;
}

/** A mark may also be an SVG path, which this page does without. */
function initials(mark: string): string {
  return mark.length <= 4 ? mark : "";
}

const scaWords = {
  code: "gets a code on this phone",
  push: "approves on this phone",
  static_pin: "confirms with a fixed pin",
} as const;

export function chooserPage(bank: SandboxBank): Page {
  return shell(
    { bank, title: "Whose phone?" },
    html`<h1>Whose phone is this?</h1>
      <ul class="people">
        ${bank.users.map((user) => person(bank.profile.providerId, user))}
      </ul>
      <p class="back"><a href="/${bank.profile.providerId}/access">At the bank: who may see your accounts</a></p>`,
  );
}

function person(providerId: string, user: SandboxUser): Page {
  const { accounts, login, name, password, pin, sca } = user;
  return html`<li>
    <a href="/${providerId}/phone/${encodeURIComponent(login)}">
      <strong>${name}</strong><span>${scaWords[sca]}</span>
    </a>
    <details>
      <summary>How to log in at the bank as ${name}</summary>
      <dl>
        <dt>Login</dt>
        <dd><code>${login}</code></dd>
        <dt>Password</dt>
        <dd><code>${password}</code></dd>
        ${
          pin === undefined
            ? ""
            : html`<dt>Pin</dt>
                <dd><code>${pin}</code></dd>`
        }
        <dt>Accounts</dt>
        ${accounts.map(({ currency, iban }) => html`<dd><code>${grouped(iban)}</code> ${currency}</dd>`)}
      </dl>
    </details>
  </li>`;
}

function grouped(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}

export interface PhoneView {
  readonly bank: SandboxBank;
  readonly user: SandboxUser;
  readonly messages: readonly PhoneMessage[];
  readonly csrf: string;
  readonly now: Date;
  /** What the last answer came to, when it could not be taken. */
  readonly notice?: string;
}

export function phonePage(view: PhoneView): Page {
  const { bank, messages, notice, user } = view;
  return shell(
    { bank, title: user.name, live: true },
    html`<h1>${user.name}</h1>
      <p class="back"><a href="/${bank.profile.providerId}/phone">Another person's phone</a></p>
      ${notice === undefined ? "" : html`<p class="notice" role="alert">${notice}</p>`}
      <section id="messages" aria-live="polite" aria-label="Messages, newest first">
        ${
          messages.length === 0
            ? empty(user)
            : html`<ol>
                ${messages.map((message) => item(view, message))}
              </ol>`
        }
      </section>`,
  );
}

function empty({ pin, sca }: SandboxUser): Page {
  return html`<p class="empty">
    No messages yet.
    ${
      sca === "static_pin"
        ? html`This person confirms with the pin <code>${pin}</code>, so none will come.`
        : "Confirm a payment at the bank's page, and it appears here by itself."
    }
  </p>`;
}

function item(view: PhoneView, message: PhoneMessage): Page {
  const { now } = view;
  const expired = message.expiresAt <= now;
  return html`<li class="${expired || message.answer !== undefined ? "past" : "fresh"}">
    <p class="when">
      <time datetime="${message.receivedAt.toISOString()}">${clockTime(message.receivedAt)} UTC</time>
      ${message.answer === undefined ? validity(message, now) : ""}
    </p>
    <p class="text"><bdi>${message.text}</bdi></p>
    ${message.code === undefined ? "" : html`<p class="code"><span>Code</span> <b>${message.code}</b></p>`}
    ${message.kind === "push" ? push(view, message, expired) : ""}
  </li>`;
}

function push({ bank, csrf, user }: PhoneView, message: PhoneMessage, expired: boolean): Page {
  if (message.answer !== undefined) return html`<p class="answer">You ${message.answer} this.</p>`;
  if (expired) return html`<p class="answer">Too late to answer.</p>`;
  const action = `/${bank.profile.providerId}/phone/${encodeURIComponent(user.login)}/answer`;
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrf" value="${csrf}" />
    <input type="hidden" name="challenge_id" value="${message.challengeId}" />
    <button name="answer" value="approve" class="approve">Approve</button>
    <button name="answer" value="refuse" class="refuse">Refuse</button>
  </form>`;
}

function validity({ expiresAt }: PhoneMessage, now: Date): Page {
  const minutes = Math.ceil((expiresAt.getTime() - now.getTime()) / 60_000);
  return html`· ${minutes > 0 ? `valid for ${minutes} min` : "expired"}`;
}

function clockTime(instant: Date): string {
  return instant.toISOString().slice(11, 19);
}

export function errorPage(bank: SandboxBank, title: string, text: string): Page {
  return shell(
    { bank, title },
    html`<h1>${title}</h1>
      <p>${text}</p>
      <p class="back"><a href="/${bank.profile.providerId}/phone">To the phones of this bank</a></p>`,
  );
}
