import assert from "node:assert/strict";
import type { TransactionStatus } from "@tallystick/xs2a";
import type { LinkStatus } from "../events.ts";
import { lastAttemptOf, type AttemptRow } from "../link/attempt/store.ts";
import { openLink } from "../link/open.ts";
import { payLink, type PayInput, type PayOutcome } from "../link/pay.ts";
import { goodLink, type Fixture } from "./fixture.ts";

export interface TestLink {
  readonly linkId: string;
  readonly webId: string;
}

export async function createLink(hub: Fixture, members: Record<string, unknown> = {}): Promise<TestLink> {
  const { status, body } = await hub.post("/test/links/create", { ...goodLink(), ...members });
  assert.equal(status, 200, JSON.stringify(body));
  return { linkId: body.link_id, webId: body.web_id };
}

export function pay(hub: Fixture, webId: string, input: Partial<PayInput> = {}): Promise<PayOutcome> {
  return payLink(hub.deps, { webId, providerId: "rzb_ro", psuIp: "203.0.113.7", browserId: "browser-1", ...input });
}

/** A link whose payer is at the bank. */
export async function payerAtBank(
  hub: Fixture,
  members?: Record<string, unknown>,
): Promise<TestLink & { attempt: AttemptRow }> {
  const link = await createLink(hub, members);
  await openLink(hub.deps, { webId: link.webId });
  const paid = await pay(hub, link.webId);
  assert.equal(paid.kind, "redirect", JSON.stringify(paid));
  const attempt = await lastAttemptOf(hub.deps.db, link.linkId);
  return { ...link, attempt: attempt! };
}

/** What the bank will say of the payment of an attempt from now on. */
export function bankSays(hub: Fixture, attempt: AttemptRow, status: TransactionStatus): void {
  const bank = attempt.provider_id === "rzb_ro" ? hub.bank : hub.otherBank;
  bank.payments.get(attempt.bank_request_id)!.status = status;
}

export async function statusOf(hub: Fixture, linkId: string): Promise<LinkStatus> {
  const { status } = await hub.deps.db
    .selectFrom("link")
    .select("status")
    .where("link_id", "=", linkId)
    .executeTakeFirstOrThrow();
  return status;
}

/** The link's statuses in order; checks that the sequence has no gap and that the webhooks told the same. */
export async function storyOf(hub: Fixture, linkId: string): Promise<LinkStatus[]> {
  await hub.hub.drainDue();
  const events = await hub.deps.db
    .selectFrom("link_event")
    .selectAll()
    .where("link_id", "=", linkId)
    .orderBy("sequence")
    .execute();
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
  );
  const told = hub.received.filter((event) => event.link_id === linkId);
  assert.deepEqual(
    told.map(({ sequence, status, event_id }) => ({ sequence, status, event_id })),
    events.map(({ sequence, status, event_id }) => ({ sequence, status, event_id })),
  );
  return events.map(({ status }) => status);
}
