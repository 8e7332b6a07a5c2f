// What a client of each profile may prove itself with (hub-api section 2, rows O9 and O10).

export const signatureAlgorithms = ["RS256", "PS256", "ES256", "EdDSA"] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

interface ProfileRules {
  /** Of client assertions. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Whether `aud` of an assertion may be the token endpoint's address instead of the issuer. */
  readonly tokenEndpointAsAudience: boolean;
  /** Whether a client secret is taken. */
  readonly secret: boolean;
  /** Seconds between `iat` and `exp` of an assertion at most. */
  readonly assertionSeconds: number;
}

export const clientProfiles = {
  compat: { algorithms: signatureAlgorithms, tokenEndpointAsAudience: true, secret: true, assertionSeconds: 3_600 },
  fapi2: {
    algorithms: ["PS256", "ES256", "EdDSA"],
    tokenEndpointAsAudience: false,
    secret: false,
    assertionSeconds: 300,
  },
} as const satisfies Record<string, ProfileRules>;

export type ClientProfile = keyof typeof clientProfiles;

export function rulesOf(profile: ClientProfile): ProfileRules {
  return clientProfiles[profile];
}
