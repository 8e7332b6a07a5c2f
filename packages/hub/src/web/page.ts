import type { FastifyReply, FastifyRequest } from "fastify";
import type { LinkView } from "../link/view.ts";
import { assetPaths } from "./assets.ts";
import type { Browser } from "./browser.ts";
import { chooseLocale, isLocale, type Locale } from "./catalogue/locale.ts";
import { setPageHeaders } from "./headers.ts";
import { webAddress } from "./steps.ts";
import type { Page, Step, Summary } from "./views/model.ts";
import { renderPage } from "./views/page.ts";
import type { Web } from "./context.ts";

export type Query = Readonly<Record<string, string | undefined>>;

export function queryOf(request: FastifyRequest): Query {
  return (request.query ?? {}) as Query;
}

export function webIdOf(request: FastifyRequest): string {
  return (request.params as { webId: string }).webId;
}

export function localeOf(request: FastifyRequest, view?: LinkView, browser?: Browser): Locale {
  return chooseLocale({
    asked: queryOf(request)["lang"],
    remembered: browser?.locale,
    link: view?.locale,
    acceptLanguage: request.headers["accept-language"],
  });
}

/** The browser behind a page, with its cookie and the language that was asked for. */
export function greet(web: Web, request: FastifyRequest, reply: FastifyReply): Browser {
  const { lang } = queryOf(request);
  return web.browsers.greet(request, reply, isLocale(lang) ? lang : undefined);
}

/** What a link's page shows around its step. */
export function pageOf(
  web: Web,
  request: FastifyRequest,
  given: { readonly view: LinkView; readonly step: Step; readonly browser: Browser },
): Page {
  const { view, step, browser } = given;
  const returnUrl = webAddress(view.returnUrl);
  const waiting = step.step === "choose" || step.step === "confirm";
  return {
    ...bareOf(web, localeOf(request, view, browser), step),
    path: `/pay/${view.webId}`,
    summary: summaryOf(view),
    formToken: web.browsers.formToken(browser, view.webId),
    state: stateOf(view),
    canCancel: view.can.cancel && (waiting || offersCancel(step)),
    ...(waiting ? { qrPath: `/links/${view.webId}/qr.svg` } : {}),
    ...(step.step === "confirm" ? { query: `bank=${encodeURIComponent(step.bank.providerId)}` } : {}),
    ...(returnUrl === undefined || !offersReturn(step) ? {} : { returnUrl }),
  };
}

/** A page that belongs to no link. */
export function bareOf(web: Web, locale: Locale, step: Step): Page {
  const test = web.hub.environment === "test";
  return { locale, now: web.hub.clock.now(), assets: assetPaths, step, test, canCancel: false };
}

function offersCancel(step: Step): boolean {
  return step.step === "ending" && (step.code === "not_finished" || step.can.again !== undefined);
}

function offersReturn(step: Step): boolean {
  if (step.step === "wait") return true;
  return step.step === "ending" && step.code !== "other_device" && step.code !== "not_finished";
}

function summaryOf({ intent, merchant }: LinkView): Summary {
  return {
    merchant,
    money: { amount: intent.amount, currency: intent.currency },
    payee: intent.creditor.name,
    payeeIban: intent.creditor.iban,
    ...(intent.description === undefined ? {} : { description: intent.description }),
    ...(intent.creditor_reference === undefined ? {} : { reference: intent.creditor_reference }),
    ...(intent.items === undefined
      ? {}
      : {
          items: intent.items.map((item) => ({
            name: item.name,
            quantity: item.quantity,
            unitPrice: item.unit_price,
          })),
        }),
  };
}

/** Changes whenever the page would; says nothing that the page does not say. */
export function stateOf(view: LinkView): string {
  const { status, history, isExpired, attempt } = view;
  return [status, history.length, isExpired ? "expired" : "open", attempt?.state ?? "none"].join(".");
}

export function sendPage(web: Web, reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return setPageHeaders(reply.code(status), web).type("text/html; charset=utf-8").send(renderPage(page));
}

/** 303, so that nothing of a form is ever sent again (row O18). Only to addresses of ours. */
export function seeOther(web: Web, reply: FastifyReply, path: `/pay/${string}`): FastifyReply {
  return setPageHeaders(reply, web).redirect(path, 303);
}
