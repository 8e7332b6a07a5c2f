import type { FastifyReply, FastifyRequest } from "fastify";
import { openLink } from "../link/open.ts";
import { resumeAtBank } from "../link/resume.ts";
import { viewLink, type LinkView } from "../link/view.ts";
import { formatInstantFor, translate, type Locale } from "./catalogue/locale.ts";
import { refuseGuesser, showUnknownLink } from "./fault.ts";
import { setPageHeaders } from "./headers.ts";
import { greet, localeOf, pageOf, queryOf, seeOther, sendPage, stateOf, webIdOf } from "./page.ts";
import { searchBanks } from "./search.ts";
import { banksOf, choiceOf, stepOf, webAddress } from "./steps.ts";
import { markOf } from "./views/mark.ts";
import type { BankChoice } from "./views/model.ts";
import type { Web } from "./context.ts";

const mostBanks = 40;

/** `GET /pay/{web_id}`: the link where it stands. The first look at it starts it. */
export async function showLink(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const refused = refuseGuesser(web, request, reply);
  if (refused !== undefined) return refused;
  const browser = greet(web, request, reply);
  const opened = await openLink(web.hub, { webId: webIdOf(request), browserId: browser.id });
  if (opened.kind === "unknown") return showUnknownLink(web, request, reply);
  const { view } = opened;
  const query = queryOf(request);
  const wish = {
    bank: query["bank"],
    method: query["method"],
    query: query["q"],
    choose: query["choose"] !== undefined,
    cancelled: query["cancelled"] !== undefined,
  };
  const step = stepOf(view, wish, { now: web.hub.clock.now(), healthOf: web.healthOf });
  return sendPage(web, reply, pageOf(web, request, { view, step, browser }));
}

/**
 * `GET /pay/{web_id}/go`: the way to the bank, for the browser that pressed Pay, the first time and again. A page of its own and not a redirect of the
 * form, since a form may only lead where `form-action` allows, and a bank's own redirects are not known beforehand.
 */
export async function showGo(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const view = await knownLink(web, request, reply);
  if (view === undefined) return reply;
  const browser = greet(web, request, reply);
  const url = webAddress(await resumeAtBank(web.hub, { webId: view.webId, browserId: browser.id }));
  if (url === undefined) return seeOther(web, reply, `/pay/${view.webId}`);
  const step = { step: "go", bankName: view.attempt?.bank?.name ?? "—", url } as const;
  reply.header("refresh", `0; url=${url}`);
  return sendPage(web, reply, pageOf(web, request, { view, step, browser }));
}

/** `GET /pay/{web_id}/status`: what an open page asks again and again; changes nothing. */
export async function answerStatus(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const view = await knownLink(web, request, reply);
  if (view === undefined) return reply;
  return sendJson(web, reply, { state: stateOf(view), status: view.status });
}

/** `GET /pay/{web_id}/banks?q=`: the same search as the page's, for each key. */
export async function answerBanks(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const view = await knownLink(web, request, reply);
  if (view === undefined) return reply;
  const locale = localeOf(request, view, web.browsers.of(request));
  const query = queryOf(request)["q"]?.trim() ?? "";
  const found = searchBanks(banksOf(view), query);
  const text =
    found.length === 0
      ? `${translate(locale, "choose.none", { query })} ${translate(locale, "choose.none_hint")}`
      : translate(locale, "choose.found", { count: String(found.length) });
  const banks = found.slice(0, mostBanks).map((bank) => rowOf(web, view, choiceOf(bank, web), locale));
  return sendJson(web, reply, { text, banks });
}

function rowOf(web: Web, view: LinkView, bank: BankChoice, locale: Locale) {
  const { providerId, name, bic, health } = bank;
  const row = { href: `/pay/${view.webId}?bank=${providerId}`, name, bic, ...markOf(bank) };
  if (health === undefined) return row;
  const time = formatInstantFor(locale, health.since, web.hub.clock.now());
  return { ...row, trouble: translate(locale, `bank.${health.status}`, { time }), down: health.status === "down" };
}

/** The link behind the address, or undefined after the answer was sent. */
export async function knownLink(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<LinkView | undefined> {
  if (refuseGuesser(web, request, reply) !== undefined) return undefined;
  const browserId = web.browsers.of(request)?.id;
  const view = await viewLink(web.hub, { webId: webIdOf(request), ...(browserId === undefined ? {} : { browserId }) });
  if (view === undefined) showUnknownLink(web, request, reply);
  return view;
}

function sendJson(web: Web, reply: FastifyReply, body: unknown): FastifyReply {
  return setPageHeaders(reply, web).type("application/json; charset=utf-8").send(JSON.stringify(body));
}
