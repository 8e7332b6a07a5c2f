import type { Answer } from "../api/operation.ts";
import type { HubDeps } from "../deps.ts";
import type { LinkStatus } from "../events.ts";
import { endedStatusOf, lastAttemptsOf, type AttemptRow } from "./attempt/store.ts";
import type { LinkRow } from "./store.ts";

const mostShown = 100;

/** What the payer chose, once they did. */
export function describeChoice(deps: HubDeps, link: Pick<LinkRow, "provider_id" | "payment_method_id">): Answer {
  if (link.provider_id === null || link.payment_method_id === null) return {};
  const bank = deps.connectors.get(link.provider_id)?.bank;
  const method = bank?.paymentMethods.find(({ paymentMethodId }) => paymentMethodId === link.payment_method_id);
  return {
    payment_method: {
      provider_id: link.provider_id,
      payment_method_id: link.payment_method_id,
      ...(method === undefined ? {} : { payment_scheme: method.scheme }),
    },
    service_provider: {
      provider_id: link.provider_id,
      ...(bank === undefined ? {} : { name: bank.name, country: bank.country, bic: bank.bic }),
    },
  };
}

/** Of a link that may be paid more than once: how often it was, and its newest payments, newest first (decision 5). */
export async function describePayments(
  deps: HubDeps,
  link: LinkRow,
  shown: (status: LinkStatus) => LinkStatus,
): Promise<Answer> {
  if (link.max_completions === 1) return {};
  const attempts = await lastAttemptsOf(deps.db, link.link_id, mostShown);
  return {
    max_completions: link.max_completions,
    completions: link.completions,
    payments: attempts.map((attempt, index) => ({
      payment_id: attempt.attempt_id,
      status: shown(index === 0 ? newestStatus(link, attempt) : endedStatusOf(attempt)),
      created_at: attempt.created_at.toISOString(),
      ...describeChoice(deps, attempt),
    })),
  };
}

/** The link shows where its newest payment is, until it is opened for the next one. */
function newestStatus({ status }: LinkRow, attempt: AttemptRow): LinkStatus {
  const ahead = status === "started" || status === "revoked";
  return attempt.state === "closed" && ahead ? endedStatusOf(attempt) : status;
}
