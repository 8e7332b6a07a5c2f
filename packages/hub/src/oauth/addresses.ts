/** Every address of one environment's authorization server, made from the hub's own and never from a request's Host. */
export interface OauthAddresses {
  /** `http://localhost:4000/test`, or without `/test` for the live environment (decision 15). */
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Before the token endpoint's path as the library has it. */
  readonly prefix: string;
  /** Where the metadata is: as RFC 8414 builds the address, and under the issuer. */
  readonly discovery: ReadonlySet<string>;
}

export const tokenPath = "/oauth2/v1/token";
const wellKnown = "/.well-known/oauth-authorization-server";

/** `url` is the hub's address, without a slash at the end. */
export function oauthAddresses(url: string, environment: "test" | "live"): OauthAddresses {
  const issuer = environment === "test" ? `${url}/test` : url;
  const { pathname } = new URL(issuer);
  const prefix = pathname === "/" ? "" : pathname;
  return {
    issuer,
    tokenEndpoint: issuer + tokenPath,
    prefix,
    discovery: new Set([wellKnown + prefix, prefix + wellKnown]),
  };
}
