import type { Tx } from "@tallystick/kit";
import type { Answer, Call } from "../api/operation.ts";
import { HubError, invalidBody } from "../errors.ts";
import type { HubSchema } from "../migrations/schema.ts";
import type { Offer } from "../provider/offer.ts";
import { beginAttempt } from "./attempt/begin.ts";
import { lastAttemptOf } from "./attempt/store.ts";
import { recoveryDelayMs, submitAttempt, type SubmitOutcome } from "./attempt/submit.ts";
import type { LinkOptions } from "./request/options.ts";
import type { LinkRow } from "./store.ts";

/** What a link that is initiated when it is made has to leave open to nobody (hub-api section 4). */
export function requireOneWay(options: LinkOptions, debtorIban: string | undefined, offers: readonly Offer[]): void {
  if (options.type === "link") return;
  if (options.maxCompletions !== 1) {
    const message = `must be 1 for a link of type ${options.type}`;
    throw invalidBody([{ path: "options.max_completions", code: "range", message }]);
  }
  if (options.userEditable) {
    const message = `must be false for a link of type ${options.type}: the bank has the payment when the link is made`;
    throw invalidBody([{ path: "options.user_editable", code: "invalid", message }]);
  }
  if (debtorIban === undefined) {
    throw selection("payment_intent.debtor.iban", "required", `is required for a link of type ${options.type}`);
  }
  const methods = offers.flatMap((offer) => offer.methods);
  if (methods.length === 1) return;
  throw selection("payment_method", "invalid", `leaves ${methods.length} payment methods and must leave exactly one`);
}

function selection(path: string, code: "required" | "invalid", message: string): HubError {
  return new HubError("method_selection_error", `${path} ${message}.`, { errors: [{ path, code, message }] });
}

/**
 * created → requested, in the transaction that makes the link. There is no payer yet: the address from which the client
 * calls stands for theirs (NextGenPSD2 1.3, PSU-IP-Address).
 */
export async function initiate(
  { deps, address }: Call<"links.create">,
  tx: Tx<HubSchema>,
  link: LinkRow,
  [offer]: readonly Offer[],
): Promise<void> {
  const [method] = offer?.methods ?? [];
  if (offer === undefined || method === undefined) throw new Error("a link is initiated without its one method");
  await beginAttempt(tx, deps, link, {
    providerId: offer.bank.providerId,
    method,
    debtorIban: link.intent.debtor?.iban ?? null,
    psuIp: address,
    // The client waits for the bank's address; the payer of a transportable link comes later.
    submitAfterMs: link.type === "redirect_sca" ? recoveryDelayMs : 0,
  });
}

/** Of `redirect_sca`: the bank's own address, which is told here alone and stored with no answer. */
export async function showBankAddress({ deps, body }: Call<"links.create">, answer: Answer): Promise<Answer> {
  if (body.options?.type !== "redirect_sca") return answer;
  const attempt = await lastAttemptOf(deps.db, String(answer["link_id"]));
  if (attempt === undefined) throw new Error("a link was not initiated");
  let outcome = await submitAttempt(deps, attempt.attempt_id);
  if (outcome.kind === "pending") outcome = await submitAttempt(deps, attempt.attempt_id);
  if (outcome.kind !== "accepted") throw notAccepted(outcome, answer);
  return { ...answer, web_url: outcome.continueUrl ?? `${deps.url}/pay/${String(answer["web_id"])}` };
}

function notAccepted(outcome: Exclude<SubmitOutcome, { readonly kind: "accepted" }>, answer: Answer): HubError {
  const link = `link ${String(answer["link_id"])}`;
  if (outcome.kind === "failed") return new HubError("unprocessable_entity", `${outcome.failure.message} (${link})`);
  return new HubError(
    "internal_error",
    `The bank has not answered yet (${link}): repeat the request with its Idempotency-Key.`,
    { retryAfter: 5 },
  );
}
