/** How a bank wants requests sealed with the TPP's QSealC. */
export interface SignatureRules {
  /** Changes of payments alone, or every request; `never` where the bank ignores signatures. */
  readonly when: "never" | "payments" | "always";
  /** `Signature` of draft-cavage (guidelines, section 12), or the detached JWS `x-jws-signature` of Georgia. */
  readonly form: "http-signature" | "header-jws";
  /** Headers that are signed when they are sent, in this order. Banks before version 1.3.4 have `date` among them. */
  readonly headers: readonly string[];
  /** Of `Digest` and of the signature. */
  readonly hash: "SHA-256" | "SHA-512";
  /** How `TPP-Signature-Certificate` is written; all of these occur in the field. */
  readonly certificateEncoding: "base64-der" | "pem-one-line" | "base64-pem" | "url-encoded-pem";
}
