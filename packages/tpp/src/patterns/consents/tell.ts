import type { ConsentContext } from "./context.ts";

/**
 * Tells the events that nobody has told, and answers how many were taken. One that is not taken stays leased, so that it
 * is told again after `leaseMs`, and the later ones of its consent wait for it.
 */
export async function tellEvents({ store, clock, leaseMs, onEvent, onError }: ConsentContext): Promise<number> {
  const owner = globalThis.crypto.randomUUID();
  for (let told = 0; ;) {
    const now = clock.now();
    const event = await store.claimEvent({ owner, now, until: new Date(now.getTime() + leaseMs) });
    if (event === undefined) return told;
    try {
      const consent = await store.find(event);
      if (consent !== undefined) await onEvent({ ...event, consent });
      await store.settleEvent(event, owner);
      told += 1;
    } catch (error) {
      onError({ doing: "event", bank: event.bank, consentId: event.consentId, error, final: false });
    }
  }
}
