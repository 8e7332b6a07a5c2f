import { html } from "hono/html";
import { formatMoneyFor, localeNames, locales, translate } from "../catalogue/locale.ts";
import type { Html, Say } from "./html.ts";
import type { Page } from "./model.ts";
import { summaryView } from "./summary.ts";

export interface Layout {
  /** The step's heading, also the first part of the window's title. */
  readonly title: string;
  /** Machine-readable, in the body and in a meta element. */
  readonly code: string;
  readonly main: Html;
  /** Stands under the summary, on a wide screen only. */
  readonly aside?: Html | undefined;
  /** The page has itself loaded again after so many seconds where scripts do not run. */
  readonly reloadAfterS?: number | undefined;
  /** Milliseconds that were waited before the page was made. */
  readonly waitedMs?: number | undefined;
  /** Whether the script asks for news of the link. */
  readonly follow?: boolean | undefined;
}

export function sayIn(page: Page): Say {
  return (key, values) => translate(page.locale, key, values);
}

/** The frame that every page shares: what is paid, the step, where one is. */
export function layout(page: Page, { title, code, main, aside, reloadAfterS, waitedMs, follow }: Layout): Html {
  const say = sayIn(page);
  const follows = follow === true && page.path !== undefined && page.state !== undefined;
  return html`<!doctype html>
    <html lang="${page.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="tallystick:code" content="${code}" />
        <title>${windowTitle(page, title, say)}</title>
        <link rel="icon" href="${page.assets.icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${page.assets.css}" />
        <script defer src="${page.assets.js}"></script>
        ${reloadAfterS !== undefined && html`<noscript><meta http-equiv="refresh" content="${reloadAfterS}" /></noscript>`}
      </head>
      <body
        data-step="${page.step.step}"
        data-code="${code}"
        data-waited="${waitedMs ?? 0}"
        ${follows && html` data-status="${page.path}/status" data-state="${page.state}"`}
      >
        <a class="skip" href="#main">${say("page.skip")}</a>
        <div class="frame">
          ${page.summary !== undefined && html`<div class="side">${summaryView(page.summary, page.locale, say)}${aside}</div>`}
          <main id="main" tabindex="-1">${main}</main>
          <footer class="foot">
            ${page.test && html`<p class="test">${say("page.test")}</p>`}
            <p>${say("page.secure")}</p>
            ${languages(page, say)}
          </footer>
        </div>
      </body>
    </html> `;
}

function windowTitle(page: Page, step: string, say: Say): string {
  if (page.summary === undefined) return step;
  const amount = formatMoneyFor(page.locale, page.summary.money);
  return say("page.title", { step, amount, payee: page.summary.payee });
}

function languages(page: Page, say: Say): Html {
  const target = page.query === undefined ? "?" : `?${page.query}&`;
  return html`<nav class="languages" aria-label="${say("page.languages")}">
    <ul>
      ${locales.map(
        (locale) =>
          html`<li>
            <a
              href="${page.path ?? ""}${target}lang=${locale}"
              lang="${locale}"
              hreflang="${locale}"
              ${locale === page.locale && html` aria-current="true"`}
              >${localeNames[locale]}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}
