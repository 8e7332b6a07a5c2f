import type { Clock } from "../clock.ts";
import type { Db } from "../db.ts";
import type { Random } from "../id.ts";
import type { Log } from "../log.ts";
import {
  applyLease,
  emptyAccount,
  hasPlacesToReturn,
  isExhausted,
  placesToKeep,
  roll,
  standingOf,
  tryTake,
  type Account,
  type Standing,
} from "./account.ts";
import { takeLease, type LimitRules } from "./lease.ts";

export type Admission =
  | {
      readonly kind: "admitted";
      readonly standing: Standing;
      /** Gives the place back; once. */ readonly leave: () => void;
    }
  | {
      readonly kind: "refused";
      readonly reason: "window" | "concurrent";
      readonly standing: Standing;
      readonly retryAfterSeconds: number;
    };

export interface Limiter {
  /**
   * Admits a request or refuses it. Rejects when the store cannot be asked and nothing is in hand: then nobody is
   * admitted.
   */
  enter(key: string): Promise<Admission>;
  /** How a key stands as far as this process knows, without counting. */
  standing(key: string): Standing;
  /** Keeps the places of running requests and returns the others; to be called at least every 20 seconds. */
  renew(): Promise<void>;
}

export interface LimiterOptions {
  /** With the table of `limiterMigration`. Processes that share it share the limits. */
  readonly db: Db<any>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly rules: LimitRules;
}

/** The places of a process that died come back after this. */
const placesForMs = 60_000;

interface Waiter {
  readonly admit: (admission: Admission) => void;
  readonly fail: (error: unknown) => void;
}

interface Entry {
  readonly key: string;
  readonly account: Account;
  readonly waiting: Waiter[];
  leasing: boolean;
  renewing: boolean;
}

/** What all keys of one process share. */
interface Process {
  readonly db: Db<any>;
  readonly log: Log;
  readonly rules: LimitRules;
  readonly holder: string;
  now(): number;
}

/**
 * Limits that hold over all processes: each takes leases of budget and places from one row per key, and admits out of
 * what it holds. What is leased and not used is lost with its second, so that never more than the limit passes.
 */
export function createLimiter({ db, clock, random, log, rules }: LimiterOptions): Limiter {
  const self: Process = { db, log, rules, holder: random.uuid(), now: () => clock.now().getTime() };
  const entries = new Map<string, Entry>();
  const entryOf = (key: string): Entry => {
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { key, account: emptyAccount(), waiting: [], leasing: false, renewing: false };
      entries.set(key, entry);
    }
    return entry;
  };
  return {
    async enter(key) {
      const entry = entryOf(key);
      const admission = entry.waiting.length === 0 ? decide(self, entry) : undefined;
      if (admission !== undefined) return admission;
      const { promise, resolve: admit, reject: fail } = Promise.withResolvers<Admission>();
      entry.waiting.push({ admit, fail });
      void settle(self, entry);
      return promise;
    },
    standing: (key) => {
      const account = entries.get(key)?.account ?? emptyAccount();
      roll(account, self.now());
      return standingOf(account, rules, self.now());
    },
    renew: async () => {
      const held = [...entries.values()].filter(({ account }) => account.slots > 0);
      for (const entry of held) entry.renewing = true;
      await Promise.all(held.map((entry) => settle(self, entry)));
    },
  };
}

function admitted(self: Process, entry: Entry): Admission {
  const { account } = entry;
  let inside = true;
  const leave = (): void => {
    if (!inside) return;
    inside = false;
    account.running -= 1;
    if (hasPlacesToReturn(account, self.rules, self.now())) void settle(self, entry);
  };
  return { kind: "admitted", standing: standingOf(account, self.rules, self.now()), leave };
}

function refused(self: Process, entry: Entry, reason: "window" | "concurrent"): Admission {
  const now = self.now();
  const standing = standingOf(entry.account, self.rules, now);
  const waitMs = reason === "window" ? standing.resetsAt.getTime() - now : 0;
  return { kind: "refused", reason, standing, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
}

type Decide = (self: Process, entry: Entry) => Admission | undefined;

/** Decides out of what is in hand; undefined when the store must be asked. */
const decide: Decide = (self, entry) => {
  const { account } = entry;
  roll(account, self.now());
  if (tryTake(account, self.rules, self.now())) return admitted(self, entry);
  return isExhausted(account, self.rules) ? refused(self, entry, "window") : undefined;
};

/** Decides after a lease; undefined when its budget was of a window that is over by another process's clock. */
const decideByLease: Decide = (self, entry) => {
  const { account } = entry;
  if (tryTake(account, self.rules, self.now())) return admitted(self, entry);
  if (account.credits === 0) return isExhausted(account, self.rules) ? refused(self, entry, "window") : undefined;
  // It counts as a request, so that refused ones do not ask the store without end.
  account.credits -= 1;
  return refused(self, entry, "concurrent");
};

/** Answers those who wait, at most so many, in their order and as far as it can be decided. */
function answer(self: Process, entry: Entry, most: number, by: Decide): void {
  for (let count = 0; count < most; count++) {
    const admission = by(self, entry);
    if (admission === undefined) return;
    entry.waiting.shift()?.admit(admission);
  }
}

/** Takes leases, one at a time for a key, until nobody waits and no place is to be returned. */
async function settle(self: Process, entry: Entry): Promise<void> {
  if (entry.leasing) return;
  entry.leasing = true;
  try {
    while (isLeaseNeeded(self, entry)) await lease(self, entry);
  } catch (error) {
    self.log.error("limiter.store_failed", { error });
    for (const waiter of entry.waiting.splice(0)) waiter.fail(error);
  } finally {
    entry.leasing = false;
  }
}

function isLeaseNeeded(self: Process, entry: Entry): boolean {
  answer(self, entry, entry.waiting.length, decide);
  return entry.waiting.length > 0 || entry.renewing || hasPlacesToReturn(entry.account, self.rules, self.now());
}

async function lease(self: Process, entry: Entry): Promise<void> {
  const { rules, holder } = self;
  const { key, account } = entry;
  const [now, waiting] = [self.now(), entry.waiting.length];
  roll(account, now);
  const kept = entry.renewing ? account.running : placesToKeep(account, rules, now);
  const until = now + placesForMs;
  const request = {
    key,
    now,
    want: Math.max(0, waiting - account.credits),
    back: account.unspent,
    backOf: account.unspent > 0 ? account.hourAt : now,
    holder,
    hold: kept,
    wantSlots: rules.concurrent === undefined ? 0 : Math.max(0, waiting - (kept - account.running)),
    until,
  };
  // Given up before it is known whether the statement ran: nothing is given back twice, nor used after it was.
  Object.assign(account, { unspent: 0, slots: kept });
  entry.renewing = false;
  applyLease(account, await takeLease(self.db, rules, request), { kept, until });
  answer(self, entry, waiting, decideByLease);
}
