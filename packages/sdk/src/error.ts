/** One member of a request that the hub refused. */
export interface Violation {
  /** Dotted: `payment_intent.amount`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** The one error of the client. `code` is the hub's own, or `no_answer` when there was none. */
export class TallystickError extends Error {
  override readonly name = "TallystickError";
  readonly code: string;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** Give it to the hub's operator: it finds the call in the logs. */
  readonly requestId: string | undefined;
  readonly errors: readonly Violation[];

  constructor(details: {
    code: string;
    message: string;
    status?: number;
    requestId?: string | undefined;
    errors?: readonly Violation[];
    cause?: unknown;
  }) {
    super(details.message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
  }
}
