import { constants, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { SignatureAlgorithm } from "../../client/profile.ts";
import type { Fixture } from "../../testing/fixture.ts";

export interface TestKey {
  readonly alg: SignatureAlgorithm;
  readonly kid: string;
  readonly jwk: Record<string, unknown>;
  readonly privateKey: KeyObject;
}

/** A key pair whose public half a client can have. */
export function testKey(alg: SignatureAlgorithm, kid: string = crypto.randomUUID()): TestKey {
  const { privateKey, publicKey } = pairFor(alg);
  return { alg, kid, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, alg } };
}

function pairFor(alg: SignatureAlgorithm) {
  if (alg === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (alg === "EdDSA") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("rsa", { modulusLength: 2_048 });
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Claims of a good assertion; those set to undefined are left out. */
export function claimsOf(issuer: string, clientId: string, changes: Record<string, unknown> = {}) {
  const now = Math.floor(Date.now() / 1000);
  return { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 60, jti: crypto.randomUUID(), ...changes };
}

/** A signed JWT; `header` changes its header, `signature` makes another signature than the key's. */
export function signed(
  key: TestKey,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  signature: (input: string) => Buffer = (input) => signatureOf(key, input),
): string {
  const input = `${encoded({ alg: key.alg, typ: "JWT", kid: key.kid, ...header })}.${encoded(claims)}`;
  return `${input}.${signature(input).toString("base64url")}`;
}

export function signatureOf({ alg, privateKey }: TestKey, input: string): Buffer {
  const bytes = Buffer.from(input);
  if (alg === "EdDSA") return sign(null, bytes, privateKey);
  if (alg === "ES256") return sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" });
  if (alg === "RS256") return sign("sha256", bytes, privateKey);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return sign("sha256", bytes, { key: privateKey, ...padding });
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, any>;
}

/** Posts a form to the token endpoint; members set to undefined are left out. */
export async function askToken(
  hub: Pick<Fixture, "url" | "deps">,
  fields: Record<string, string | undefined>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const all = { grant_type: "client_credentials", scope: "pay_by_link", ...fields };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const prefix = hub.deps.environment === "test" ? "/test" : "";
  const answer = await fetch(`${hub.url}${prefix}/oauth2/v1/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(given).toString(),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, any> };
}

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A token request by assertion. */
export function byAssertion(clientId: string | undefined, assertion: string): Record<string, string | undefined> {
  return { client_id: clientId, client_assertion_type: assertionType, client_assertion: assertion };
}
