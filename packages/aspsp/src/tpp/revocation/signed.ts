import { verify, type KeyObject } from "node:crypto";

/** Signature algorithms of lists and answers, by OID: the hash and the kind of key that it goes with. */
const algorithms: ReadonlyMap<string, readonly [hash: string, keyType: "rsa" | "ec"]> = new Map([
  ["1.2.840.113549.1.1.11", ["sha256", "rsa"]],
  ["1.2.840.113549.1.1.12", ["sha384", "rsa"]],
  ["1.2.840.113549.1.1.13", ["sha512", "rsa"]],
  ["1.2.840.10045.4.3.2", ["sha256", "ec"]],
  ["1.2.840.10045.4.3.3", ["sha384", "ec"]],
  ["1.2.840.10045.4.3.4", ["sha512", "ec"]],
] as const);

export interface SignedBytes {
  /** OID of the signature's algorithm. */
  readonly algorithm: string;
  readonly bytes: ArrayBuffer | undefined;
  readonly signature: ArrayBuffer;
}

/** Whether that key made the signature; a broken hash or another kind of key did not. */
export function isSignedBy({ algorithm, bytes, signature }: SignedBytes, key: KeyObject): boolean {
  const [hash, keyType] = algorithms.get(algorithm) ?? [];
  if (hash === undefined || bytes === undefined || key.asymmetricKeyType !== keyType) return false;
  return verify(hash, Buffer.from(bytes), key, Buffer.from(signature));
}
