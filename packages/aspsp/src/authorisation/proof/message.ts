import { dateOf } from "@tallystick/xs2a";
import type { ConsentDisplay, PaymentDisplay, SubjectDisplay, SubjectView } from "../subject.ts";
import { dayText, lifetimeText, oftenText } from "./schedule.ts";

type Told = Pick<SubjectView, "display" | "tppName">;

/** What a code is for stands in the message that brings it (RTS article 5, dynamic linking). */
export function codeText(subject: Told, code: string, timeZone?: string): string {
  return `${code} is your code to ${purposeOf(subject, timeZone)}. Never tell it to anybody.`;
}

export function pushText(subject: Told, timeZone?: string): string {
  const { display } = subject;
  const isOrder = display.shows === "payment" && !display.isCancellation && display.standing === undefined;
  if (isOrder && !isFirstOfSeveral(display)) return `Approve paying ${orderText(display, timeZone)}?`;
  const purpose = purposeOf(subject, timeZone);
  return `${purpose[0]?.toUpperCase()}${purpose.slice(1)}?`;
}

function purposeOf({ display, tppName }: Told, timeZone: string | undefined): string {
  if (display.shows === "payment") return `${verbOf(display)} ${orderText(display, timeZone)}`;
  const until = lifetimeText(display);
  const verb = isFirstOfSeveral(display) ? "sign letting" : "let";
  if (display.kind === "funds") {
    return `${verb} ${tppName} ask whether a sum is available on ${accountsOf(display)} ${until}`;
  }
  return `${verb} ${tppName} see ${rightsOf(display)}${accountsOf(display)} ${until}`;
}

function verbOf(display: PaymentDisplay): string {
  const isSeries = display.standing !== undefined;
  if (display.isCancellation) return isSeries ? "cancel the standing order of" : "cancel the payment of";
  if (isFirstOfSeveral(display)) return isSeries ? "sign a standing order of" : "sign paying";
  return isSeries ? "set up a standing order of" : "pay";
}

/** Whether others still have to sign after this PSU. */
export function isFirstOfSeveral({ signatures }: Pick<SubjectDisplay, "signatures">): boolean {
  return signatures !== undefined && signatures.needed - signatures.given > 1;
}

function orderText(order: PaymentDisplay, timeZone: string | undefined): string {
  const { amount, currency, creditorName, creditorIban, items } = order;
  const more = items === undefined || items.length < 2 ? "" : ` and ${items.length - 1} more`;
  return `${amount} ${currency} to ${creditorName}, ${creditorIban}${more}${whenText(order, timeZone)}`;
}

/** A payment of now has no date; a standing order's days are told as the pages show them. */
function whenText(order: PaymentDisplay, timeZone: string | undefined): string {
  const { requestedExecutionDate, requestedExecutionTime, standing } = order;
  if (standing !== undefined) {
    const day = dayText(standing);
    const end = standing.endDate === undefined ? "" : ` until ${standing.endDate}`;
    return `, ${oftenText(standing)}${day === undefined ? "" : `, day: ${day},`} from ${standing.startDate}${end}`;
  }
  const on = requestedExecutionDate ?? (requestedExecutionTime && dateOf(requestedExecutionTime, timeZone));
  return on === undefined ? "" : `, on ${on}`;
}

/** Without balances and transactions it is the accounts themselves that are seen. */
function rightsOf({ accounts, balances, transactions, ownerName }: ConsentDisplay): string {
  const rights = [
    ...(balances ? ["balances"] : []),
    ...(transactions ? ["transactions"] : []),
    ...(ownerName ? ["owner names"] : []),
  ];
  const last = rights.pop();
  if (last === undefined) return accounts.length === 0 ? "the list of " : "";
  return `${rights.length === 0 ? last : `${rights.join(", ")} and ${last}`} of `;
}

/** Accounts that a message names by their last digits; it is read on locked screens as well. */
const namedAtMost = 3;

function accountsOf({ accounts }: ConsentDisplay): string {
  if (accounts.length === 0) return "all your accounts";
  const ends = accounts.slice(0, namedAtMost).map(({ iban, maskedPan = "" }) => (iban ?? maskedPan).slice(-4));
  const more = accounts.length > namedAtMost ? ` and ${accounts.length - namedAtMost} more` : "";
  return `your ${accounts.length === 1 ? "account" : "accounts"} ending in ${ends.join(", ")}${more}`;
}
