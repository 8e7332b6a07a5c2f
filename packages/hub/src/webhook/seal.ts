import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random } from "@tallystick/kit";

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Seals a secret under the deployment's key: version, nonce, tag, AES-256-GCM cipher text. `context` names what it is for and is authenticated. */
export function seal(key: Buffer, random: Random, context: string, plain: Uint8Array): Buffer {
  const nonce = Buffer.from(random.token(nonceBytes), "base64url");
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `seal` made under the same key and context; throws on any other. */
export function unseal(key: Buffer, context: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== version) throw new Error("not a sealed secret");
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
}
