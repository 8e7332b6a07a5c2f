import { checkText } from "@tallystick/xs2a";
import type { BankRefusal } from "../connector.ts";

/** A status answer has no code for the cause of RJCT, only `psuMessage`, a sentence for the payer. */
const byWords: readonly (readonly [RegExp, string])[] = [
  [/too many (wrong )?(attempts|codes)/i, "code_locked"],
  [/(refused|rejected|declined|cancelled) by the (account holder|customer|user|psu|payer)/i, "refused_by_payer"],
  [/not (authorised|authorized|confirmed) in time|timed? ?out|expired/i, "not_confirmed"],
  [/insufficient|not (hold |have )?enough (money|funds)/i, "insufficient_funds"],
];

const longest = 200;

/** Why the bank did not pay, when it says so in a text that may be shown. */
export function reasonOf(psuMessage: string | undefined): BankRefusal | undefined {
  if (psuMessage === undefined || psuMessage.length > 2_000) return undefined;
  const message = psuMessage.replace(/\s+/g, " ").trim();
  if (!checkText(message, { max: longest, charset: "any" }).ok) return undefined;
  const code = byWords.find(([words]) => words.test(message))?.[1] ?? "rejected_by_bank";
  return { code, message };
}
