import { dateOf, type OperationId } from "@tallystick/xs2a";

/** Unattended reads that a bank allows (guidelines 6.5; the unit is left to the bank). */
export interface QuotaRule {
  /** Per day; a consent is never asked for with a higher `frequencyPerDay`. */
  readonly perDay: number;
  /** What is counted together, always within one consent. */
  readonly unit: "endpoint-and-account" | "account" | "consent";
  readonly window: "calendar-day" | "rolling-24h";
}

/** A read of account data that nobody is there for. Further pages of a report are none of their own. */
export interface UnattendedRead {
  readonly consentId: string;
  readonly operation: OperationId;
  /** Absent for lists of accounts. */
  readonly accountId?: string;
}

/** Keeps count of unattended reads, so that one too many is not sent. An application may keep it over processes. */
export interface ReadQuota {
  /** Counts the read when it still fits under the rule, and says whether it did. */
  take(read: UnattendedRead, rule: QuotaRule, at: Date): boolean | Promise<boolean>;
}

const dayMs = 86_400_000;

/** A count in the memory of this process. `timeZone` is the bank's, whose midnight begins a calendar day; default UTC. */
export function createReadQuota({ timeZone = "UTC" }: { readonly timeZone?: string } = {}): ReadQuota {
  const taken = new Map<string, readonly Date[]>();
  return {
    take(read, { perDay, unit, window }, at) {
      const counts = (earlier: Date): boolean =>
        window === "rolling-24h"
          ? at.getTime() - earlier.getTime() < dayMs
          : dateOf(earlier, timeZone) === dateOf(at, timeZone);
      for (const [key, instants] of taken) if (!instants.some(counts)) taken.delete(key);
      const key = keyOf(read, unit);
      const counted = (taken.get(key) ?? []).filter(counts);
      if (counted.length >= perDay) return false;
      taken.set(key, [...counted, at]);
      return true;
    },
  };
}

function keyOf({ consentId, operation, accountId }: UnattendedRead, unit: QuotaRule["unit"]): string {
  if (unit === "consent") return JSON.stringify([consentId]);
  return JSON.stringify([consentId, accountId ?? null, unit === "account" ? null : operation]);
}
