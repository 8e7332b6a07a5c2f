/** Why an answer is an error, and what the one who called does about it. */
export interface Explanation {
  readonly reason: string;
  readonly advice: string;
}

/** By HTTP status; what counts when the bank gave no code that the standard knows. */
export const errorMap = {
  400: {
    reason: "The bank does not understand the request, or refuses what it says.",
    advice: "Correct the member in `path`. The same request will be refused again.",
  },
  401: {
    reason: "The certificate, its role, the token, the consent or the signature does not open this.",
    advice:
      "Look at the code: renew the token or the consent, or the certificate. Ask the bank to unblock what is blocked.",
  },
  403: {
    reason: "The TPP is known, and may not do this here.",
    advice:
      "Check that the id is one of your own and that the bank offers the service to you; some banks say so of ended tokens.",
  },
  404: {
    reason: "Nothing of yours is at this address.",
    advice: "Check base path, product and id. Account ids change with the consent: list the accounts again.",
  },
  405: {
    reason: "This cannot be done to it, or not any more.",
    advice: "Ask for the state. A payment that is executed cannot be cancelled.",
  },
  406: {
    reason: "The bank cannot answer in the form that was asked for.",
    advice: "Set `accept` of the bank's dialect.",
  },
  408: {
    reason: "The bank waited in vain for the end of the request.",
    advice: "Ask for the state, or repeat with the same X-Request-ID.",
  },
  409: {
    reason: "It is in another state than the request needs, or the same request is still running.",
    advice: "Ask for the state. After a time-out repeat later with the same X-Request-ID, never with a new one.",
  },
  415: {
    reason: "The bank does not take a body of this type.",
    advice: "Send JSON; check that no proxy changes Content-Type.",
  },
  429: {
    reason: "Too many requests, or the reads of the day are used up.",
    advice: "Wait for `retryAfterSeconds`. Reads of the day begin anew tomorrow; a present PSU's are not counted.",
  },
  500: {
    reason: "The bank failed, perhaps after it had acted.",
    advice: "Repeat with the same X-Request-ID, or ask for the state first.",
  },
  502: {
    reason: "A gateway of the bank got no usable answer.",
    advice: "Repeat with the same X-Request-ID, or ask for the state first.",
  },
  503: {
    reason: "The bank takes no requests at the moment.",
    advice: "Wait for `retryAfterSeconds`, then repeat with the same X-Request-ID.",
  },
  504: {
    reason: "A gateway of the bank waited in vain for it.",
    advice: "The bank may have acted: repeat with the same X-Request-ID, or ask for the state first.",
  },
} as const satisfies Record<number, Explanation>;

export type ExplainedStatus = keyof typeof errorMap;

const rows: Readonly<Record<number, Explanation>> = errorMap;

/** The row of a status; of the first of its hundred for a status that has none, as HTTP reads unknown ones. */
export function statusExplanation(status: number): Explanation {
  return rows[status] ?? (status >= 500 ? errorMap[500] : errorMap[400]);
}
