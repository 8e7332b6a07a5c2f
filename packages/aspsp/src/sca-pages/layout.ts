import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { BankProfile } from "../profile.ts";
import { styleOf } from "./style.ts";

/** A piece of a page, escaped by `hono/html`. */
export type Html = ReturnType<typeof html>;

export interface Page {
  /** What this step is; also the heading. */
  readonly title: string;
  /** "Step 2 of 3", where there are steps. */
  readonly step?: string;
  readonly body: Html;
  /** Something went wrong with the last form: the title says so first. */
  readonly isError?: boolean;
  /** A page that waits: the script that follows it, and where it goes every few seconds without scripts. */
  readonly follow?: { readonly script: string; readonly refreshUrl: string };
}

/** The whole document, as bytes to send under the headers of `pageHeaders` with the same nonce. */
export function renderPage(profile: BankProfile, page: Page, nonce: string): string {
  const { brand, name } = profile;
  const title = `${page.isError ? "Error: " : ""}${page.title} – ${name}`;
  const { follow } = page;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${follow && html`<noscript><meta http-equiv="refresh" content="3; url=${follow.refreshUrl}" /></noscript>`}
        <style nonce="${nonce}">
          ${raw(styleOf(brand))}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
          <div>
            ${markOf(brand.mark)}
            <p class="name"><strong>${name}</strong><small>${brand.tagline}</small></p>
          </div>
        </header>
        <main id="main">
          ${page.step && html`<p class="step">${page.step}</p>`}
          <h1>${page.title}</h1>
          ${page.body}
        </main>
        <footer><p>${name} never asks for your password or a code by telephone or e-mail.</p></footer>
        ${
          follow &&
          html`<script nonce="${nonce}">
            ${raw(follow.script)};
          </script>`
        }
      </body>
    </html>`;
  // Nothing in a page is a promise, so that the library has answered at once.
  return (document as HtmlEscapedString).toString();
}

/** The paths that SVG knows begin with a move; anything else is the bank's initials. */
const pathShape = /^[Mm][\d\s.,+-]+[A-Za-z\d\s.,+-]*$/;

function markOf(mark: string): Html {
  const inside = pathShape.test(mark)
    ? html`<svg viewBox="0 0 24 24" focusable="false"><path d="${mark}"></path></svg>`
    : html`${mark.slice(0, 3)}`;
  return html`<span class="mark" aria-hidden="true">${inside}</span>`;
}
