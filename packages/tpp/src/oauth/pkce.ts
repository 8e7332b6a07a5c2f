import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from "oauth4webapi";

const verifierForm = /^[A-Za-z0-9\-._~]{43,128}$/;

/** RFC 7636: a verifier of 32 random bytes as base64url, 43 characters. */
export function createCodeVerifier(): string {
  return generateRandomCodeVerifier();
}

/** RFC 7636, section 4.2: the S256 challenge of a verifier. Throws a TypeError unless it has 43-128 allowed characters. */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  if (!verifierForm.test(codeVerifier))
    throw new TypeError("a code verifier has 43 to 128 characters of A-Z a-z 0-9 - . _ ~");
  return calculatePKCECodeChallenge(codeVerifier);
}
