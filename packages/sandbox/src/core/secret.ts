import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

// About 30 ms and 16 MB a check: dear to guess, and a first start hashes a few dozen at once.
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const keyBytes = 32;

/** A salted scrypt hash as `salt.key`, both base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(secret, salt)).toString("base64url")}`;
}

/** Without a hash (nobody of that name) it costs as much and answers no. */
export async function checkSecret(secret: string, hash: string | undefined): Promise<boolean> {
  const [salt = "", key = ""] = (hash ?? nobody).split(".");
  const expected = Buffer.from(key, "base64url");
  const derived = await derive(secret, Buffer.from(salt, "base64url"));
  return timingSafeEqual(derived, expected) && hash !== undefined;
}

const nobody = `${"A".repeat(22)}.${"A".repeat(43)}`;

function derive(secret: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize("NFC"), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
