import type { SubjectDisplay } from "../authorisation/subject.ts";
import { listChoosableAccounts, listScaMethods } from "../authorisation/view.ts";
import { sendPage, seeOther } from "./app.ts";
import { awaitExecution, formOriginsOf, outcomeOf, sendBack, tppAddress } from "./ending.ts";
import { showMinutesUntil } from "./format.ts";
import type { Page } from "./layout.ts";
import { isAtField, noticeText } from "./notices.ts";
import { accountPage, type ChosenAccount } from "./views/account.ts";
import { codePage, pushPage } from "./views/challenge.ts";
import { endingPage } from "./views/ending.ts";
import { loginPage } from "./views/login.ts";
import { accessSummary } from "./views/access.ts";
import { orderSummary } from "./views/order.ts";
import { reviewPage } from "./views/review.ts";
import { wordsOf } from "./words.ts";
import { formTarget, type ScaPagesContext, type Visit } from "./visit.ts";

/** Shows the page of the present step; what the step is, the stored authorisation says and never the browser. */
export async function showStep(context: ScaPagesContext, visit: Visit) {
  if (visit.view.step === "ended") return showEnding(context, visit);
  if (visit.psuId === undefined) return show(context, visit, login(context, visit));
  switch (visit.view.step) {
    case "identify":
      return show(context, visit, login(context, visit));
    case "choose_accounts":
      return showAccounts(context, visit);
    case "confirm":
      return sendBack(context, visit);
    case "review":
    case "challenge_due":
      return show(context, visit, await review(context, visit, visit.psuId));
    case "challenge":
      return show(context, visit, challenge(context, visit));
  }
}

/** The choice of the account, also after one has been chosen, until a challenge has been started. */
export async function showAccounts(context: ScaPagesContext, visit: Visit) {
  const { view, psuId } = visit;
  const { choice, display } = view.subject;
  const mayChoose = choice !== undefined && (view.step === "choose_accounts" || view.step === "review");
  if (psuId === undefined || !mayChoose) return seeOther(visit.reply, visit.url);
  const notice = noticeFor(context, visit);
  const page = accountPage({
    summary: summary(context, visit),
    words: wordsOf(display),
    several: choice.of === "accounts",
    accounts: await listChoosableAccounts(context.authorisation, { authorisationId: view.authorisationId, psuId }),
    chosen: chosenIn(display),
    choose: formTarget(context, visit, "account"),
    refuse: formTarget(context, visit, "refuse"),
    ...(notice === undefined ? {} : { notice: notice.text }),
  });
  return show(context, visit, page);
}

async function showEnding(context: ScaPagesContext, visit: Visit) {
  // A waiting page without scripts comes back to itself, and goes on like one with them.
  if (visit.psuId !== undefined && "waiting" in (visit.request.query as object)) {
    await awaitExecution(context, visit.view.authorisationId);
    return sendBack(context, visit);
  }
  const leadsOn = tppAddress(visit) !== undefined || (await formOriginsOf(context, visit)).length > 0;
  const isPsu = visit.psuId !== undefined;
  const page = endingPage({
    ending: outcomeOf(visit),
    of: visit.view.subject,
    isPsu,
    tppName: visit.view.subject.tppName,
    accessUrl: `${context.pagesUrl}/access`,
    ...(isPsu ? { summary: summary(context, visit) } : {}),
    ...(leadsOn ? { onwardUrl: `${visit.url}/return` } : {}),
  });
  return sendPage(context, visit.reply, { page });
}

async function show(context: ScaPagesContext, visit: Visit, page: Page) {
  return sendPage(context, visit.reply, { page, formOrigins: await formOriginsOf(context, visit) });
}

function summary(context: ScaPagesContext, visit: Visit) {
  const { display, tppName } = visit.view.subject;
  const isPsu = visit.psuId !== undefined;
  if (display.shows === "consent") return accessSummary(display, { tppName, isPsu });
  return orderSummary(display, {
    tppName,
    showDebtor: isPsu,
    timeZone: context.profile.timeZone,
    isAsked: visit.view.step !== "ended",
  });
}

function chosenIn(display: SubjectDisplay): readonly ChosenAccount[] {
  if (display.shows === "consent") return display.accounts;
  const { debtorIban: iban, currency } = display;
  return iban === undefined ? [] : [{ iban, currency }];
}

function noticeFor(context: ScaPagesContext, { browser, view }: Visit): { text: string; atField: boolean } | undefined {
  const own = browser.notice?.about === view.authorisationId ? browser.notice : undefined;
  const timedOut = { about: view.authorisationId, code: "logged_out" } as const;
  const notice = own ?? (browser.timedOut ? timedOut : undefined);
  if (notice === undefined) return undefined;
  return { text: noticeText(notice, context.authorisation.clock.now()), atField: isAtField(notice.code) };
}

function withNotice<Shown>(notice: Shown | undefined): { notice?: Shown } {
  return notice === undefined ? {} : { notice };
}

function login(context: ScaPagesContext, visit: Visit): Page {
  const { display } = visit.view.subject;
  // Once somebody is bound to it, or has signed it, only who logs in may refuse it.
  const isSigned = (display.signatures?.given ?? 0) > 0;
  const mayRefuse = visit.view.psuId === undefined && !isSigned;
  return loginPage({
    title: wordsOf(display).login,
    summary: summary(context, visit),
    bankName: context.profile.name,
    login: formTarget(context, visit, "login"),
    ...(mayRefuse ? { refuse: { ...formTarget(context, visit, "refuse"), label: wordsOf(display).refuse } } : {}),
    ...withNotice(noticeFor(context, visit)),
    step: stepOf(visit, 1),
  });
}

async function review(context: ScaPagesContext, visit: Visit, psuId: string): Promise<Page> {
  const { view } = visit;
  const { authorisationId, method } = view;
  const methods = await listScaMethods(context.authorisation, { authorisationId, psuId });
  // Once a challenge has been started, the method stays.
  const due = view.scaStatus === "started";
  const offered = due && method !== undefined ? [method] : methods;
  return reviewPage({
    words: wordsOf(view.subject.display),
    summary: summary(context, visit),
    methods: offered,
    ...(method === undefined ? {} : { chosenMethodId: method.methodId }),
    confirm: formTarget(context, visit, due ? "challenge" : "method"),
    refuse: formTarget(context, visit, "refuse"),
    ...(view.subject.choice !== undefined && view.step === "review" ? { accountUrl: `${visit.url}/account` } : {}),
    ...withNotice(noticeFor(context, visit)?.text),
    step: stepOf(visit, 3),
  });
}

function challenge(context: ScaPagesContext, visit: Visit): Page {
  const { challenge: open, method } = visit.view;
  if (open === undefined || method === undefined) throw new Error("a challenge step without its challenge");
  const shared = {
    summary: summary(context, visit),
    words: wordsOf(visit.view.subject.display),
    method,
    challengeId: open.challengeId,
    validFor: showMinutesUntil(open.expiresAt, context.authorisation.clock.now()),
    again: formTarget(context, visit, "challenge"),
    refuse: formTarget(context, visit, "refuse"),
    ...withNotice(noticeFor(context, visit)),
    step: stepOf(visit, 4),
  };
  if (open.type !== "push")
    return codePage({ ...shared, answer: formTarget(context, visit, "answer", open.challengeId) });
  return pushPage({ ...shared, statusUrl: `${visit.url}/status`, onwardUrl: `${visit.url}?waiting=1` });
}

/** Without a choice of account there is one step less. */
function stepOf({ view }: Visit, step: 1 | 3 | 4): string {
  if (view.subject.choice !== undefined) return `Step ${step} of 4`;
  return `Step ${step === 1 ? 1 : step - 1} of 3`;
}
