import type { Clock, Log } from "@tallystick/kit";
import { Unusable, type Dated } from "./unusable.ts";

/** One status that is kept in memory and fetched anew before it runs out. */
export interface Keeper<Value extends Dated> {
  /**
   * What holds now, undefined when nothing does. It is a promise only when the status at hand is too old to go by and
   * its source has not just failed.
   */
  current(): Value | undefined | Promise<Value | undefined>;
  /** Fetches when it is time to. Never fails: that is logged. */
  refreshDue(): Promise<void>;
}

export interface KeeperOptions<Value extends Dated> {
  readonly clock: Clock;
  readonly log: Log;
  /** Of the source, for the log. */
  readonly url: string;
  /** Milliseconds after which a status is asked for again, whatever its nextUpdate says. */
  readonly maxAgeMs: number;
  /** Milliseconds that a status outlives its nextUpdate while the source is silent. */
  readonly graceMs: number;
  fetch(): Promise<Value>;
}

/** After a failure the source is left alone for that long. */
const retryMs = 30_000;

export function createKeeper<Value extends Dated>(options: KeeperOptions<Value>): Keeper<Value> {
  const { clock, log, url, maxAgeMs, graceMs } = options;
  let kept: Value | undefined;
  let fetchedAt = 0;
  let failedAt: number | undefined;
  let running: Promise<void> | undefined;

  const refresh = (): Promise<void> => {
    running ??= fetchNewer().finally(() => (running = undefined));
    return running;
  };
  const fetchNewer = async (): Promise<void> => {
    try {
      const fetched = await options.fetch();
      // An older one, replayed, could hide what has been revoked since.
      if (kept !== undefined && fetched.thisUpdate < kept.thisUpdate) throw new Unusable("is older than the last one");
      kept = fetched;
      fetchedAt = clock.now().getTime();
      failedAt = undefined;
    } catch (error) {
      failedAt = clock.now().getTime();
      const reason = error instanceof Error ? error.message : "";
      if (usable() === undefined) log.error("revocation.failing_closed", { url, reason, error });
      else log.warn("revocation.source_failed", { url, reason });
    }
  };
  const usable = (): Value | undefined => {
    const isUsable = kept !== undefined && clock.now().getTime() <= kept.nextUpdate.getTime() + graceMs;
    return isUsable ? kept : undefined;
  };
  /** Half-way to where it may no longer be used, so that a failure or two cost nothing. */
  const isDue = (now: number): boolean => kept === undefined || now >= (fetchedAt + endOf(kept)) / 2;
  const endOf = ({ nextUpdate }: Dated): number => Math.min(fetchedAt + maxAgeMs, nextUpdate.getTime());
  const mayAsk = (now: number): boolean => failedAt === undefined || now - failedAt >= retryMs;

  return {
    current: () => {
      const now = clock.now().getTime();
      if (!isDue(now) || !mayAsk(now)) return usable();
      const refreshed = refresh();
      return kept === undefined || now >= endOf(kept) ? refreshed.then(usable) : usable();
    },
    refreshDue: async () => {
      const now = clock.now().getTime();
      if (isDue(now) && mayAsk(now)) await refresh();
    },
  };
}
