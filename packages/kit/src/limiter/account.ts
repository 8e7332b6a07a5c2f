import { share, skewMs, type Lease, type LimitRules } from "./lease.ts";

/** How one key stands in the window that has the fewest requests left. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  /** When that window ends. */
  readonly resetsAt: Date;
}

/** What one process knows and holds of one key. Instants are epoch milliseconds. */
export interface Account {
  secondAt: number;
  hourAt: number;
  /** By all processes as of the last lease, what is in hand here included. */
  secondUsed: number;
  hourUsed: number;
  /** Requests of the leased second that may be admitted without asking. */
  credits: number;
  /** Budget of the leased hour whose second went by; given back with the next lease. */
  unspent: number;
  running: number;
  /** Places that this process holds until `slotsUntil`, those of running requests included. */
  slots: number;
  slotsUntil: number;
}

const [secondMs, hourMs] = [1_000, 3_600_000];

export function emptyAccount(): Account {
  return {
    secondAt: -Infinity,
    hourAt: -Infinity,
    secondUsed: 0,
    hourUsed: 0,
    credits: 0,
    unspent: 0,
    running: 0,
    slots: 0,
    slotsUntil: -Infinity,
  };
}

/** The same rule as the statement's: a window that begins a little later, by another process's clock, counts as now. */
function isCurrent(from: number, lengthMs: number, now: number): boolean {
  return from - skewMs <= now && now < from + lengthMs;
}

/** Credits end with their second. */
export function roll(account: Account, now: number): void {
  if (!isCurrent(account.secondAt, secondMs, now)) {
    account.unspent += account.credits;
    account.credits = 0;
    account.secondUsed = 0;
  }
  if (!isCurrent(account.hourAt, hourMs, now)) {
    account.unspent = 0;
    account.hourUsed = 0;
  }
}

/** Whether one of the windows is known to be used up, so that nobody need be asked before it ends. */
export function isExhausted(account: Account, rules: LimitRules): boolean {
  if (account.credits > 0) return false;
  return account.secondUsed >= rules.perSecond || account.hourUsed - account.unspent >= (rules.perHour ?? Infinity);
}

/** Admits one request out of what is in hand; false when it must be asked for. */
export function tryTake(account: Account, rules: LimitRules, now: number): boolean {
  if (account.credits === 0 || !hasPlace(account, rules, now)) return false;
  account.credits -= 1;
  account.running += 1;
  return true;
}

function hasPlace(account: Account, { concurrent }: LimitRules, now: number): boolean {
  return concurrent === undefined || account.running < heldPlaces(account, now);
}

/** Places that have run out may be another process's by now; those of running requests stay counted all the same. */
function heldPlaces(account: Account, now: number): number {
  return now < account.slotsUntil ? account.slots : account.running;
}

/** How many places to keep when the next lease is taken: those in use, and a few where there are many. */
export function placesToKeep(account: Account, { concurrent }: LimitRules, now: number): number {
  if (concurrent === undefined) return 0;
  const spare = Math.max(0, heldPlaces(account, now) - account.running);
  return account.running + Math.min(spare, Math.floor(concurrent / share));
}

export function hasPlacesToReturn(account: Account, rules: LimitRules, now: number): boolean {
  return rules.concurrent !== undefined && account.slots > placesToKeep(account, rules, now);
}

export function applyLease(account: Account, lease: Lease, places: { kept: number; until: number }): void {
  // Another process's clock may have begun the next window: what is in hand was granted for the one before.
  if (lease.secondAt !== account.secondAt) {
    account.unspent += account.credits;
    account.credits = 0;
  }
  if (lease.hourAt !== account.hourAt) account.unspent = 0;
  account.secondAt = lease.secondAt;
  account.hourAt = lease.hourAt;
  account.secondUsed = lease.secondUsed;
  account.hourUsed = lease.hourUsed;
  account.credits += lease.granted;
  account.slots = places.kept + lease.slots;
  account.slotsUntil = places.until;
}

/** As of the last lease; other processes may have used more since. */
export function standingOf(account: Account, rules: LimitRules, now: number): Standing {
  const second = windowOf(account.secondAt, secondMs, now);
  const inSecond = rules.perSecond - account.secondUsed + account.credits;
  const bySecond = { limit: rules.perSecond, remaining: Math.max(0, inSecond), resetsAt: second };
  if (rules.perHour === undefined) return bySecond;
  const inHour = rules.perHour - account.hourUsed + account.credits + account.unspent;
  const byHour = {
    limit: rules.perHour,
    remaining: Math.max(0, inHour),
    resetsAt: windowOf(account.hourAt, hourMs, now),
  };
  return byHour.remaining <= bySecond.remaining ? byHour : bySecond;
}

function windowOf(from: number, lengthMs: number, now: number): Date {
  return new Date((isCurrent(from, lengthMs, now) ? from : now - (now % lengthMs)) + lengthMs);
}
