import { parseIban } from "@tallystick/xs2a";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cancelByPayer } from "../link/cancel.ts";
import { chooseAgain } from "../link/choose.ts";
import { payLink, type InputError } from "../link/pay.ts";
import { returnFromBank } from "../link/return.ts";
import { methodOf, viewLink, type LinkView } from "../link/view.ts";
import { isFromOurPage, type Browser } from "./browser.ts";
import { refuseGuesser, showNotice, showUnknownLink } from "./fault.ts";
import { pageOf, queryOf, seeOther, sendPage, webIdOf } from "./page.ts";
import { mayOwnIban } from "./search.ts";
import { confirm, ending, stepOf } from "./steps.ts";
import type { EndingCode, IbanProblem } from "./views/model.ts";
import type { Web } from "./context.ts";

type Form = Readonly<Record<string, string | undefined>>;

/** `POST /pay/{web_id}`: the payer pressed Pay. */
export async function pay(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const submitted = await submittedForm(web, request, reply);
  if (submitted === undefined) return reply;
  const { browser, form, view } = submitted;
  const bank = form["bank"] ?? "";
  const typed = form["debtor_iban"] ?? "";
  const problem = otherBankProblem(view, bank, typed);
  if (problem !== undefined) return showProblem(web, request, reply, submitted, problem);
  const outcome = await payLink(web.hub, {
    webId: view.webId,
    providerId: bank,
    ...(form["method"] ? { paymentMethodId: form["method"] } : {}),
    ...(typed.trim() === "" ? {} : { debtorIban: typed }),
    psuIp: request.ip,
    ...(request.headers["user-agent"] === undefined ? {} : { userAgent: request.headers["user-agent"] }),
    browserId: browser.id,
  });
  const home = `/pay/${view.webId}` as const;
  switch (outcome.kind) {
    case "redirect":
      return seeOther(web, reply, `${home}/go`);
    case "invalid_input":
      return showProblem(web, request, reply, submitted, problemOf(outcome.errors));
    case "not_offered":
      return seeOther(web, reply, `${home}?choose=1`);
    case "cannot_leave":
      return showEnding(web, request, reply, submitted, "cannot_cancel");
    case "ended":
      return outcome.status === "completed" && view.turn === undefined
        ? showEnding(web, request, reply, submitted, "paid_elsewhere")
        : seeOther(web, reply, home);
    case "unknown":
      return showUnknownLink(web, request, reply);
    // The link's own page says what has become of it, and goes on saying so when it is loaded again.
    case "pending":
    case "settled":
    case "failed":
    case "elsewhere":
    case "expired":
      return seeOther(web, reply, home);
  }
}

/** `POST /pay/{web_id}/leave`: start over, with the payment deleted at the bank where it was begun. */
export async function leaveLink(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const submitted = await submittedForm(web, request, reply);
  if (submitted === undefined) return reply;
  const { webId } = submitted.view;
  const outcome = await chooseAgain(web.hub, { webId, browserId: submitted.browser.id });
  if (outcome.kind === "cannot_leave") return showEnding(web, request, reply, submitted, "cannot_cancel");
  return seeOther(web, reply, outcome.kind === "ready" ? `/pay/${webId}?choose=1` : `/pay/${webId}`);
}

/** `POST /pay/{web_id}/cancel`: the payer gives the payment up. */
export async function cancelLinkOfPayer(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const submitted = await submittedForm(web, request, reply);
  if (submitted === undefined) return reply;
  const { webId } = submitted.view;
  const outcome = await cancelByPayer(web.hub, { webId });
  if (outcome.kind === "not_cancellable") return showEnding(web, request, reply, submitted, "cannot_cancel");
  return seeOther(web, reply, outcome.kind === "revoked" ? `/pay/${webId}?cancelled=1` : `/pay/${webId}`);
}

/**
 * `GET /pay/{web_id}/return/{state}`: a bank sent a browser back. Of its query nothing is read but a confirmation code,
 * which goes back to the bank (decision 3, row P12).
 */
export async function takeBack(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const refused = refuseGuesser(web, request, reply);
  if (refused !== undefined) return refused;
  const { webId, state } = request.params as { webId: string; state: string };
  // A payment that was begun without a browser is shown to the one that brings it back.
  const browser = web.browsers.greet(request, reply);
  const confirmationCode = queryOf(request)["confirmationCode"];
  const outcome = await returnFromBank(web.hub, {
    webId,
    state,
    browserId: browser.id,
    ...(confirmationCode === undefined ? {} : { confirmationCode: confirmationCode.slice(0, 512) }),
  });
  if (outcome.kind === "unknown") return showUnknownLink(web, request, reply);
  if (outcome.kind === "here") return seeOther(web, reply, `/pay/${webId}`);
  const view = await viewLink(web.hub, { webId, browserId: browser.id });
  if (view === undefined) return showUnknownLink(web, request, reply);
  // Whatever the link has become: a stranger's browser is told only that it is not the one (row S11).
  const { state: _state, ...page } = pageOf(web, request, { view, step: ending(view, "other_device"), browser });
  return sendPage(web, reply, page);
}

interface Submitted {
  readonly browser: Browser;
  readonly form: Form;
  readonly view: LinkView;
}

/** A form that a page of ours gave to this browser for this link (row S4), or undefined after the refusal was sent. */
async function submittedForm(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<Submitted | undefined> {
  if (refuseGuesser(web, request, reply) !== undefined) return undefined;
  const webId = webIdOf(request);
  const form = (request.body ?? {}) as Form;
  const browser = web.browsers.of(request);
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const ours = isForm && isFromOurPage(request, web.origin);
  if (!ours || browser === undefined || !web.browsers.isFormToken(browser, webId, form["token"])) {
    showNotice(web, request, reply, "form_refused", 403);
    return undefined;
  }
  const view = await viewLink(web.hub, { webId, browserId: browser.id });
  if (view === undefined) {
    showUnknownLink(web, request, reply);
    return undefined;
  }
  return { browser, form, view };
}

function otherBankProblem(view: LinkView, providerId: string, typed: string): IbanProblem | undefined {
  const offer = view.offers.find(({ bank }) => bank.providerId === providerId);
  const parsed = typed.trim() === "" ? undefined : parseIban(typed.trim());
  return offer !== undefined && parsed?.ok === true && !mayOwnIban(offer.bank, parsed.iban) ? "other_bank" : undefined;
}

function problemOf(errors: readonly InputError[]): IbanProblem {
  return errors[0]?.code === "required" ? "missing" : "invalid";
}

/** The form again, with what was typed and what is wrong with it. */
function showProblem(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  { browser, form, view }: Submitted,
  error: IbanProblem,
): FastifyReply {
  const offer = view.offers.find(({ bank }) => bank.providerId === form["bank"]);
  const method = offer && (methodOf(offer, form["method"]) ?? methodOf(offer, undefined));
  const value = (form["debtor_iban"] ?? "").slice(0, 64);
  const context = { now: web.hub.clock.now(), healthOf: web.healthOf };
  const step =
    offer === undefined || method === undefined
      ? stepOf(view, {}, context)
      : confirm(view, offer, method, context, { value, error });
  return sendPage(web, reply, pageOf(web, request, { view, step, browser }), 422);
}

/** What came of a form, for once; the link's page tells the rest. */
async function showEnding(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  { browser, view }: Submitted,
  code: EndingCode,
): Promise<FastifyReply> {
  const now = (await viewLink(web.hub, { webId: view.webId, browserId: browser.id })) ?? view;
  return sendPage(web, reply, pageOf(web, request, { view: now, step: ending(now, code), browser }), 409);
}
