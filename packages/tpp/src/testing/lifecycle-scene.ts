import { createConsentLifecycle, type TrackInput } from "../patterns/consents/lifecycle.ts";
import { createMemoryConsentStore } from "../patterns/consents/memory-store.ts";
import type { ConsentFailure, ConsentOptions, ToldEvent } from "../patterns/consents/context.ts";
import type { ConsentStore } from "../patterns/consents/store.ts";
import { createScriptedBank, type ScriptedBank } from "./consent-bank.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";

export const hourMs = 3_600_000;
const scope: TrackInput["scope"] = {
  access: { allPsd2: "allAccounts" },
  recurringIndicator: true,
  frequencyPerDay: 4,
};
export const consentKey = { bank: "rzb_ro", consentId: "c-1" };
export const consentInput: TrackInput = {
  ...consentKey,
  user: "u-1",
  scope,
  validUntil: "2026-12-24",
  scaRedirect: "https://bank.example/1",
};

/** A store, a bank with one consent and a clock, and the lifecycles of as many processes over them as a test wants. */
export interface LifecycleScene {
  readonly time: ManualTime;
  readonly store: ConsentStore;
  readonly bank: ScriptedBank;
  readonly events: ToldEvent[];
  readonly failures: ConsentFailure[];
  /** A lifecycle as another process has it, on the same store. */
  open(more?: Partial<ConsentOptions>): ReturnType<typeof createConsentLifecycle>;
}

export function openLifecycleScene(): LifecycleScene {
  const time = createManualTime(new Date("2026-11-24T10:00:00Z"));
  const store = createMemoryConsentStore();
  const bank = createScriptedBank();
  bank.consents.set("c-1", { status: "received", validUntil: "2026-12-20" });
  const [events, failures]: [ToldEvent[], ConsentFailure[]] = [[], []];
  const open: LifecycleScene["open"] = (more) =>
    createConsentLifecycle({
      store,
      banks: { rzb_ro: bank },
      clock: time.clock,
      sleep: time.sleep,
      onEvent: (event) => void events.push(event),
      onError: (failure) => void failures.push(failure),
      ...more,
    });
  return { time, store, bank, events, failures, open };
}

/** With a consent that its PSU has authorised. */
export async function authorisedScene(): Promise<LifecycleScene & { lifecycle: ReturnType<LifecycleScene["open"]> }> {
  const at = openLifecycleScene();
  const lifecycle = at.open();
  await lifecycle.track(consentInput);
  at.bank.consents.get("c-1")!.status = "valid";
  await lifecycle.refresh(consentKey);
  at.events.length = 0;
  return { ...at, lifecycle };
}

export const movesOf = (events: readonly ToldEvent[]) =>
  events.map(({ from, to, reason }) => `${from} ${to} ${reason}`);
