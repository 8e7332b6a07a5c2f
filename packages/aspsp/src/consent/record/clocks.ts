import type { ReadValue } from "@tallystick/kit";
import { dateOf } from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";

/** A one-off consent is used in one sitting, which the guidelines leave to the bank (rule 25). */
const sessionMs = 20 * 60_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Now, and what has to lie after when for a consent to be good still. */
export interface ConsentClocks {
  readonly now: Date;
  /** The calendar date at the bank. */
  readonly today: string;
  /** The SCA of a recurring consent. */
  readonly scaAfter: Date;
  /** The SCA of a one-off consent. */
  readonly oneOffAfter: Date;
  /** The first use of a one-off consent. */
  readonly sessionAfter: Date;
}

export function clocksOf(profile: BankProfile, now: Date): ConsentClocks {
  const { scaDays, oneOffMinutes } = rulesOf(profile).lifetimes;
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  return {
    now,
    today: dateOf(now, profile.timeZone),
    scaAfter: before(scaDays * dayMs),
    oneOffAfter: before(oneOffMinutes * minuteMs),
    sessionAfter: before(sessionMs),
  };
}

/** The parameters $1 to $5 of `overdue`. */
export function clockValues(clocks: ConsentClocks): readonly ReadValue[] {
  const { now, today, scaAfter, oneOffAfter, sessionAfter } = clocks;
  return [now, today, scaAfter, oneOffAfter, sessionAfter];
}

/**
 * Whether the consent `c` is over at $1 although its status does not say so yet. Not yet valid: not authorised in time.
 * Valid: after its last day at the bank, or when the SCA is too old, whichever comes first; a one-off one also when its
 * sitting is over. A funds confirmation's consent has no second clock.
 */
export const overdue = `(c.status in ('received', 'partiallyAuthorised') and c.expires_at <= $1 or c.status = 'valid' and (c.valid_until < $2::date
  or c.kind <> 'funds' and (c.recurring and c.sca_at <= $3 or not c.recurring and (c.sca_at <= $4 or c.first_used_at <= $5))))`;
