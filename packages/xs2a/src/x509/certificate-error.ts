export const certificateErrorCodes = [
  /** Over 16 kB. */
  "too_large",
  /** No strict DER: indefinite or overlong length, trailing bytes, too deep, another type than expected. */
  "der",
  /** No X.509 certificate of version 3 with a positive serial number. */
  "certificate",
  /** A subject attribute that is repeated or is no readable text. */
  "subject",
  /** An extension that occurs twice. */
  "extension",
  /** No qcStatements extension. */
  "qc_statements_missing",
  /** qcStatements is marked critical. */
  "qc_statements_critical",
  /** qcStatements does not follow RFC 3739, or repeats a statement. */
  "qc_statements",
  /** The statement of RFC 3039 that RFC 3739 replaced. */
  "qc_statement_obsolete",
  /** QcType is not one of web, seal and signature. */
  "qc_type",
  /** No PSD2 statement: the certificate is no TPP's. */
  "psd2_statement_missing",
  /** A PSD2 statement without roles. */
  "roles_empty",
  /** A role that TS 119 495 does not define, or "Unspecified", which permits nothing. */
  "role_unknown",
  /** OID and name of a role contradict each other. */
  "role_mismatch",
  /** The authority's name is empty, overlong or not in Latin characters. */
  "nca_name",
  /** The authority's id is not `CC-AUTHORITY` with a country of ISO 3166. */
  "nca_id",
  /** The subject lacks an organizationIdentifier of the form `PSDCC-AUTHORITY-number`. */
  "organization_identifier",
] as const;
export type CertificateErrorCode = (typeof certificateErrorCodes)[number];

/** A certificate that identifies no TPP. On the wire it is CERTIFICATE_INVALID; the code says why, for the log. */
export class CertificateError extends Error {
  readonly code: CertificateErrorCode;

  constructor(code: CertificateErrorCode, text: string) {
    super(text);
    this.name = "CertificateError";
    this.code = code;
  }
}
