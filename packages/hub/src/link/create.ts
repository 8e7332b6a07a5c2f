import { after, type Tx } from "@tallystick/kit";
import type { Answer, Call } from "../api/operation.ts";
import { HubError, invalidBody } from "../errors.ts";
import type { HubSchema, MethodFilter } from "../migrations/schema.ts";
import { offersFor } from "../provider/offer.ts";
import { readIntent } from "./request/intent.ts";
import { initiate, requireOneWay } from "./initiate.ts";
import { beginLink } from "./move.ts";
import { readMethodFilter, readOptions } from "./request/options.ts";
import { addressOf } from "./get.ts";
import type { NewLink } from "./store.ts";

/**
 * `links/create` (hub-api section 4). For a link of type `link` nothing happens at a bank until the payer chooses one; the
 * other types are handed to their bank from here.
 */
export async function createLink(call: Call<"links.create">, tx: Tx<HubSchema>): Promise<Answer> {
  const { deps, client, body } = call;
  const now = deps.clock.now();
  requireTracking(call);
  const checked = readIntent(body.payment_intent, { now, endToEndId: deps.random.uuid().replaceAll("-", "") });
  if (!checked.ok) throw invalidBody(checked.violations);
  const options = readOptions(body.options, client, deps.environment);
  const filter = readMethodFilter(body.payment_method);
  const offers = offersFor(deps.connectors, { intent: checked.intent, filter, now });
  if (offers.length === 0) throw notOffered(filter);
  requireOneWay(options, checked.intent.debtor?.iban, offers);
  const link: NewLink = {
    link_id: deps.random.uuid(),
    web_id: deps.random.token(18),
    client_id: client.clientId,
    status: "created",
    sequence: 1,
    type: options.type,
    ux_template: "default",
    locale: options.locale,
    user_editable: options.userEditable,
    max_completions: options.maxCompletions,
    redirect_url: options.redirectUrl,
    webhook_url: options.webhookUrl,
    intent: JSON.stringify(checked.intent),
    amount: checked.amount.toString(),
    currency: checked.intent.currency,
    method_filter: JSON.stringify(filter),
    entity_id: body.tracking?.entity_id ?? null,
    user_id: body.tracking?.user_id ?? null,
    created_at: now,
    updated_at: now,
    expires_at: after(now, options.expiresInMs),
  };
  const begun = await beginLink(tx, deps, link);
  if (options.type !== "link") await initiate(call, tx, begun, offers);
  const { link_id, web_id, created_at, expires_at } = begun;
  return {
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
    api_client_app: client.name,
    link_id,
    web_id,
    web_url: addressOf(deps, begun),
    qr_url: `${deps.url}/links/${web_id}/qr.png`,
  };
}

/** Names the filter when there is one, and its only member when it has no other: that is what a caller can widen. */
function notOffered(filter: MethodFilter): HubError {
  const [member, ...others] = Object.keys(filter);
  const path =
    member === undefined ? "payment_intent" : others.length > 0 ? "payment_method" : `payment_method.${member}`;
  const errors = [{ path, code: "invalid" as const, message: "is for no payment method of any provider" }];
  const message = "No payment method of any provider can make this payment.";
  return new HubError("method_selection_error", message, { errors });
}

/** A client's configuration can make tracking mandatory; its absence is 401 (hub-api section 4). */
function requireTracking({ client, body }: Call<"links.create">): void {
  const missing = client.requiredTracking.filter((name) => body.tracking?.[name] === undefined);
  if (missing.length === 0) return;
  const errors = missing.map((name) => ({
    path: `tracking.${name}`,
    code: "required" as const,
    message: "is required of this client",
  }));
  throw new HubError("unauthorized", `tracking.${missing[0]} is required of this client.`, { errors });
}
