import type { Failure } from "../migrations/schema.ts";
import type { EndingStep } from "./views/model.ts";

type Told = Pick<EndingStep, "code" | "why" | "says">;

/** By the hub's failure code; every other one is a refusal by the bank. */
const byCode = new Map<string, Told>([
  ["refused_by_payer", { code: "refused_by_you" }],
  ["code_locked", { code: "code_locked" }],
  ["not_confirmed", { code: "bank_timeout" }],
  ["bank_unavailable", { code: "bank_down" }],
  ["bank_busy", { code: "bank_down" }],
  ["bank_answered_strangely", { code: "bank_strange" }],
  ["insufficient_funds", { code: "refused_by_bank", why: "funds" }],
  ["account_blocked", { code: "refused_by_bank", why: "account" }],
  ["debtor_account_refused", { code: "refused_by_bank", why: "account" }],
  ["creditor_account_refused", { code: "refused_by_bank", why: "creditor" }],
  ["limit_exceeded", { code: "refused_by_bank", why: "limit" }],
]);

/** The hub's own sentence, which the page says in the reader's language instead. */
const ownWords = /^The bank (did not execute|rejected|refused|cancelled) the payment/;

/** What a payer is told of a failure; a bank's own sentence that stands for no known cause is quoted. */
export function endingOfFailure(failure: Failure | undefined): Told {
  const known = byCode.get(failure?.code ?? "");
  if (known !== undefined) return known;
  const quoted = failure?.code === "rejected_by_bank" && !ownWords.test(failure.message);
  return { code: "refused_by_bank", ...(quoted ? { says: failure.message } : {}) };
}
