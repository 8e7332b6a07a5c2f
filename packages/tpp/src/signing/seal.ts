import type { KeyObject, X509Certificate } from "node:crypto";
import type { JwsAlgorithm } from "@tallystick/xs2a";
import { TppCertificateError } from "../certificate/certificate-error.ts";
import { openIdentity, type Identity } from "../certificate/identity.ts";

/** A QSealC with its key: what requests are sealed with, apart from the certificate of the connection. */
export interface Seal {
  /** The leaf first, without the root. */
  readonly chain: readonly X509Certificate[];
  readonly leaf: X509Certificate;
  readonly key: KeyObject;
}

/** Throws TppCertificateError; `key_unreadable` also for a key of a kind that no bank takes (it is RSA or a NIST curve). */
export function openSeal(identity: Identity): Seal {
  const seal = openIdentity(identity);
  jwsAlgorithmOf(seal.key);
  return seal;
}

const byCurve = { prime256v1: "ES256", secp384r1: "ES384", secp521r1: "ES512" } as const;

export function jwsAlgorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): JwsAlgorithm {
  if (asymmetricKeyType === "rsa") return "PS256";
  const found = byCurve[asymmetricKeyDetails?.namedCurve as keyof typeof byCurve];
  if (found === undefined)
    throw new TppCertificateError("key_unreadable", "a seal has an RSA key or one on a NIST curve");
  return found;
}
