/** What is wrong with the TPP's own certificate or key. `docs/toolkit/certificates.md` has what to do about each. */
export const certificateErrorCodes = [
  /** A file cannot be read; `message` names it. */
  "file",
  /** No PEM certificate, or none that can be read. */
  "unreadable",
  /** No PEM private key, or one behind a passphrase. */
  "key_unreadable",
  /** The key is another certificate's. */
  "key_mismatch",
  "not_yet_valid",
  "expired",
  /** No PSD2 certificate: it names no organization identifier or no roles (ETSI TS 119 495). */
  "no_tpp",
] as const;
export type TppCertificateErrorCode = (typeof certificateErrorCodes)[number];

/** Thrown before any call is made with such a certificate. Neither key nor file content is in it. */
export class TppCertificateError extends Error {
  override readonly name = "TppCertificateError";
  readonly code: TppCertificateErrorCode;
  /** No byte has reached the bank. */
  readonly sent = false;

  constructor(code: TppCertificateErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}
