import { rulesOf, type ClientProfile } from "../client/profile.ts";

export interface AssertionRules {
  readonly clientId: string;
  readonly profile: ClientProfile;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** By the clock of this machine, as the client dated the assertion by that of its own. */
  readonly now: Date;
}

/** Seconds by which the clocks of client and hub may differ (row O12). */
export const clockSkew = 10;

const types: ReadonlySet<unknown> = new Set([undefined, "JWT", "jwt", "client-authentication+jwt"]);

/**
 * What is wrong with a client assertion whose signature is right (hub-api section 2, rows O9 to O12), for the developer
 * who made it; undefined: nothing. `exp` gets no grace.
 */
export function assertionFault(
  payload: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>>,
  { clientId, profile, issuer, tokenEndpoint, now }: AssertionRules,
): string | undefined {
  const { algorithms, tokenEndpointAsAudience, assertionSeconds } = rulesOf(profile);
  if (!algorithms.some((one) => one === header["alg"])) return `alg must be ${algorithms.join(", ")}`;
  if (typeof header["kid"] !== "string") return "kid must name one of the client's keys";
  if (!types.has(header["typ"])) return "typ must be JWT";
  if (header["crit"] !== undefined) return "crit is not taken";
  if (payload["iss"] !== clientId || payload["sub"] !== clientId) return "iss and sub must be the client_id";
  const { aud } = payload;
  if (aud !== issuer && !(tokenEndpointAsAudience && aud === tokenEndpoint)) {
    return tokenEndpointAsAudience
      ? `aud must be ${issuer} or ${tokenEndpoint}, as a text`
      : `aud must be ${issuer}, as a text`;
  }
  const { jti } = payload;
  if (typeof jti !== "string" || jti.length < 1 || jti.length > 256) return "jti must be a text of 1 to 256 characters";
  return timeFault(payload, now.getTime() / 1000, assertionSeconds);
}

function timeFault(payload: Readonly<Record<string, unknown>>, now: number, longest: number): string | undefined {
  const { iat, nbf, exp } = payload;
  if (!isInstant(iat)) return "iat must be the seconds since 1970 at which it was made";
  if (!isInstant(exp)) return "exp must be the seconds since 1970 until which it is good";
  if (iat > now + clockSkew) return "iat is in the future: set the clock of your machine";
  if (nbf !== undefined && !(isInstant(nbf) && nbf <= now + clockSkew)) return "nbf is in the future";
  if (exp <= now) return "exp is over";
  if (exp - iat > longest) return `exp must be within ${longest} seconds of iat`;
  return undefined;
}

function isInstant(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
