import type { TSchema } from "typebox";
import type { Psd2Role } from "../x509/qc-statements.ts";

/** One operation of the standard, as the bank must serve it and as the client may call it. */
export interface EndpointRow {
  readonly operationId: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path template from `/v1` on, `/v2` in an extended service; parameters in braces as the standard names them. */
  readonly path: `/v${1 | 2}/${string}`;
  /** The role that the TPP's certificate must carry. */
  readonly role: Psd2Role;
  /** What the path names, hence whose ownership is checked and which token opens it. */
  readonly subject: "payment" | "consent" | "account" | "card-account" | "funds";
  readonly headers: {
    readonly psuIpAddress: "required" | "optional" | "none";
    readonly consentId: "required" | "optional" | "none";
    /** TPP-Redirect-Preferred, TPP-Redirect-URI and TPP-Nok-Redirect-URI have a meaning here. */
    readonly tppRedirect: boolean;
    /** PSU-ID and its relatives have a meaning here. */
    readonly psuId: boolean;
  };
  readonly request?: TSchema;
  /** Success statuses, each with the schema of its body, or null for none. */
  readonly responses: Readonly<Record<number, TSchema | null>>;
}

/** POST of a payment or a consent. */
export const creating = { psuIpAddress: "required", consentId: "optional", tppRedirect: true, psuId: true } as const;
export const reading = { psuIpAddress: "optional", consentId: "none", tppRedirect: false, psuId: false } as const;
/** POST of an authorisation. */
export const starting = { ...reading, tppRedirect: true, psuId: true } as const;
/** PUT of an authorisation. */
export const updating = { ...reading, psuId: true } as const;
/** Reads of account data. */
export const underConsent = { ...reading, consentId: "required" } as const;
