import type { Clock } from "@tallystick/kit";
import { registryOf, type Connector, type ConnectorRegistry } from "../connector/connector.ts";

/** How a bank's interface has answered lately, as this process saw it. */
export interface ProviderHealth {
  readonly status: "up" | "degraded" | "down";
  /** When it became so; absent while it is up. */
  readonly since?: Date;
  readonly reason?: string;
  /** Absent before the first call. */
  readonly lastCallAt?: Date;
  readonly lastAnswerAt?: Date;
  /** Calls without an answer since the last one that had one. */
  readonly unanswered: number;
}

export interface HealthBoard {
  /** When measuring began. */
  readonly since: Date;
  of(providerId: string): ProviderHealth;
  /** The same connectors, with every call watched. */
  watch(registry: ConnectorRegistry): ConnectorRegistry;
}

const degradedAfter = 2;
const downAfter = 5;

interface Streak {
  failures: number;
  readonly since: Date;
  code: string;
}

/** Consecutive calls without an answer make a bank `degraded`, then `down`; one answer, a refusal included, makes it `up`. */
export function createHealthBoard(clock: Clock): HealthBoard {
  const since = clock.now();
  const streaks = new Map<string, Streak>();
  const lastCalls = new Map<string, Date>();
  const lastAnswers = new Map<string, Date>();

  function note(providerId: string, failure: string | undefined): void {
    lastCalls.set(providerId, clock.now());
    if (failure === undefined) {
      lastAnswers.set(providerId, clock.now());
      streaks.delete(providerId);
      return;
    }
    const streak = streaks.get(providerId);
    if (streak === undefined) streaks.set(providerId, { failures: 1, since: clock.now(), code: failure });
    else {
      streak.failures += 1;
      streak.code = failure;
    }
  }

  function watched(connector: Connector): Connector {
    const { providerId } = connector.bank;
    const noted = <T extends { readonly kind: string }>(outcome: T): T => {
      const silent = outcome.kind === "unknown" || outcome.kind === "unavailable" || outcome.kind === "not_done";
      note(providerId, silent ? (outcome as unknown as { code: string }).code : undefined);
      return outcome;
    };
    return {
      bank: connector.bank,
      initiatePayment: async (initiation) => noted(await connector.initiatePayment(initiation)),
      paymentStatus: async (payment) => noted(await connector.paymentStatus(payment)),
      cancelPayment: async (payment) => noted(await connector.cancelPayment(payment)),
      confirmPayment: async (confirmation) => noted(await connector.confirmPayment(confirmation)),
    };
  }

  return {
    since,
    of(providerId) {
      const streak = streaks.get(providerId);
      const lastCallAt = lastCalls.get(providerId);
      const lastAnswerAt = lastAnswers.get(providerId);
      const measured = {
        unanswered: streak?.failures ?? 0,
        ...(lastCallAt === undefined ? {} : { lastCallAt }),
        ...(lastAnswerAt === undefined ? {} : { lastAnswerAt }),
      };
      if (streak === undefined || streak.failures < degradedAfter) return { status: "up", ...measured };
      const status = streak.failures < downAfter ? "degraded" : "down";
      return { status, since: streak.since, reason: streak.code, ...measured };
    },
    watch: (registry) => registryOf(registry.list().map(watched)),
  };
}
