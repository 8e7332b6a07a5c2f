import { createHash, timingSafeEqual } from "node:crypto";
import { Xs2aError } from "@tallystick/xs2a";

const algorithms = { "SHA-256": "sha256", "SHA-512": "sha512" } as const;

/** A Digest header that is sent must be the one of the body's bytes (C7, RFC 3230). */
export function checkDigest(header: string | undefined, body: Uint8Array): void {
  if (header === undefined) return;
  const [, name, value] = /^(SHA-256|SHA-512)=([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  const algorithm = name === undefined ? undefined : algorithms[name.toUpperCase() as keyof typeof algorithms];
  const given = Buffer.from(value ?? "", "base64");
  const right = algorithm === undefined ? undefined : createHash(algorithm).update(body).digest();
  if (right !== undefined && given.length === right.length && timingSafeEqual(given, right)) return;
  throw new Xs2aError({ code: "SIGNATURE_INVALID", path: "Digest", text: "is not the digest of the body" });
}
