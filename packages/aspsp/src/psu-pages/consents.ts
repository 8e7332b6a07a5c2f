import type { FastifyReply } from "fastify";
import { html } from "hono/html";
import { findConsentOfPsu, listConsentsOfPsu, revokeByPsu, type PsuConsent } from "../consent/of-psu.ts";
import { seeOther, sendPage } from "../sca-pages/app.ts";
import { ownPage } from "./frame.ts";
import { consentCards, endedBody, endingBody } from "./views/consents.ts";
import { pager } from "./views/frame.ts";
import {
  beforeOf,
  formTarget,
  pageSize,
  requireForm,
  sendUnknown,
  type OwnVisit,
  type PsuPagesContext,
} from "./visit.ts";

/** Who may see something now, or may once others have signed. */
export async function showOpen(context: PsuPagesContext, visit: OwnVisit): Promise<FastifyReply> {
  return showList(context, visit, "open");
}

/** Who could once, and why no longer. */
export async function showEnded(context: PsuPagesContext, visit: OwnVisit): Promise<FastifyReply> {
  return showList(context, visit, "ended");
}

const lists = {
  open: { part: "access", path: "", title: "Who may see your accounts" },
  ended: { part: "ended", path: "/ended", title: "Access that has ended" },
} as const;

async function showList(context: PsuPagesContext, visit: OwnVisit, which: "open" | "ended") {
  const before = beforeOf(visit);
  const from = before === undefined ? {} : { before };
  const found = await listConsentsOfPsu(context, { psuId: visit.psuId, which, ...from, limit: pageSize + 1 });
  if (found === undefined) return sendUnknown(context, visit);
  const consents = found.slice(0, pageSize);
  const next = found.length > pageSize ? consents.at(-1)?.consentId : undefined;
  const { part, path, title } = lists[which];
  const { timeZone } = context.profile;
  const body = html`${consentCards(consents, { which, timeZone, url: visit.url })}
  ${pager({ url: visit.url + path, isFirst: before === undefined, ...(next === undefined ? {} : { next }) })}`;
  return sendPage(context, visit.reply, { page: ownPage(context, visit, { title, part, body }) });
}

/** One consent: until it has ended the question whether to end it, later that it has ended. */
export async function showConsent(context: PsuPagesContext, visit: OwnVisit): Promise<FastifyReply> {
  const consent = await ownConsent(context, visit);
  if (consent === undefined) return sendUnknown(context, visit);
  const { timeZone } = context.profile;
  if (consent.endedAt !== undefined) {
    const body = endedBody(consent, { timeZone, url: visit.url });
    return sendPage(context, visit.reply, { page: ownPage(context, visit, { title: "Access ended", body }) });
  }
  const { consentId } = consent;
  const revoke = formTarget(context, visit, `consents/${consentId}/revoke`, { form: "revoke", about: consentId });
  const body = endingBody(consent, { timeZone, url: visit.url, revoke });
  return sendPage(context, visit.reply, { page: ownPage(context, visit, { title: "End this access?", body }) });
}

/** Whoever ended it first, and however often the form comes, the page that follows says how it stands. */
export async function revoke(context: PsuPagesContext, visit: OwnVisit): Promise<FastifyReply> {
  const consent = await ownConsent(context, visit);
  if (consent === undefined) return sendUnknown(context, visit);
  const { consentId } = consent;
  requireForm(context, visit, { form: "revoke", about: consentId });
  await revokeByPsu(context, { psuId: visit.psuId, consentId });
  return seeOther(visit.reply, `${visit.url}/consents/${consentId}`);
}

function ownConsent(context: PsuPagesContext, { psuId, request }: OwnVisit): Promise<PsuConsent | undefined> {
  const { consentId } = request.params as { consentId: string };
  return findConsentOfPsu(context, { psuId, consentId });
}
