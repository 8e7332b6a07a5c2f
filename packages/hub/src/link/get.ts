import type { Answer, Call } from "../api/operation.ts";
import type { HubDeps } from "../deps.ts";
import type { ApiVersion } from "../endpoints.ts";
import { HubError } from "../errors.ts";
import type { LinkStatus } from "../events.ts";
import { describeChoice, describePayments } from "./payments.ts";
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
    ...(await describePayments(deps, link, (status) => shownStatus(status, version))),
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
    web_url: addressOf(deps, link),
    ...trackingOf(link),
  };
}

/** The hosted page; the bank's own address was told when the link was made, and is not told again. */
export function addressOf({ url }: HubDeps, link: Pick<LinkRow, "type" | "web_id">): string | null {
  return link.type === "redirect_sca" ? null : `${url}/pay/${link.web_id}`;
}

function trackingOf({ entity_id: entityId, user_id: userId }: LinkRow): Answer {
  if (entityId === null && userId === null) return {};
  const tracking = {
    ...(entityId === null ? {} : { entity_id: entityId }),
    ...(userId === null ? {} : { user_id: userId }),
  };
  return { tracking };
}

/** Version 1 knows no word from the creditor's side (hub-api section 1). */
function shownStatus(status: LinkStatus, version: ApiVersion): LinkStatus {
  return version === "v1" && (status === "funds_received" || status === "funds_rejected") ? "completed" : status;
}
