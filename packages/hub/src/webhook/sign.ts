import { createHmac, sign as signBytes } from "node:crypto";
import type { SigningKey } from "./keys.ts";

/** Tells a webhook's signature from every other token of ours (row K5). */
export const signatureType = "webhook+jws";

/**
 * Headers of one delivery attempt (hub-api section 10): `x-signature` is a compact JWS whose payload is exactly `body`,
 * `x-signature-kid` names its key; the Standard Webhooks trio is signed with each of the client's secrets.
 */
export function signatureHeaders(input: {
  readonly body: Uint8Array;
  readonly eventId: string;
  readonly at: Date;
  readonly key: SigningKey;
  readonly secrets: readonly string[];
}): Record<string, string> {
  const seconds = Math.floor(input.at.getTime() / 1000);
  const standard = input.secrets.map((secret) => standardSignature(secret, input.eventId, seconds, input.body));
  return {
    "x-signature": compactJws(input.key, input.eventId, seconds, input.body),
    "x-signature-kid": input.key.kid,
    "webhook-id": input.eventId,
    "webhook-timestamp": String(seconds),
    ...(standard.length > 0 ? { "webhook-signature": standard.join(" ") } : {}),
  };
}

function compactJws(key: SigningKey, webhookId: string, iat: number, body: Uint8Array): string {
  const header = { alg: key.alg, kid: key.kid, typ: signatureType, iat, webhook_id: webhookId };
  const signed = `${base64url(Buffer.from(JSON.stringify(header)))}.${base64url(body)}`;
  // JWS wants the bare r and s of an ECDSA signature, not their DER sequence; RSA ignores the setting.
  const signature = signBytes("sha256", Buffer.from(signed), { key: key.privateKey, dsaEncoding: "ieee-p1363" });
  return `${signed}.${base64url(signature)}`;
}

function standardSignature(secret: string, eventId: string, seconds: number, body: Uint8Array): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${eventId}.${seconds}.`).update(body).digest("base64");
  return `v1,${mac}`;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
