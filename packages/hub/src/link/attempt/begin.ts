import { after, enqueue, type Tx } from "@tallystick/kit";
import type { PaymentMethod } from "../../connector/connector.ts";
import type { HubDeps } from "../../deps.ts";
import { topics, type AttemptWork } from "../../events.ts";
import type { HubSchema } from "../../migrations/schema.ts";
import { moveLink } from "../move.ts";
import type { LinkRow } from "../store.ts";
import { browserHash } from "./store.ts";

export interface NewAttempt {
  readonly providerId: string;
  readonly method: PaymentMethod;
  readonly debtorIban: string | null;
  /** Value of the payer's cookie; absent when no browser began it. */
  readonly browserId?: string;
  readonly psuIp: string;
  readonly userAgent?: string;
  /** When the outbox hands it to the bank, should nobody have done so before; ms from now. */
  readonly submitAfterMs: number;
}

/** Moves a link to `requested` with the payment that its bank is going to be asked for; the caller holds its lock. */
export async function beginAttempt(
  tx: Tx<HubSchema>,
  deps: HubDeps,
  link: LinkRow,
  wanted: NewAttempt,
): Promise<string> {
  const now = deps.clock.now();
  const attemptId = deps.random.uuid();
  const { providerId, method } = wanted;
  await moveLink(tx, deps, link, {
    to: "requested",
    chosen: { providerId, paymentMethodId: method.paymentMethodId },
  });
  await tx
    .insertInto("attempt")
    .values({
      attempt_id: attemptId,
      link_id: link.link_id,
      state: "requested",
      provider_id: providerId,
      payment_method_id: method.paymentMethodId,
      product: method.product,
      debtor_iban: wanted.debtorIban,
      bank_request_id: deps.random.uuid(),
      return_state: deps.random.token(),
      browser_hash: wanted.browserId === undefined ? null : browserHash(wanted.browserId),
      psu_ip_address: wanted.psuIp,
      psu_user_agent: wanted.userAgent?.replace(/[^\x20-\x7e]/g, "").slice(0, 256) ?? null,
      created_at: now,
    })
    .execute();
  const payload: AttemptWork = { attemptId };
  await enqueue(tx, { topic: topics.submit, key: attemptId, payload, dueAt: after(now, wanted.submitAfterMs) });
  return attemptId;
}
