import { html } from "hono/html";
import type { Bank } from "../../connector/connector.ts";
import type { ProviderHealth } from "../../provider/health.ts";
import { assetPaths, providersCssPath } from "../assets.ts";
import { formatInstantFor, localeNames, locales, translate, type Locale } from "../catalogue/locale.ts";
import type { Html, Say } from "../views/html.ts";

export interface ProvidersPage {
  readonly locale: Locale;
  readonly now: Date;
  readonly measuredSince: Date;
  readonly test: boolean;
  /** What was typed; empty: nothing. */
  readonly query: string;
  readonly banks: readonly { readonly bank: Bank; readonly health: ProviderHealth }[];
}

export function renderProviders(page: ProvidersPage): string {
  const { locale, query, banks, now } = page;
  const say: Say = (key, values) => translate(locale, key, values);
  const at = (instant: Date) => formatInstantFor(locale, instant, now);
  const view = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${say("providers.title")}</title>
        <link rel="icon" href="${assetPaths.icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${providersCssPath}" />
      </head>
      <body>
        <a class="skip" href="#main">${say("providers.skip")}</a>
        <div class="page">
          <main id="main" tabindex="-1">
            <h1>${say("providers.title")}</h1>
            <p class="soft">${say("providers.intro", { time: at(page.measuredSince) })}</p>
            <form class="search" role="search">
              <label for="q">${say("choose.search")}</label>
              <input id="q" name="q" type="search" value="${query}" maxlength="70" autocomplete="off" />
              <input type="hidden" name="lang" value="${locale}" />
              <button>${say("choose.search_button")}</button>
            </form>
            ${query !== "" && foundView(page, say)}
            <ul class="banks">
              ${banks.map(({ bank, health }) => bankView(bank, health, { say, at }))}
            </ul>
          </main>
          <footer>
            ${page.test && html`<p>${say("page.test")}</p>`}
            <nav aria-label="${say("page.languages")}">
              <ul class="languages">
                ${locales.map(
                  (one) =>
                    html`<li>
                      <a
                        href="?${new URLSearchParams({ ...(query === "" ? {} : { q: query }), lang: one })}"
                        lang="${one}"
                        hreflang="${one}"
                        ${one === locale && html` aria-current="true"`}
                        >${localeNames[one]}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>
          </footer>
        </div>
      </body>
    </html> `;
  if (view instanceof Promise) throw new TypeError("a view waits for something");
  return view.toString();
}

function foundView({ banks, query, locale }: ProvidersPage, say: Say): Html {
  const found =
    banks.length === 0 ? say("choose.none", { query }) : say("choose.found", { count: String(banks.length) });
  return html`<p role="status">${found} <a href="?lang=${locale}">${say("choose.show_all")}</a></p>`;
}

interface Words {
  readonly say: Say;
  readonly at: (instant: Date) => string;
}

function bankView(bank: Bank, health: ProviderHealth, { say, at }: Words): Html {
  const { status, since, lastAnswerAt } = health;
  const schemes = [...new Set(bank.paymentMethods.map(({ scheme }) => scheme))].map((scheme) =>
    say(`scheme.${scheme}`),
  );
  const currencies = [...new Set(bank.paymentMethods.flatMap((method) => method.currencies))];
  const time = since === undefined ? "" : at(since);
  // A bank that nobody has paid from yet is not praised for its answers.
  const asked = health.lastCallAt !== undefined;
  const told = status === "up" ? say(asked ? "providers.up" : "providers.unasked") : say(`bank.${status}`, { time });
  return html`<li>
    <h2>${bank.name}</h2>
    <p class="state ${asked ? status : "unasked"}">${told}</p>
    ${lastAnswerAt !== undefined && html`<p class="soft">${say("providers.last", { time: at(lastAnswerAt) })}</p>`}
    <p class="soft">${bank.country} · ${bank.bic} · ${schemes.join(", ")} · ${currencies.join(", ")}</p>
  </li>`;
}
