import type { BankProfile } from "../../profile.ts";

/** One request and its answer, as far as the standard's file speaks of them. */
export interface Exchange {
  readonly method: string;
  /** The whole path, query included. */
  readonly path: string;
  /** The X-Request-ID that was sent, if any. */
  readonly requestId: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly profile: Pick<BankProfile, "errorForm" | "codeProfile">;
}

/** Where an answer differs from the file. */
export interface Violation {
  readonly kind: ViolationKind;
  /** The operationId, or "none" where the file has no operation for the request. */
  readonly operation: string;
  readonly status: number;
  /** Path of the member in the body, or the header's name in small letters; empty for the answer as a whole. */
  readonly at: string;
  readonly says: string;
  readonly found: string;
}

type ViolationKind =
  /** The operation does not document the status. */
  | "status"
  /** A body where none is documented, or none where one is. */
  | "body"
  /** Another media type than documented. */
  | "type"
  /** A header that is missing, wrong or unknown. */
  | "header"
  /** A message code that the status does not list. */
  | "code"
  /** A member that the schema does not know. */
  | "member"
  /** A required member that is absent. */
  | "missing"
  /** A member whose value the schema refuses. */
  | "value";
