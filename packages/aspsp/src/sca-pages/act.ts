import { answerChallenge } from "../authorisation/answer.ts";
import { startChallenge } from "../authorisation/proof/challenge.ts";
import { chooseAccounts, chooseMethod } from "../authorisation/choose.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { refuseAuthorisation } from "../authorisation/refuse.ts";
import { viewAuthorisation } from "../authorisation/view.ts";
import { seeOther } from "./app.ts";
import { awaitExecution, sendBack } from "./ending.ts";
import { leaveNotice, requireForm, type ScaPagesContext, type Visit } from "./visit.ts";

/** Each form of the pages: it does its one step and redirects, to the present page or back to the TPP. */
export async function logIn(context: ScaPagesContext, visit: Visit) {
  const fields = requireForm(context, visit, "login");
  const { authorisationId } = visit.view;
  const outcome = await identifyPsu(context.authorisation, {
    authorisationId,
    login: (fields["login"] ?? "").trim(),
    secret: fields["secret"] ?? "",
  });
  switch (outcome.kind) {
    case "identified": {
      const browser = await context.sessions.login(visit.browser, outcome);
      if (browser.setCookie !== undefined) visit.reply.header("set-cookie", browser.setCookie);
      break;
    }
    case "wrong_credentials":
    case "not_account_holder":
    case "other_psu":
      await leaveNotice(context, visit, outcome.kind);
      break;
    case "failed":
      // Whoever guessed learns only that it is over.
      await leaveNotice(context, visit);
      break;
    case "unknown":
    case "ended":
    case "out_of_order":
      break;
  }
  return seeOther(visit.reply, visit.url);
}

export async function pickAccount(context: ScaPagesContext, visit: Visit) {
  const fields = requireForm(context, visit, "account");
  const outcome = await chooseAccounts(context.authorisation, {
    authorisationId: visit.view.authorisationId,
    psuId: visit.psuId ?? "",
    accountIds: chosenIn(fields),
  });
  const missing = visit.view.subject.choice?.of === "accounts" ? "choose_accounts" : "choose_an_account";
  await leaveNotice(context, visit, outcome.kind === "not_offered" ? missing : undefined);
  return seeOther(visit.reply, visit.url);
}

/** As many as are ticked, each under a name of its own, or one of radio buttons. */
function chosenIn(fields: Readonly<Record<string, string>>): string[] {
  const ticked = Object.entries(fields).flatMap(([name, value]) => (name === `account_${value}` ? [value] : []));
  return ticked.length > 0 ? ticked : [fields["account_id"] ?? ""];
}

export async function pickMethod(context: ScaPagesContext, visit: Visit) {
  const fields = requireForm(context, visit, "method");
  const outcome = await chooseMethod(context.authorisation, {
    authorisationId: visit.view.authorisationId,
    psuId: visit.psuId ?? "",
    methodId: fields["method_id"] ?? "",
  });
  if (outcome.kind === "chosen") return challengeNow(context, visit);
  await leaveNotice(context, visit, outcome.kind === "not_offered" ? "choose_a_method" : undefined);
  return seeOther(visit.reply, visit.url);
}

export async function challengeAgain(context: ScaPagesContext, visit: Visit) {
  requireForm(context, visit, "challenge");
  return challengeNow(context, visit);
}

async function challengeNow(context: ScaPagesContext, visit: Visit) {
  const { authorisationId } = visit.view;
  const outcome = await startChallenge(context.authorisation, { authorisationId, psuId: visit.psuId ?? "" });
  switch (outcome.kind) {
    case "locked":
      await leaveNotice(context, visit, "method_locked", { until: outcome.until.toISOString() });
      break;
    case "too_many_challenges":
    case "delivery_failed":
      await leaveNotice(context, visit, outcome.kind);
      break;
    case "started":
    case "unknown":
    case "ended":
    case "other_psu":
    case "out_of_order":
      await leaveNotice(context, visit);
      break;
  }
  return seeOther(visit.reply, visit.url);
}

/** The answer to a challenge. A second submit of the same form ends like the first (row P8). */
export async function answer(context: ScaPagesContext, visit: Visit) {
  const fields = requireForm(context, visit, "answer");
  const given = (fields["code"] ?? "").replaceAll(/[\s-]/g, "");
  // Nobody guesses with nothing: a slip of the finger is not one of the five tries.
  if (given === "" && visit.view.step === "challenge") {
    await leaveNotice(context, visit, "nothing_entered");
    return seeOther(visit.reply, visit.url);
  }
  const outcome = await answerChallenge(context.authorisation, {
    authorisationId: visit.view.authorisationId,
    psuId: visit.psuId ?? "",
    challengeId: fields["challenge_id"] ?? "",
    answer: given,
  });
  switch (outcome.kind) {
    case "wrong":
      await leaveNotice(context, visit, "wrong_code", { attemptsLeft: outcome.attemptsLeft });
      return seeOther(visit.reply, visit.url);
    case "locked":
      await leaveNotice(context, visit, "method_locked", { until: outcome.until.toISOString() });
      return seeOther(visit.reply, visit.url);
    case "finalised":
    case "unconfirmed":
    case "stale":
    case "ended":
      return afterAnswer(context, visit);
    case "failed":
    case "unknown":
    case "other_psu":
    case "out_of_order":
      await leaveNotice(context, visit);
      return seeOther(visit.reply, visit.url);
  }
}

async function afterAnswer(context: ScaPagesContext, visit: Visit) {
  const now = await again(context, visit);
  if (now.psuId !== undefined && (now.view.scaStatus === "finalised" || now.view.step === "confirm")) {
    await awaitExecution(context, now.view.authorisationId);
    return sendBack(context, now);
  }
  await leaveNotice(context, visit, now.view.step === "ended" ? undefined : "stale_code");
  return seeOther(visit.reply, visit.url);
}

export async function refuse(context: ScaPagesContext, visit: Visit) {
  requireForm(context, visit, "refuse");
  const { authorisationId } = visit.view;
  const outcome = await refuseAuthorisation(context.authorisation, {
    authorisationId,
    ...(visit.psuId === undefined ? {} : { psuId: visit.psuId }),
  });
  const now = await again(context, visit);
  const isOurs = now.view.failure === "refused" && (now.psuId !== undefined || now.view.psuId === undefined);
  if (outcome.kind === "refused" || isOurs) return sendBack(context, now);
  return seeOther(visit.reply, visit.url);
}

/** The visit with the authorisation as it is after the step. */
async function again(context: ScaPagesContext, visit: Visit): Promise<Visit> {
  const { authorisationId } = visit.view;
  return { ...visit, view: (await viewAuthorisation(context.authorisation, { authorisationId })) ?? visit.view };
}
