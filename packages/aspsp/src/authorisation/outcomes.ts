/** Why a step could not be taken at all; common to every step of an authorisation. */
export type Unavailable =
  /** No such authorisation. */
  | { readonly kind: "unknown" }
  /** Finalised, failed or expired: show its end (`viewAuthorisation`). */
  | { readonly kind: "ended" }
  /** The authorisation is bound to another PSU, or to none yet: the session is not theirs. */
  | { readonly kind: "other_psu" }
  /** The step does not follow from the present scaStatus: show the present step (`viewAuthorisation`). */
  | { readonly kind: "out_of_order" };

export type IdentifyOutcome =
  | { readonly kind: "identified"; readonly psuId: string; readonly name: string }
  /** Unknown login, wrong secret and locked login alike. */
  | { readonly kind: "wrong_credentials" }
  /** The fifth wrong login of this authorisation: it has failed. */
  | { readonly kind: "failed" }
  /** The login is right, but an account that the TPP named is not this PSU's. Nothing is bound. */
  | { readonly kind: "not_account_holder" }
  | Unavailable;

export type ChooseAccountsOutcome =
  | { readonly kind: "chosen" }
  /** None chosen, or not among the accounts that this PSU may choose from. */
  | { readonly kind: "not_offered" }
  | Unavailable;

export type ChooseMethodOutcome =
  | { readonly kind: "chosen" }
  /** Not a method of this PSU. */
  | { readonly kind: "not_offered" }
  /** No account has been chosen yet. */
  | { readonly kind: "accounts_missing" }
  | Unavailable;

export type StartChallengeOutcome =
  | { readonly kind: "started"; readonly challengeId: string; readonly expiresAt: Date }
  | { readonly kind: "locked"; readonly until: Date }
  | { readonly kind: "too_many_challenges" }
  /** The message did not reach the PSU; another try is a new challenge. */
  | { readonly kind: "delivery_failed" }
  | Unavailable;

export type AnswerOutcome =
  | { readonly kind: "finalised" }
  /** Authorised; it counts once the TPP has confirmed. */
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "wrong"; readonly attemptsLeft: number }
  /** The fifth wrong code: the authorisation has failed and the method is locked. */
  | { readonly kind: "failed" }
  | { readonly kind: "locked"; readonly until: Date }
  /** Expired, replaced, used, of another authorisation, or linked to other content: a new challenge is needed. */
  | { readonly kind: "stale" }
  | Unavailable;

export type RefuseOutcome = { readonly kind: "refused" } | Unavailable;
