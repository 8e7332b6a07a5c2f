import { isTransactionStatus } from "@tallystick/xs2a";
import { systemClock, systemSleep, type Clock, type Sleep } from "../time.ts";
import type { BulkEvent, InitiateOrder } from "./batch.ts";
import { isProduct, maxPayments } from "./read-batch.ts";
import { isSchemaName } from "./tables.ts";
import type { WorkDeps } from "./work.ts";

export interface BulkPaymentsOptions {
  /** PostgreSQL 15 to 18, `postgres://tpp@db.example:5432/tpp`; a direct connection, its account may create a schema. */
  readonly connection: string;
  /** How one payment is initiated: `initiateAt(client, …)`, or a function of the caller's. */
  readonly initiate: InitiateOrder;
  /** A queue for each bank, so that a slow one holds up no other; default `tpp-bulk-payments`. Of letters, digits and `_-./`. */
  readonly queue?: string;
  /** Of the queue's tables and ours; default `tpp_bulk`. */
  readonly schema?: string;
  /** Default `sepa-credit-transfers`. */
  readonly product?: string;
  /** Whose day an execution date may not lie before, `Europe/Vilnius`; default UTC. */
  readonly timeZone?: string;
  readonly clock?: Clock;
  /** How it waits when a bank asks for it (`Retry-After`). */
  readonly sleep?: Sleep;
  /**
   * For how long the bank is believed to know an X-Request-ID, in ms: a payment whose outcome is open is not sent again
   * later than this after its first try. 0, where the bank knows none, to ten years; default 24 hours.
   */
  readonly repeatForMs?: number;
  /** After each try, in the process that works. */
  readonly onProgress?: (event: BulkEvent) => void;
  /**
   * Errors of the background: a database that is away, a lost lock, what `initiate` throws besides BankError. The work goes
   * on by itself.
   */
  readonly onError?: (error: unknown) => void;
  /** The queue's own clock, for tests: a `TestClock` of pg-boss. */
  readonly queueClock?: QueueClock;
}

/** Time and timers of the queue. Written out: the declarations of pg-boss do not hold for users who check libraries. */
export interface QueueClock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(run: () => void, ms: number): unknown;
  clearInterval(handle: unknown): void;
}

const dayMs = 86_400_000;
/** Any instant that far back can still be stored. */
const longestMs = 10 * 365 * dayMs;

/** The options with their defaults. Throws RangeError on one that cannot be, naming it, before anything is opened. */
export function readOptions(options: BulkPaymentsOptions) {
  const { connection, initiate, onProgress, queueClock, timeZone } = options;
  const { queue = "tpp-bulk-payments", schema = "tpp_bulk", product = "sepa-credit-transfers" } = options;
  const { clock = systemClock, sleep = systemSleep, repeatForMs = dayMs } = options;
  const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
  const isFunction = (value: unknown): boolean => typeof value === "function";
  hold(isText(connection), "connection: an address of PostgreSQL, postgres://user@host:5432/name");
  hold(isFunction(initiate), "initiate: a function");
  hold(isText(queue) && /^[\w.\-/]{1,200}$/.test(queue), "queue: 1 to 200 of a-z, A-Z, 0-9, _, -, . and /");
  hold(isText(schema) && isSchemaName(schema), "schema: a-z, 0-9 and _, a letter first, at most 49");
  hold(isProduct(product), "product: the name of a payment product, such as sepa-credit-transfers");
  hold(timeZone === undefined || isTimeZone(timeZone), "timeZone: a name such as Europe/Vilnius");
  hold(
    Number.isFinite(repeatForMs) && repeatForMs >= 0 && repeatForMs <= longestMs,
    "repeatForMs: milliseconds, from 0 to ten years",
  );
  hold(isFunction(clock?.now), "clock: an object with now()");
  hold(isFunction(sleep), "sleep: a function");
  hold(onProgress === undefined || isFunction(onProgress), "onProgress: a function");
  hold(options.onError === undefined || isFunction(options.onError), "onError: a function");
  const onError = (error: unknown): void => {
    try {
      options.onError?.(error);
    } catch {
      // What a handler of errors throws is nobody's to handle.
    }
  };
  const repeatedly = repeatedlyBy(queueClock);
  return {
    connection,
    initiate,
    onProgress,
    onError,
    queueClock,
    timeZone,
    queue,
    schema,
    product,
    clock,
    sleep,
    repeatForMs,
    repeatedly,
  };
}

/** Throws RangeError on what is no item's place in any batch. */
export function checkIndex(index: number): void {
  const isIndex = Number.isInteger(index) && index >= 0 && index < maxPayments;
  hold(isIndex, "index: a whole number from 0 to 9,999");
}

/** Throws RangeError on a status that the standard does not have. */
export function checkStatus(transactionStatus: unknown): void {
  hold(isTransactionStatus(transactionStatus), "transactionStatus: a status of the standard, such as ACSC");
}

function hold(isHeld: boolean, text: string): void {
  if (!isHeld) throw new RangeError(text);
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

function repeatedlyBy(clock: QueueClock | undefined): WorkDeps["repeatedly"] {
  return (run, ms) => {
    if (clock === undefined) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    }
    const timer = clock.setInterval(run, ms);
    return () => clock.clearInterval(timer);
  };
}
