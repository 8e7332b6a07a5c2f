import type { Answer, Call } from "../api/operation.ts";
import type { HubDeps } from "../deps.ts";
import type { ApiVersion } from "../endpoints.ts";
import { HubError } from "../errors.ts";
import type { LinkStatus } from "../events.ts";
import { isExpired } from "./rules.ts";
import { historyOf, linkOfClient, type LinkRow } from "./store.ts";

/** `links/get`: a link is always readable, whatever its status. */
export async function getLink({ deps, client, version, body }: Call<"links.get">): Promise<Answer> {
  const link = await linkOfClient(deps.db, client.clientId, body.link_id.toLowerCase());
  if (link === undefined) throw linkNotFound();
  const history = await historyOf(deps.db, link.link_id);
  const steps = history.map(({ status, at }) => ({ status: shownStatus(status, version), at: at.toISOString() }));
  return {
    ...describeLink(deps, link, version),
    api_client_app: client.name,
    payment_intent: link.intent,
    ...describeChoice(deps, link),
    history: steps.filter((step, index) => step.status !== steps[index - 1]?.status),
    ...(link.failure === null ? {} : { failure: link.failure }),
  };
}

export function linkNotFound(): HubError {
  return new HubError("link_not_found", "There is no such link.");
}

/** Members that `links/get` and `links/list` share. */
export function describeLink(deps: HubDeps, link: LinkRow, version: ApiVersion): Answer {
  return {
    status: shownStatus(link.status, version),
    created_at: link.created_at.toISOString(),
    expires_at: link.expires_at.toISOString(),
    is_expired: isExpired(link, deps.clock.now()),
    link_id: link.link_id,
    web_id: link.web_id,
    web_url: `${deps.url}/pay/${link.web_id}`,
    ...trackingOf(link),
  };
}

function trackingOf({ entity_id: entityId, user_id: userId }: LinkRow): Answer {
  if (entityId === null && userId === null) return {};
  const tracking = {
    ...(entityId === null ? {} : { entity_id: entityId }),
    ...(userId === null ? {} : { user_id: userId }),
  };
  return { tracking };
}

/** What the payer chose, once they did. */
export function describeChoice(deps: HubDeps, link: LinkRow): Answer {
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

/** Version 1 knows no word from the creditor's side (hub-api section 1). */
function shownStatus(status: LinkStatus, version: ApiVersion): LinkStatus {
  return version === "v1" && (status === "funds_received" || status === "funds_rejected") ? "completed" : status;
}
