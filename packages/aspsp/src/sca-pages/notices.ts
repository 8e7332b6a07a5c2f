import type { NoticeCode, StoredNotice } from "./tables.ts";
import { showMinutesUntil } from "./format.ts";

/** Wrong login, wrong password and wrong code say no more than that they are wrong (row S2). */
const texts: Readonly<Record<NoticeCode, string>> = {
  wrong_credentials: "User name or password is not right. Please try again.",
  not_account_holder: "What is asked for here is about an account that is not of this user. Log in as its holder.",
  other_psu: "Somebody else has logged in for this already, or you have confirmed it before.",
  logged_out: "You were logged out because nothing happened for a while. Please log in again.",
  choose_an_account: "Choose one of your accounts.",
  choose_accounts: "Choose at least one of your accounts.",
  choose_a_method: "Choose one of the ways to confirm.",
  wrong_code: "What you entered is not right. Please try again.",
  nothing_entered: "Nothing was entered. Type it, and then confirm.",
  stale_code: "That code is no longer good. Ask for a new one.",
  method_locked: "Too many wrong attempts: confirming is locked.",
  too_many_challenges: "No more codes can be sent for this.",
  delivery_failed: "The message could not be sent. Please try again.",
};

/** At the latest from here on the PSU is told how often they may still try (row S1). */
const warnAt = 3;

export function noticeText(notice: StoredNotice, now: Date): string {
  const text = texts[notice.code];
  if (notice.code === "wrong_code" && notice.attemptsLeft !== undefined && notice.attemptsLeft <= warnAt) {
    return `${text} ${notice.attemptsLeft === 1 ? "This is your last try" : `You have ${notice.attemptsLeft} tries left`} before this is stopped.`;
  }
  if (notice.code === "method_locked" && notice.until !== undefined) {
    return `${text} Try again in ${showMinutesUntil(new Date(notice.until), now)}.`;
  }
  return text;
}

/** Notices about what was typed, which belong to the field. */
export function isAtField(code: NoticeCode): boolean {
  return (
    code === "wrong_credentials" || code === "not_account_holder" || code === "wrong_code" || code === "nothing_entered"
  );
}
