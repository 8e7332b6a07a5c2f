import assert from "node:assert/strict";
import { createConsentLifecycle } from "../patterns/consents/lifecycle.ts";
import { createMemoryConsentStore } from "../patterns/consents/memory-store.ts";
import { createConsentRenewal, type RenewalOptions } from "../patterns/consents/renewal.ts";
import type { ConsentFailure, ConsentOptions, ToldEvent } from "../patterns/consents/context.ts";
import type { ConsentRecord } from "../patterns/consents/record.ts";
import type { RenewalNotice } from "../patterns/consents/renew.ts";
import type { ConsentStore } from "../patterns/consents/store.ts";
import { createScriptedBank, type ScriptedBank } from "./consent-bank.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";

const timeZone = "Europe/Bucharest";
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const oldKey = { bank: "rzb_ro", consentId: "old" };
export const access = {
  balances: [{ iban: "RO88RZBR0000060000012001" }],
  transactions: [{ iban: "RO88RZBR0000060000012001" }],
};
const request = { ipAddress: "192.0.2.1", redirectUri: "https://tpp.example/back" };

/** A store, a bank and a clock, and the jobs of as many processes over them as a test wants. */
export interface RenewalScene {
  readonly time: ManualTime;
  readonly store: ConsentStore;
  readonly bank: ScriptedBank;
  readonly notices: { at: string; notice: RenewalNotice }[];
  readonly events: ToldEvent[];
  readonly failures: ConsentFailure[];
  /** The job as another process has it, on the same store. */
  open(more?: Partial<RenewalOptions>): ReturnType<typeof createConsentRenewal>;
  lifecycle(more?: Partial<ConsentOptions>): ReturnType<typeof createConsentLifecycle>;
  /** An authorised consent. */
  have(consentId: string, validUntil: string, more?: Partial<ConsentRecord>): Promise<void>;
  get(consentId?: string): Promise<ConsentRecord>;
}

export function openRenewalScene(start = "2026-11-24T12:00:00Z"): RenewalScene {
  const time = createManualTime(new Date(start));
  const store = createMemoryConsentStore();
  const bank = createScriptedBank();
  const notices: RenewalScene["notices"] = [];
  const [events, failures]: [ToldEvent[], ConsentFailure[]] = [[], []];
  const now = () => time.clock.now().toISOString().replace(".000", "");
  const options: RenewalOptions = {
    store,
    banks: { rzb_ro: bank },
    timeZone,
    clock: time.clock,
    sleep: time.sleep,
    onEvent: (event) => void events.push(event),
    onError: (failure) => void failures.push(failure),
    request: () => request,
    notify: (notice) => void notices.push({ at: now(), notice }),
  };
  return {
    time,
    store,
    bank,
    notices,
    events,
    failures,
    open: (more) => createConsentRenewal({ ...options, ...more }),
    lifecycle: (more) => createConsentLifecycle({ ...options, ...more }),
    async have(consentId, validUntil, more) {
      const at = time.clock.now();
      const record: ConsentRecord = {
        bank: "rzb_ro",
        consentId,
        user: "u-1",
        state: "authorised",
        reason: "status_at_bank",
        validUntil,
        scope: { access, recurringIndicator: true, frequencyPerDay: 3 },
        links: {},
        renews: undefined,
        renewal: undefined,
        createdAt: at,
        changedAt: at,
        version: 1,
        ...more,
      };
      bank.consents.set(consentId, { status: "valid", validUntil });
      const event = { eventId: `e-${consentId}`, bank: "rzb_ro", consentId, version: 1, at } as const;
      await store.add(record, { ...event, from: undefined, to: record.state, reason: undefined });
    },
    async get(consentId = "old") {
      const record = await store.find({ bank: "rzb_ro", consentId });
      assert.ok(record);
      return record;
    },
  };
}
