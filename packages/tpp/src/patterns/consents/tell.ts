import type { ConsentContext } from "./context.ts";
import { within } from "./within.ts";

/**
 * Tells the events that nobody has told, and answers how many were taken. One that is not taken stays leased, so that it
 * is told again after `leaseMs`, and the later ones of its consent wait for it. A handler that has not ended by then ends
 * the telling until the next call.
 */
export async function tellEvents(context: ConsentContext): Promise<number> {
  const { store, clock, leaseMs, onEvent, onError } = context;
  const owner = globalThis.crypto.randomUUID();
  for (let told = 0; ;) {
    const now = clock.now();
    const event = await store.claimEvent({ owner, now, until: new Date(now.getTime() + leaseMs) });
    if (event === undefined) return told;
    try {
      const consent = await store.find(event);
      if (consent !== undefined) await within(context, "end of onEvent", () => onEvent({ ...event, consent }));
      await store.settleEvent(event, owner);
      told += 1;
    } catch (error) {
      onError({ doing: "event", bank: event.bank, consentId: event.consentId, error, final: false });
      // Its lease is over as well: to go on would be to wait for the same one for ever.
      if (clock.now().getTime() >= now.getTime() + leaseMs) return told;
    }
  }
}
