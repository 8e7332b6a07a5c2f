import { isCalendarDate } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import { bankOf, checkMs, contextOf, perBank, type ConsentContext, type ConsentOptions } from "./context.ts";
import type { ConsentKey, ConsentRecord, ConsentScope, ScaLinks } from "./record.ts";
import { moveConsent, settle } from "./settle.ts";
import { liveStates } from "./states.ts";
import { all } from "./store.ts";
import { tellEvents } from "./tell.ts";
import { within } from "./within.ts";
import { ConsentNotAuthorised } from "./work.ts";

export interface TrackInput extends ConsentKey, ScaLinks {
  readonly user?: string;
  readonly scope: ConsentScope;
  /** `YYYY-MM-DD`, as asked for. */
  readonly validUntil: string;
}

export interface SweepReport {
  /** Consents looked at. */
  readonly seen: number;
  /** Those that moved. */
  readonly moved: readonly ConsentRecord[];
  /** Those that could not be looked at; `onError` has the errors. */
  readonly failed: readonly ConsentKey[];
}

export interface RepeatedWork {
  /** Resolves when it runs no more: with why, or undefined when `stop` was called. Never rejects. */
  readonly ended: Promise<ConsentNotAuthorised | undefined>;
  stop(): void;
}

export type UnderConsent<T> = (signal: AbortSignal) => Promise<T>;

export interface ConsentLifecycle {
  /** Keeps a consent that the bank has just created. Tracked already, it is left as it is, and answered. */
  track(input: TrackInput): Promise<ConsentRecord>;
  /** Asks the bank, as is due when the PSU comes back from it. Undefined when the consent is not tracked. */
  refresh(key: ConsentKey): Promise<ConsentRecord | undefined>;
  /** Stops what runs under it, ends it at the bank and, before that, a successor that is still to be authorised. */
  revoke(key: ConsentKey): Promise<ConsentRecord | undefined>;
  /** Looks at all live consents, by date and at the bank, and tells what is untold. Rejects with what the store throws. */
  sweep(): Promise<SweepReport>;
  /** Runs under an authorised consent; the signal is aborted when it ends. Rejects with ConsentNotAuthorised if it is none. */
  run<T>(key: ConsentKey, work: UnderConsent<T>): Promise<T>;
  /** Runs at once and again that many milliseconds (over 0) after each end, as long as the consent is authorised. */
  every(key: ConsentKey, ms: number, work: UnderConsent<unknown>): RepeatedWork;
  /** Sweeps at once and every so many milliseconds (over 0); default one hour. Started already, it goes on as it is. */
  start(everyMs?: number): void;
  /** Ends sweeping and all repeated work of this lifecycle; consents stay as they are. */
  stop(): Promise<void>;
}

/** Consents from their creation to their end; where they stand is in the store, so that it outlives the process. */
export function createConsentLifecycle(options: ConsentOptions): ConsentLifecycle {
  const context = contextOf(options);
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let sweeping: Promise<void> | undefined;
  const keep = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    await tellEvents(context);
    return answer;
  };
  return {
    track: (input) => told(track(context, input)),
    refresh: (key) => told(settle(context, key)),
    revoke: (key) => told(revoke(context, key)),
    sweep: () => told(sweep(context)),
    run: (key, work) => run(context, key, work),
    every(key, ms, work) {
      checkMs("ms", ms);
      const own = new AbortController();
      const signal = AbortSignal.any([own.signal, stopping.signal]);
      return { ended: keep(repeat(context, key, { ms, work, signal })), stop: () => own.abort() };
    },
    start(everyMs = 3_600_000) {
      stopping.signal.throwIfAborted();
      checkMs("everyMs", everyMs);
      sweeping ??= keep(keepSweeping(context, everyMs, stopping.signal));
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function track({ store, clock }: ConsentContext, input: TrackInput): Promise<ConsentRecord> {
  const { bank, consentId, user, scope, validUntil, scaRedirect, scaOAuth, oauthScope } = input;
  for (const [name, value] of Object.entries({ bank, consentId })) {
    if (typeof value !== "string" || value === "") throw new TypeError(`${name}: a text that is not empty`);
  }
  if (!isCalendarDate(validUntil)) throw new TypeError("validUntil: a date, YYYY-MM-DD");
  const at = clock.now();
  const record: ConsentRecord = {
    bank,
    consentId,
    user,
    state: "created",
    reason: undefined,
    scope,
    validUntil,
    links: { scaRedirect, scaOAuth, oauthScope },
    renews: undefined,
    renewal: undefined,
    createdAt: at,
    changedAt: at,
    version: 1,
  };
  return addConsent(store, record);
}

/** Adds a created consent with its event, or answers what is kept of it. */
export async function addConsent(store: ConsentContext["store"], record: ConsentRecord): Promise<ConsentRecord> {
  const { bank, consentId, state: to, reason, version, createdAt: at } = record;
  const event = { eventId: globalThis.crypto.randomUUID(), bank, consentId, from: undefined, to, reason, version, at };
  return (await store.add(record, event)) ? record : ((await store.find(record)) ?? record);
}

async function revoke(context: ConsentContext, key: ConsentKey): Promise<ConsentRecord | undefined> {
  const record = await context.store.find(key);
  if (record === undefined || !liveStates.includes(record.state)) return record;
  const { bank, consentId, renewal } = record;
  const waits = renewal?.successor;
  if (waits !== undefined && (await context.store.find({ bank, consentId: waits }))?.state === "created") {
    await revoke(context, { bank, consentId: waits });
  }
  context.work.stop(key, new ConsentNotAuthorised(key, { ...record, state: "revoked" }));
  try {
    await within(context, "end of the consent", (signal) => bankOf(context, bank).deleteConsent({ consentId, signal }));
  } catch (error) {
    const refused = error instanceof BankError && error.outcome === "refused" && !error.retryable;
    // It may have ended there by itself; if not, the bank's refusal stands.
    const settled = refused ? await settle(context, key) : undefined;
    if (settled === undefined || liveStates.includes(settled.state)) throw error;
    return settled;
  }
  return (await moveConsent(context, record, { to: "revoked", reason: "by_tpp" })).record;
}

async function sweep(context: ConsentContext): Promise<SweepReport> {
  const [moved, failed]: [ConsentRecord[], ConsentKey[]] = [[], []];
  let seen = 0;
  await perBank(all(context.store, { states: liveStates }), async (before) => {
    const { bank, consentId, state } = before;
    seen += 1;
    try {
      const after = await settle(context, before);
      if (after !== undefined && after.state !== state) moved.push(after);
    } catch (error) {
      failed.push({ bank, consentId });
      context.onError({ doing: "sweep", bank, consentId, error, final: false });
    }
  });
  await stopEnded(context);
  return { seen, moved, failed };
}

/** Other processes may have moved what something runs under here. */
async function stopEnded({ store, work }: ConsentContext): Promise<void> {
  for (const key of work.keys()) {
    const record = await store.find(key);
    if (record?.state !== "authorised") work.stop(key, new ConsentNotAuthorised(key, record));
  }
}

async function run<T>({ store, work: registry }: ConsentContext, key: ConsentKey, work: UnderConsent<T>): Promise<T> {
  // Registered before it is looked up, so that no end is missed between the two.
  const { signal, done } = registry.begin(key);
  try {
    const record = await store.find(key);
    if (record?.state !== "authorised") throw new ConsentNotAuthorised(key, record);
    signal.throwIfAborted();
    return await work(signal);
  } finally {
    done();
  }
}

interface Repetition {
  readonly ms: number;
  readonly work: UnderConsent<unknown>;
  readonly signal: AbortSignal;
}

async function repeat(context: ConsentContext, key: ConsentKey, { ms, work, signal }: Repetition) {
  // Held over the waits between the runs as well: the end of the consent ends a wait.
  const held = context.work.begin(key);
  const ends = AbortSignal.any([held.signal, signal]);
  try {
    while (!ends.aborted) {
      await run(context, key, (own) => work(AbortSignal.any([own, signal]))).catch((error: unknown) => {
        if (ends.aborted || error instanceof ConsentNotAuthorised) throw error;
        const { bank, consentId } = key;
        context.onError({ doing: "work", bank, consentId, error, final: false });
      });
      await context.sleep(ms, ends);
    }
    return reasonOf(held.signal);
  } catch (error) {
    return error instanceof ConsentNotAuthorised ? error : reasonOf(held.signal);
  } finally {
    held.done();
  }
}

function reasonOf({ reason }: AbortSignal): ConsentNotAuthorised | undefined {
  return reason instanceof ConsentNotAuthorised ? reason : undefined;
}

async function keepSweeping(context: ConsentContext, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweep(context);
      await tellEvents(context);
    } catch (error) {
      context.onError({ doing: "sweep", error, final: false });
    }
    await context.sleep(everyMs, signal).catch(() => {});
  }
}
