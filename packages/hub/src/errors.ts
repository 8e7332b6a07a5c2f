import type { Violation } from "@tallystick/kit";

/** HTTP status of each code (hub-api section 3). */
export const statuses = {
  bad_request: 400,
  validation_error: 400,
  invalid_input: 400,
  unprocessable_entity: 400,
  method_selection_error: 400,
  method_input_validation_error: 400,
  link_expired: 400,
  link_not_cancellable: 400,
  unauthorized: 401,
  not_found: 404,
  link_not_found: 404,
  provider_not_found: 404,
  request_in_progress: 409,
  rate_limited: 429,
  internal_server_error: 500,
  internal_error: 503,
} as const;

export type HubErrorCode = keyof typeof statuses;

/** What any operation may answer instead of what it was asked for. */
export const commonRefusals: readonly HubErrorCode[] = [
  "bad_request",
  "validation_error",
  "unauthorized",
  "rate_limited",
  "internal_server_error",
  "internal_error",
];

/** What creations may answer besides: about their `Idempotency-Key`. */
export const creationRefusals: readonly HubErrorCode[] = ["unprocessable_entity", "request_in_progress"];

interface Detail {
  /** Members at fault. */
  readonly errors?: readonly Violation[];
  /** Seconds; becomes `Retry-After`. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** A request that the hub refuses; `message` is for developers and goes to the wire. */
export class HubError extends Error {
  override readonly name = "HubError";
  readonly code: HubErrorCode;
  readonly errors: readonly Violation[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: HubErrorCode, message: string, detail: Detail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.errors = detail.errors;
    this.retryAfter = detail.retryAfter;
  }

  get status(): number {
    return statuses[this.code];
  }
}

/** 400 `validation_error` that names each member at fault. */
export function invalidBody(errors: readonly Violation[]): HubError {
  const [first] = errors;
  const where = first === undefined || first.path === "" ? "The body" : first.path;
  return new HubError("validation_error", `${where} ${first?.message ?? "is not valid"}.`, { errors });
}
