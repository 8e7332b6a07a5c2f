import { HttpFault } from "@tallystick/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseLocale } from "./catalogue/locale.ts";
import { bareOf, localeOf, sendPage, webIdOf } from "./page.ts";
import type { EndingCode } from "./views/model.ts";
import type { Web } from "./context.ts";

/** No link at this address, one that is malformed, and one that never was look the same (row B6). */
export function showUnknownLink(web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  web.guesses.count(request.ip);
  return showNotice(web, request, reply, "unknown_link", 404);
}

/** Answers for a caller who has guessed too often, before the database is asked; undefined for everybody else. */
export function refuseGuesser(web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (!web.guesses.isOver(request.ip)) return undefined;
  reply.header("retry-after", "60");
  return showNotice(web, request, reply, "too_many", 429);
}

export function showNotice(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  code: EndingCode,
  status: number,
): FastifyReply {
  const locale = localeOf(request, undefined, web.browsers.of(request));
  const webId = webIdOf(request);
  const page = bareOf(web, locale, { step: "ending", code, can: {} });
  const known = code === "form_refused" || code === "our_fault";
  return sendPage(web, reply, known && isPlain(webId) ? { ...page, path: `/pay/${webId}` } : page, status);
}

function isPlain(webId: unknown): webId is string {
  return typeof webId === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(webId);
}

/** What a handler threw, or what HTTP itself refused: a page in words, the detail in the log only (row L5). */
export function answerFault(web: Web, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = refusedStatusOf(error);
  if (status !== undefined) {
    const locale = chooseLocale({ acceptLanguage: request.headers["accept-language"] });
    const code = request.method === "POST" ? "form_refused" : "unknown_link";
    return sendPage(web, reply, bareOf(web, locale, { step: "ending", code, can: {} }), status);
  }
  web.hub.log.error("page_failed", { requestId: request.id, route: request.routeOptions.url, error });
  reply.header("retry-after", "5");
  return showNotice(web, request, reply, "our_fault", 503);
}

/** 400 to 499 for a request that could not be read, by the kit's word or by Fastify's. */
function refusedStatusOf(error: unknown): number | undefined {
  const { status, statusCode } = error as { readonly status?: unknown; readonly statusCode?: unknown };
  const said = error instanceof HttpFault ? status : statusCode;
  return typeof said === "number" && said >= 400 && said < 500 ? said : undefined;
}
