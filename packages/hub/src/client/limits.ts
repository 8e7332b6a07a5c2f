import type { Clock } from "@tallystick/kit";

export interface LimitSettings {
  /** Requests of one client in a second; default 50. */
  readonly perSecond?: number;
  /** Requests of one client at a time; default 200. */
  readonly concurrent?: number;
  /** Wrong secrets for one client from one address in a minute; default 5. */
  readonly wrongSecretsPerMinute?: number;
}

type Admission =
  | { readonly kind: "admitted"; readonly leave: () => void }
  | { readonly kind: "refused"; /** Whole seconds. */ readonly retryAfter: number };

export interface ClientLimits {
  enter(clientId: string): Admission;
  /** Seconds to wait, when too many wrong secrets came from there. */
  pauseAfterWrongSecrets(clientId: string, address: string): number | undefined;
  noteWrongSecret(clientId: string, address: string): void;
}

interface Use {
  running: number;
  /** Tokens of a bucket that refills by `perSecond`. */
  tokens: number;
  filledAt: number;
}

const minuteMs = 60_000;
/** A caller that invents names cannot fill the memory; the oldest ones are forgotten first. */
const mostRemembered = 10_000;

/** Limits of one process (hub-api section 1, row O19). */
export function createLimits(clock: Clock, settings: LimitSettings = {}): ClientLimits {
  const { perSecond = 50, concurrent = 200, wrongSecretsPerMinute = 5 } = settings;
  const uses = new Map<string, Use>();
  const wrong = new Map<string, number[]>();

  function enter(clientId: string): Admission {
    const now = clock.now().getTime();
    const use = remember(uses, clientId, () => ({ running: 0, tokens: perSecond, filledAt: now }));
    // A clock that was moved back must not take tokens away.
    const passed = Math.max(0, now - use.filledAt);
    use.tokens = Math.min(perSecond, use.tokens + (passed * perSecond) / 1000);
    use.filledAt = now;
    if (use.running >= concurrent || use.tokens < 1) return { kind: "refused", retryAfter: 1 };
    use.tokens -= 1;
    use.running += 1;
    return { kind: "admitted", leave: () => (use.running -= 1) };
  }

  function recent(clientId: string, address: string): number[] {
    const now = clock.now().getTime();
    const times = remember(wrong, `${address} ${clientId}`, () => []);
    const kept = times.filter((time) => now - time < minuteMs);
    times.splice(0, times.length, ...kept);
    return times;
  }

  return {
    enter,
    pauseAfterWrongSecrets(clientId, address) {
      const times = recent(clientId, address);
      if (times.length < wrongSecretsPerMinute) return undefined;
      const oldest = times[times.length - wrongSecretsPerMinute]!;
      return Math.max(1, Math.ceil((oldest + minuteMs - clock.now().getTime()) / 1000));
    },
    noteWrongSecret: (clientId, address) => void recent(clientId, address).push(clock.now().getTime()),
  };
}

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
    if (map.size > mostRemembered) map.delete(map.keys().next().value!);
  }
  return value;
}
