import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { rulesOf, type ClientProfile, type SignatureAlgorithm } from "./profile.ts";

/** A key that a client cannot have; `message` says why and what to send instead. */
export class KeyRefused extends Error {
  override readonly name = "KeyRefused";
}

/** A client's public key as it is kept: the members of its type, its name, and what it signs. */
export interface PublicJwk {
  readonly kty: "RSA" | "EC" | "OKP";
  readonly kid: string;
  readonly use: "sig";
  /** Absent at an RSA key that may sign by RS256 and PS256. */
  readonly alg?: SignatureAlgorithm;
  readonly [member: string]: string | undefined;
}

const kinds = {
  RSA: { members: ["e", "kty", "n"], algorithms: ["RS256", "PS256"], curve: undefined },
  EC: { members: ["crv", "kty", "x", "y"], algorithms: ["ES256"], curve: "P-256" },
  OKP: { members: ["crv", "kty", "x"], algorithms: ["EdDSA"], curve: "Ed25519" },
} as const;

const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/** Reads a JWK (RFC 7517) that `profile` may sign client assertions with. Without `kid` it is named by its thumbprint (RFC 7638). Throws KeyRefused. */
export function readPublicJwk(given: unknown, profile: ClientProfile): PublicJwk {
  const jwk = objectOf(given);
  refuseSecrets(jwk);
  const { kty } = jwk;
  if (kty !== "RSA" && kty !== "EC" && kty !== "OKP") throw new KeyRefused("kty must be RSA, EC or OKP");
  const { members, curve } = kinds[kty];
  if (curve !== undefined && jwk["crv"] !== curve) throw new KeyRefused(`crv of a key of type ${kty} must be ${curve}`);
  const own: Record<string, string> = {};
  for (const name of members) {
    const value = jwk[name];
    if (typeof value !== "string") throw new KeyRefused(`${name} is missing`);
    own[name] = value;
  }
  refuseWeak(keyOf(own));
  refuseOtherUse(jwk);
  const alg = algorithmOf(jwk, kty, profile);
  const kid = jwk["kid"] ?? createHash("sha256").update(JSON.stringify(own)).digest("base64url");
  if (typeof kid !== "string" || !/^[\x21-\x7e]{1,128}$/.test(kid)) {
    throw new KeyRefused("kid must have 1 to 128 visible ASCII characters");
  }
  return { ...own, kty, kid, use: "sig", ...(alg === undefined ? {} : { alg }) };
}

function objectOf(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new KeyRefused("a key is a JSON object, a JWK as in RFC 7517");
  }
  if ("keys" in given) throw new KeyRefused("this is a key set: give one of its keys");
  return given as Readonly<Record<string, unknown>>;
}

function refuseSecrets(jwk: Readonly<Record<string, unknown>>): void {
  if (jwk["kty"] === "oct" || "k" in jwk) {
    throw new KeyRefused("this is a shared secret, and only public keys are taken: make a key pair");
  }
  const secret = privateMembers.find((name) => name in jwk);
  if (secret !== undefined) {
    throw new KeyRefused(
      `this is a private key (it has the member ${secret}), and nothing was kept of it: give the public half, and ` +
        "make a new pair if the file has left your machine",
    );
  }
}

function keyOf(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    throw new KeyRefused(`its members make no key of type ${jwk["kty"]}`);
  }
}

function refuseWeak(key: KeyObject): void {
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (modulusLength === undefined) return;
  if (modulusLength < 2_048 || modulusLength > 8_192) {
    throw new KeyRefused(`an RSA key has 2,048 to 8,192 bits, and this one ${modulusLength}`);
  }
  // Others are forged easily or cost the verifier dearly.
  if (publicExponent !== 65_537n) throw new KeyRefused("the exponent of an RSA key must be 65537");
}

function refuseOtherUse(jwk: Readonly<Record<string, unknown>>): void {
  if (jwk["use"] !== undefined && jwk["use"] !== "sig") throw new KeyRefused("use must be sig");
  const operations = jwk["key_ops"];
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify"))) {
    throw new KeyRefused("key_ops must include verify");
  }
}

function algorithmOf(
  jwk: Readonly<Record<string, unknown>>,
  kty: keyof typeof kinds,
  profile: ClientProfile,
): SignatureAlgorithm | undefined {
  const allowed = rulesOf(profile).algorithms.filter((one) => kinds[kty].algorithms.some((other) => other === one));
  const { alg } = jwk;
  const found = allowed.find((one) => one === alg);
  if (found !== undefined) return found;
  if (alg !== undefined) {
    throw new KeyRefused(`alg of a key of type ${kty} must be ${allowed.join(" or ")} in the profile ${profile}`);
  }
  return allowed.length === 1 ? allowed[0] : undefined;
}
