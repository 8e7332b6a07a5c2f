import { addDays, dateOf } from "@tallystick/xs2a";
import { contextOf, perBank, type ConsentOptions } from "./context.ts";
import { lastDue, nextDue, type Daily } from "./local-time.ts";
import type { ConsentKey, ConsentRecord, RenewalRequest } from "./record.ts";
import { renew, type RenewalContext, type RenewalNotice, type RenewalOutcome } from "./renew.ts";
import { all } from "./store.ts";
import { tellEvents } from "./tell.ts";

export interface RenewalOptions extends ConsentOptions {
  /** Where the PSU comes back to, and the TPP's own address, which stands for the PSU who is not there. */
  readonly request: (consent: ConsentRecord) => Omit<RenewalRequest, "validUntil">;
  /**
   * Tells the PSU. A renewal is done after this has succeeded: a notice is given at least once, always under the same
   * `noticeId`, and again when the process ends, or this throws, before that.
   */
  readonly notify: (notice: RenewalNotice) => Promise<void> | void;
  /** Hour of the day, 0 to 23, in `timeZone`; default 9. */
  readonly hour?: number;
  /** Consents that end in so many days, or sooner, are renewed; default 7. */
  readonly daysBefore?: number;
  /** The successor's `validUntil` is so many days after the day on which it is asked for; default 180. */
  readonly spanDays?: number;
}

export interface RenewalReport {
  /** Renewed by this run: the successor is there and its PSU has been told. */
  readonly renewed: readonly ConsentKey[];
  /** Those whose successor the bank refused. */
  readonly refused: readonly ConsentKey[];
  /** Those whose turn comes later, as somebody else is at it or the last try failed. */
  readonly waiting: readonly (ConsentKey & { readonly at: Date })[];
}

export interface ConsentRenewal {
  /** Renews what is due today; for programs with a scheduler of their own. Rejects when the store cannot be read. */
  run(): Promise<RenewalReport>;
  /**
   * Renews one consent now, whenever it ends, and again when its renewal has come to nothing: the bank refused, or the
   * successor was rejected or ran out. A successor that is still to be authorised stays the only one.
   */
  renew(key: ConsentKey): Promise<RenewalOutcome>;
  /** Runs each day at its hour, and at once for the last hour that has passed; and when what waits may be tried again. */
  start(): void;
  /** Starts nothing new and resolves when what runs has ended. */
  stop(): Promise<void>;
}

/**
 * Asks in time for the successors of recurring consents. One-off consents are not renewed, nor is one whose successor was
 * refused, by the bank or by the PSU: it runs to its own end, unless `renew` is called for it.
 */
export function createConsentRenewal(options: RenewalOptions): ConsentRenewal {
  const { hour = 9, daysBefore = 7, spanDays = 180, request, notify } = options;
  wholeNumber("hour", hour, { from: 0, to: 23 });
  wholeNumber("daysBefore", daysBefore, { from: 0 });
  wholeNumber("spanDays", spanDays, { from: 1 });
  const context: RenewalContext = { ...contextOf(options), spanDays, request, notify };
  const job: Job = {
    context,
    daysBefore,
    daily: { hour, timeZone: context.timeZone },
    stopping: new AbortController(),
  };
  let running: Promise<void> | undefined;
  return {
    run: () => runFor(job, dateOf(context.clock.now(), context.timeZone)),
    async renew(key) {
      const outcome = await renew(context, key, { again: true });
      await tellEvents(context);
      return outcome;
    },
    start() {
      job.stopping.signal.throwIfAborted();
      running ??= runDaily(job);
    },
    async stop() {
      job.stopping.abort();
      await running;
    },
  };
}

function wholeNumber(name: string, value: number, { from, to = 36_500 }: { from: number; to?: number }): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new RangeError(`${name}: a whole number from ${from} to ${to}`);
}

interface Job {
  readonly context: RenewalContext;
  readonly daysBefore: number;
  readonly daily: Daily;
  readonly stopping: AbortController;
}

async function runDaily(job: Job): Promise<void> {
  const { clock, sleep } = job.context;
  const { signal } = job.stopping;
  while (!signal.aborted) {
    // After a night in which the process, or the whole machine, slept this is the hour that was missed.
    const due = lastDue(clock.now(), job.daily);
    const again = await runOnce(job, due.day);
    const next = Math.min(nextDue(due, job.daily).at.getTime(), again.getTime());
    await sleep(Math.max(0, next - clock.now().getTime()), signal).catch(() => {});
  }
}

/** How long the job waits where it could not even begin. */
const unreachedMs = 60_000;
const farAway = new Date(8_640_000_000_000_000);

/** When it is to run again, apart from the next day. */
async function runOnce(job: Job, day: string): Promise<Date> {
  try {
    const { waiting } = await runFor(job, day);
    return waiting.reduce((first, { at }) => (at < first ? at : first), farAway);
  } catch (error) {
    job.context.onError({ doing: "renewal", error, final: false });
    return new Date(job.context.clock.now().getTime() + unreachedMs);
  }
}

/** What keeps one consent from being renewed, in the store or in the application, keeps no other from it. */
async function renewOrWait(context: RenewalContext, key: ConsentKey): Promise<RenewalOutcome> {
  try {
    return await renew(context, key);
  } catch (error) {
    context.onError({ doing: "renewal", ...key, error, final: false });
    return { kind: "waiting", at: new Date(context.clock.now().getTime() + unreachedMs) };
  }
}

/** Renews what ends within the days after that day, and has not ended by now. */
async function runFor({ context, daysBefore, stopping }: Job, day: string): Promise<RenewalReport> {
  const [renewed, refused]: ConsentKey[][] = [[], []];
  const waiting: (ConsentKey & { at: Date })[] = [];
  const today = dateOf(context.clock.now(), context.timeZone);
  const ending = all(context.store, { states: ["authorised"], endsBy: addDays(day, daysBefore) });
  await perBank(ending, async ({ bank, consentId, validUntil }) => {
    if (validUntil < today || stopping.signal.aborted) return;
    const key = { bank, consentId };
    const outcome = await renewOrWait(context, key);
    if (outcome.kind === "renewed") renewed?.push(key);
    if (outcome.kind === "refused") refused?.push(key);
    if (outcome.kind === "waiting") waiting.push({ ...key, at: outcome.at });
  });
  await tellEvents(context);
  return { renewed: renewed ?? [], refused: refused ?? [], waiting };
}
