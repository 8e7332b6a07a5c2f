import type { FastifyReply } from "fastify";
import { html } from "hono/html";
import { checkLogin } from "../authorisation/proof/login.ts";
import { seeOther, sendPage } from "../sca-pages/app.ts";
import { isAtField, noticeText } from "../sca-pages/notices.ts";
import { loginPage } from "../sca-pages/views/login.ts";
import { formTarget, leadToLogin, noticesOf, requireForm, type PsuPagesContext, type Visit } from "./visit.ts";

/** Shown at whichever address was asked for; nothing of what stands there is looked up before. */
export async function showLogin(context: PsuPagesContext, visit: Visit): Promise<FastifyReply> {
  const { browser } = visit;
  const left = browser.notice?.about === noticesOf ? browser.notice : undefined;
  const notice = left ?? (browser.timedOut ? ({ about: noticesOf, code: "logged_out" } as const) : undefined);
  const page = loginPage({
    summary: html`<p>
      See who may look at your accounts, end what you have allowed, and look at the payments that were made through
      others.
    </p>`,
    bankName: context.profile.name,
    login: formTarget(context, visit, "login", { form: "login" }),
    ...(notice === undefined
      ? {}
      : { notice: { text: noticeText(notice, context.clock.now()), atField: isAtField(notice.code) } }),
  });
  return sendPage(context, visit.reply, { page });
}

/** Counted together with the logins of payments and of the authorization server (row S1). */
export async function logIn(context: PsuPagesContext, visit: Visit): Promise<FastifyReply> {
  if (visit.browser.timedOut) return leadToLogin(context, visit);
  const fields = requireForm(context, visit, { form: "login" });
  const psu = await checkLogin(context, { login: (fields["login"] ?? "").trim(), secret: fields["secret"] ?? "" });
  if (psu === undefined) {
    await context.sessions.leaveNotice(visit.browser, { about: noticesOf, code: "wrong_credentials" });
  } else {
    const { setCookie } = await context.sessions.login(visit.browser, psu);
    if (setCookie !== undefined) visit.reply.header("set-cookie", setCookie);
  }
  return seeOther(visit.reply, visit.url);
}

export async function logOut(context: PsuPagesContext, visit: Visit): Promise<FastifyReply> {
  if (visit.browser.psuId === undefined) return leadToLogin(context, visit);
  requireForm(context, visit, { form: "logout" });
  const { setCookie } = await context.sessions.logout(visit.browser);
  if (setCookie !== undefined) visit.reply.header("set-cookie", setCookie);
  return seeOther(visit.reply, visit.url);
}
