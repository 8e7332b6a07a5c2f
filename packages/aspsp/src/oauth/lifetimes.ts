/** Seconds. A code is for one exchange at once (row O6); no source names the others, they follow sibling banks. */
export const lifetimes = {
  code: 60,
  accessToken: 3_600,
  /** Of a grant, and so of its refresh tokens, where no consent ends it sooner: as long as an SCA counts at the longest. */
  grant: 180 * 86_400,
  /** A payment and its status are of interest for weeks, not months. */
  paymentGrant: 30 * 86_400,
  /** As long as a payment may wait for its authorisation. */
  interaction: 900,
  /** A certificate lives two years at most. */
  client: 2 * 365 * 86_400,
} as const;
