import type { Psd2Role } from "@tallystick/xs2a";

/** Who calls, by a certificate that has passed every check for this very request. */
export interface Tpp {
  /** The organizationIdentifier, `PSDLT-BOL-123456`. The certificate is only a credential: a renewed one is the same TPP. */
  readonly tppId: string;
  readonly name: string;
  readonly country: string;
  readonly ncaId: string;
  readonly roles: readonly Psd2Role[];
  /** Base64url SHA-256 of the certificate's DER (RFC 8705, x5t#S256). */
  readonly thumbprint: string;
  /** Host names of the certificate (CN and SubjectAltName), in small letters, "*." for wildcards. */
  readonly hosts: readonly string[];
}
