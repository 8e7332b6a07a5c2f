import type { Links } from "../links.ts";
import { httpStatusOf, type CodeProfile, type ErrorPlace, type MessageCode } from "./codes.ts";

/** One thing wrong with a request: the member (dotted, "" for the body as a whole), the message code, a sentence. */
export interface Violation {
  readonly path: string;
  readonly code: MessageCode;
  readonly text: string;
}

export interface Xs2aErrorInit {
  /** Left out for the statuses that have no code: 408, 415, 500, 503 and 406 outside account information. */
  readonly code?: MessageCode | undefined;
  /** Left out, it follows from the code, the place and the profile. */
  readonly status?: number | undefined;
  readonly place?: ErrorPlace | undefined;
  readonly profile?: CodeProfile | undefined;
  readonly path?: string | undefined;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly additional?: readonly Violation[] | undefined;
  /** Where the caller can go on, `_links` of either form. */
  readonly links?: Links | undefined;
  readonly cause?: unknown;
}

/** A request that the bank refuses, ready to be written in either body form. `text` goes to the wire. */
export class Xs2aError extends Error {
  readonly code: MessageCode | undefined;
  readonly status: number;
  readonly path: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Further violations of the same request, after the first. */
  readonly additional: readonly Violation[];
  readonly links: Links | undefined;

  constructor(init: Xs2aErrorInit) {
    super(init.text, { cause: init.cause });
    this.name = "Xs2aError";
    this.code = init.code;
    this.status = init.status ?? (init.code === undefined ? 500 : httpStatusOf(init.code, init.place, init.profile));
    this.path = init.path;
    this.text = init.text;
    this.headers = init.headers;
    this.additional = init.additional ?? [];
    this.links = init.links;
  }

  /** The error for a message with violations, at least one; the first gives code, path and status. */
  static of(violations: readonly Violation[], place: ErrorPlace = "payload"): Xs2aError {
    const [first, ...additional] = violations;
    if (first === undefined) throw new RangeError("an error needs at least one violation");
    return new Xs2aError({ ...first, place, additional });
  }
}
