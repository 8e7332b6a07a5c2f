export type HttpFaultStatus = 400 | 404 | 405 | 408 | 413 | 414 | 415 | 429 | 431 | 503;

export type HttpFaultCode =
  | "bad_url"
  | "bad_query"
  | "duplicate_parameter"
  | "too_many_parameters"
  | "bad_body"
  | "duplicate_header"
  | "too_many_headers"
  | "invalid_json"
  | "invalid_form"
  | "not_found"
  | "method_not_allowed"
  | "timeout"
  | "body_too_large"
  | "url_too_long"
  | "unsupported_media_type"
  | "too_many_requests"
  | "unavailable";

/** A request that HTTP itself, not the feature behind it, refuses. The application turns it into its own wire form. */
export class HttpFault extends Error {
  readonly status: HttpFaultStatus;
  readonly code: HttpFaultCode;
  /** The member, parameter or header at fault, where there is one. */
  readonly path?: string;
  /** With 405: the methods that the path has. */
  readonly allow?: readonly string[];

  constructor(
    status: HttpFaultStatus,
    code: HttpFaultCode,
    detail: { path?: string; allow?: readonly string[]; cause?: unknown } = {},
  ) {
    super(`${status} ${code}`, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = "HttpFault";
    this.status = status;
    this.code = code;
    if (detail.path !== undefined) this.path = detail.path;
    if (detail.allow !== undefined) this.allow = detail.allow;
  }
}
