import type { PaymentDisplay, SubjectView } from "../subject.ts";

type Told = Pick<SubjectView, "display" | "tppName">;

/** What a code is for stands in the message that brings it (RTS article 5, dynamic linking). */
export function codeText(subject: Told, code: string): string {
  return `${code} is your code to ${purposeOf(subject)}. Never tell it to anybody.`;
}

export function pushText(subject: Told): string {
  const { display } = subject;
  if (display.shows === "payment" && !display.isCancellation) return `Approve paying ${orderText(display)}?`;
  const purpose = purposeOf(subject);
  return `${purpose[0]?.toUpperCase()}${purpose.slice(1)}?`;
}

function purposeOf({ display, tppName }: Told): string {
  if (display.shows === "payment")
    return `${display.isCancellation ? "cancel the payment of" : "pay"} ${orderText(display)}`;
  const until = display.recurring ? `until ${display.validUntil}` : "once";
  if (display.kind === "funds") return `let ${tppName} ask whether a sum is available`;
  return `let ${tppName} see ${seenOf(display.accounts.length)} ${until}`;
}

function seenOf(accounts: number): string {
  if (accounts === 0) return "your accounts";
  return accounts === 1 ? "one of your accounts" : `${accounts} of your accounts`;
}

function orderText({ amount, currency, creditorName, creditorIban, items, standing }: PaymentDisplay): string {
  const repeated = standing === undefined ? "" : `, ${standing.frequency} from ${standing.startDate}`;
  const more = items === undefined || items.length < 2 ? "" : ` and ${items.length - 1} more`;
  return `${amount} ${currency} to ${creditorName}, ${creditorIban}${more}${repeated}`;
}
