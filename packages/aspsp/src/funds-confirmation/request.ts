import { checkShape, dateOf, FundsConsentRequest, isCalendarDate, Xs2aError } from "@tallystick/xs2a";
import type { ConsentDraft } from "../consent/record/request.ts";
import type { BankProfile } from "../profile.ts";
import { accountViolations, textViolations } from "./question.ts";

/** As long as the PSU does not end it: such a consent has no term of its own (extended service, section 3). */
const withoutEnd = "9999-12-31";

export interface FundsConsentDraft extends ConsentDraft {
  readonly request: FundsConsentRequest;
}

/**
 * The body of a request for a consent to funds confirmations, checked: one account by its IBAN. With the card's expiry
 * date it ends with the card. Throws one error that lists every violation.
 */
export function readFundsConsentRequest(
  body: unknown,
  { profile, now }: { profile: BankProfile; now: Date },
): FundsConsentDraft {
  const shape = checkShape(FundsConsentRequest, body);
  if (!shape.ok) throw Xs2aError.of(shape.violations);
  const request = shape.value;
  const { account, cardExpiryDate } = request;
  const texts = ["cardNumber", "cardInformation", "registrationInformation"] as const;
  const violations = [...accountViolations(account, profile), ...textViolations(request, texts)];
  const refuse = (text: string): number => violations.push({ path: "cardExpiryDate", code: "FORMAT_ERROR", text });
  if (cardExpiryDate !== undefined && !isCalendarDate(cardExpiryDate)) refuse("must be a day of the calendar");
  else if (cardExpiryDate !== undefined && cardExpiryDate < dateOf(now, profile.timeZone)) refuse("lies in the past");
  if (violations.length > 0) throw Xs2aError.of(violations);
  return {
    kind: "funds",
    access: { accounts: [account] },
    recurring: true,
    validUntil: cardExpiryDate ?? withoutEnd,
    frequencyPerDay: 1,
    combinedService: false,
    ownerName: false,
    balances: false,
    transactions: false,
    request,
  };
}
