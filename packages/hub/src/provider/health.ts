import type { Clock } from "@tallystick/kit";
import { registryOf, type Connector, type ConnectorRegistry } from "../connector/connector.ts";

/** How a bank's interface has answered lately, as this process saw it. */
export interface ProviderHealth {
  readonly status: "up" | "degraded" | "down";
  /** When it became so; absent while it is up. */
  readonly since?: Date;
  readonly reason?: string;
}

export interface HealthBoard {
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
  const streaks = new Map<string, Streak>();

  function note(providerId: string, failure: string | undefined): void {
    if (failure === undefined) {
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
    of(providerId) {
      const streak = streaks.get(providerId);
      if (streak === undefined || streak.failures < degradedAfter) return { status: "up" };
      const status = streak.failures < downAfter ? "degraded" : "down";
      return { status, since: streak.since, reason: streak.code };
    },
    watch: (registry) => registryOf(registry.list().map(watched)),
  };
}
