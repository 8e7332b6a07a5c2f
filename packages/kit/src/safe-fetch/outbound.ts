export type OutboundRefusal = "url" | "scheme" | "userinfo" | "address" | "port" | "header";

/** The policy forbids this call; nothing of it was sent. */
export class OutboundRefused extends Error {
  readonly code: OutboundRefusal;
  /** As `OutboundFailed` has it, for callers that know either by this member only. */
  readonly sent = false;

  constructor(code: OutboundRefusal) {
    super(`outgoing request refused: ${code}`);
    this.name = "OutboundRefused";
    this.code = code;
  }
}

/** `connect` also stands for a connection that broke later on; `protocol` for an answer that is not HTTP. */
export type OutboundFailure = "timeout" | "connect" | "too_large" | "tls" | "aborted" | "protocol";

/** The call was begun and brought no usable answer. */
export class OutboundFailed extends Error {
  readonly code: OutboundFailure;
  /** Whether the other side may have seen the request: `false` only when no byte of it was written. */
  readonly sent: boolean | "unknown";
  /** Of the answer, when its headers had come. */
  readonly status: number | undefined;

  constructor(code: OutboundFailure, sent: boolean | "unknown", options: ErrorOptions & { status?: number } = {}) {
    super(`outgoing request failed: ${code}`, "cause" in options ? { cause: options.cause } : {});
    this.name = "OutboundFailed";
    this.code = code;
    this.sent = sent;
    this.status = options.status;
  }
}
