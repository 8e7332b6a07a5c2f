import type { FastifyReply } from "fastify";
import { html } from "hono/html";
import { sendPage } from "../sca-pages/app.ts";
import { ownPage } from "./frame.ts";
import { listPaymentsOfPsu } from "./payments-of-psu.ts";
import { pager } from "./views/frame.ts";
import { paymentCards } from "./views/payments.ts";
import { beforeOf, pageSize, sendUnknown, type OwnVisit, type PsuPagesContext } from "./visit.ts";

/** The payments made through TPPs, a page at a time. */
export async function showPayments(context: PsuPagesContext, visit: OwnVisit): Promise<FastifyReply> {
  const before = beforeOf(visit);
  const from = before === undefined ? {} : { before };
  const found = await listPaymentsOfPsu(context.db, { psuId: visit.psuId, ...from, limit: pageSize + 1 });
  if (found === undefined) return sendUnknown(context, visit);
  const payments = found.slice(0, pageSize);
  const next = found.length > pageSize ? payments.at(-1)?.paymentId : undefined;
  const url = `${visit.url}/payments`;
  const body = html`${paymentCards(payments, context.profile.timeZone)}
  ${pager({ url, isFirst: before === undefined, ...(next === undefined ? {} : { next }) })}`;
  const page = ownPage(context, visit, { title: "Payments through others", part: "payments", body });
  return sendPage(context, visit.reply, { page });
}
