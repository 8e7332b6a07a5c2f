/**
 * The message codes of the standard (guidelines 1.3.11, section 14.11) and of the Paysera profile.
 *
 * `statuses` are the HTTP statuses under which the standard knows a code, the first being the one used when nothing is
 * said about the place; `at` overrides it by the place of the cause. `paysera` are the statuses of that bank's own table.
 */
export type Service = "PIS" | "AIS" | "PIIS" | "SBS";

/** Where the member or parameter stands that caused an error: one code has different statuses by place. */
export type ErrorPlace = "path" | "header" | "payload" | "method";

interface CodeRow {
  readonly statuses: readonly number[];
  readonly paysera: readonly number[];
  readonly services: readonly Service[];
  readonly at?: Readonly<Partial<Record<ErrorPlace, number>>>;
}

const all = ["PIS", "AIS", "PIIS", "SBS"] as const;

export const messageCodes = {
  // Success answers may carry these.
  WARNING: { statuses: [200, 201], paysera: [], services: all },
  FUNDS_NOT_AVAILABLE: { statuses: [200], paysera: [], services: ["PIS"] },
  BENEFICIARY_WHITELISTING_REQUIRED: { statuses: [201], paysera: [400], services: ["PIS"] },

  FORMAT_ERROR: { statuses: [400], paysera: [400], services: all },
  PARAMETER_NOT_CONSISTENT: { statuses: [400], paysera: [400], services: all },
  PARAMETER_NOT_SUPPORTED: { statuses: [400], paysera: [400], services: all },
  SERVICE_INVALID: { statuses: [400, 405], paysera: [400, 405], services: all, at: { payload: 400, method: 405 } },
  RESOURCE_UNKNOWN: {
    statuses: [404, 400, 403],
    paysera: [404, 400, 403],
    services: all,
    at: { path: 404, header: 400, payload: 400 },
  },
  RESOURCE_EXPIRED: {
    statuses: [403, 400],
    paysera: [403, 400],
    services: all,
    at: { path: 403, header: 400, payload: 400 },
  },
  RESOURCE_BLOCKED: { statuses: [400], paysera: [400], services: all },
  TIMESTAMP_INVALID: { statuses: [400], paysera: [400], services: all },
  PERIOD_INVALID: { statuses: [400], paysera: [400], services: all },
  SCA_METHOD_UNKNOWN: { statuses: [400], paysera: [400], services: all },
  SCA_INVALID: { statuses: [400], paysera: [400], services: all },
  CONSENT_UNKNOWN: {
    statuses: [403, 400],
    paysera: [403, 400],
    services: all,
    at: { path: 403, header: 400, payload: 400 },
  },
  PAYMENT_FAILED: { statuses: [400], paysera: [400], services: ["PIS"] },
  EXECUTION_DATE_INVALID: { statuses: [400], paysera: [400], services: ["PIS"] },
  SESSIONS_NOT_SUPPORTED: { statuses: [400], paysera: [400], services: ["AIS"] },
  CARD_INVALID: { statuses: [400], paysera: [], services: ["PIIS"] },
  NO_PIIS_ACTIVATION: { statuses: [400], paysera: [], services: ["PIIS"] },
  REFERENCE_MIX_INVALID: { statuses: [400], paysera: [], services: ["SBS"] },

  CERTIFICATE_INVALID: { statuses: [401], paysera: [401], services: all },
  CERTIFICATE_EXPIRED: { statuses: [401], paysera: [401], services: all },
  CERTIFICATE_BLOCKED: { statuses: [401], paysera: [401], services: all },
  CERTIFICATE_REVOKE: { statuses: [401], paysera: [401], services: all },
  CERTIFICATE_MISSING: { statuses: [401], paysera: [401], services: all },
  ROLE_INVALID: { statuses: [401], paysera: [401], services: all },
  SIGNATURE_INVALID: { statuses: [401], paysera: [401], services: all },
  SIGNATURE_MISSING: { statuses: [401], paysera: [401], services: all },
  CORPORATE_ID_INVALID: { statuses: [401], paysera: [401], services: all },
  PSU_CREDENTIALS_INVALID: { statuses: [401], paysera: [401], services: all },
  CONSENT_INVALID: { statuses: [401], paysera: [401, 400, 403], services: all },
  CONSENT_EXPIRED: { statuses: [401], paysera: [403], services: all },
  TOKEN_UNKNOWN: { statuses: [401], paysera: [403], services: all },
  TOKEN_INVALID: { statuses: [401], paysera: [403], services: all },
  TOKEN_EXPIRED: { statuses: [401], paysera: [403], services: all },
  KID_MISSING: { statuses: [401], paysera: [], services: ["PIS"] },

  SERVICE_BLOCKED: { statuses: [403], paysera: [403], services: all },
  PRODUCT_INVALID: { statuses: [403], paysera: [403], services: ["PIS"] },
  PRODUCT_UNKNOWN: { statuses: [404], paysera: [404, 403], services: ["PIS"] },
  CANCELLATION_INVALID: { statuses: [405], paysera: [], services: ["PIS"] },
  REQUESTED_FORMATS_INVALID: { statuses: [406], paysera: [406, 400], services: ["AIS"] },
  STATUS_INVALID: { statuses: [409], paysera: [409], services: all },
  REFERENCE_STATUS_INVALID: { statuses: [409], paysera: [], services: ["SBS"] },
  ACCESS_EXCEEDED: { statuses: [429], paysera: [429, 400, 403, 409], services: ["AIS"] },

  // Codes of the Paysera profile alone.
  CONSENT_CONFLICT: { statuses: [], paysera: [409], services: ["AIS"] },
  REQUIRED_KYC_MISSING: { statuses: [], paysera: [400], services: ["PIS"] },
} as const satisfies Record<string, CodeRow>;

export type MessageCode = keyof typeof messageCodes;

const rows: Readonly<Record<MessageCode, CodeRow>> = messageCodes;

/** Which table of statuses and spellings a bank follows. */
export type CodeProfile = "standard" | "paysera";

/**
 * The HTTP status of a code. `place` matters where the standard gives one code several statuses (an unknown consent is
 * 403 in the path and 400 in the header); without it the code's first status counts.
 */
export function httpStatusOf(code: MessageCode, place?: ErrorPlace, profile: CodeProfile = "standard"): number {
  const row = rows[code];
  const known = profile === "paysera" ? row.paysera : row.statuses;
  const placed = place === undefined ? undefined : row.at?.[place];
  if (placed !== undefined && (known.length === 0 || known.includes(placed))) return placed;
  return known[0] ?? row.statuses[0] ?? row.paysera[0] ?? 400;
}

/** Spellings met in the field, each with the code of the OpenAPI file that it stands for. */
export const codeSpellings = {
  CERTIFICATE_REVOKED: "CERTIFICATE_REVOKE",
  REQUIRED_KID_MISSING: "KID_MISSING",
} as const satisfies Record<string, MessageCode>;

/** The code that a text from the wire means, whichever way it is spelt; undefined for a code that nobody defined. */
export function asMessageCode(text: unknown): MessageCode | undefined {
  if (typeof text !== "string") return undefined;
  if (Object.hasOwn(messageCodes, text)) return text as MessageCode;
  return Object.hasOwn(codeSpellings, text) ? codeSpellings[text as keyof typeof codeSpellings] : undefined;
}

/** How a bank writes the code on the wire. The standard's file says CERTIFICATE_REVOKE, its text CERTIFICATE_REVOKED. */
export function spellCode(code: MessageCode, revoked: "CERTIFICATE_REVOKE" | "CERTIFICATE_REVOKED"): string {
  return code === "CERTIFICATE_REVOKE" ? revoked : code;
}
