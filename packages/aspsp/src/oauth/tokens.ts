import { readRows, type Clock, type Db } from "@tallystick/kit";
import {
  decisionAccounts,
  decisionColumns,
  decisionOrder,
  decisionValues,
  type DecisionRow,
} from "../consent/record/decision.ts";
import type { BankProfile } from "../profile.ts";
import type { AccountRead, TokenCheck, TokenChecker, TokenGrant } from "../tpp/token.ts";
import { hashId } from "./store/hash.ts";
import { parseScope } from "./scope.ts";
import type { OauthTables } from "./store/tables.ts";

interface StoredToken {
  readonly token_tpp_id: string;
  readonly token_scope: string;
  readonly token_psu_id: string;
  readonly token_thumbprint: string | null;
  readonly token_expired: boolean;
  readonly token_granted: boolean;
  /** The consent that the grant ends with. */
  readonly token_consent_id: string | null;
  readonly token_consent_status: string | null;
}

/** The same for each row, as of one token. */
interface StoredRead extends StoredToken, DecisionRow {
  readonly token_reads: boolean | null;
}

const columns = `token.payload->>'clientId' as token_tpp_id, token.payload->>'scope' as token_scope,
    token.payload->>'accountId' as token_psu_id, token.payload->>'x5t#S256' as token_thumbprint,
    token.expires_at <= $1 or granted.expires_at <= $1 as token_expired,
    granted.id_hash is not null as token_granted, granted.consent_id as token_consent_id,
    c.status as token_consent_status`;
const joined = `oauth_record token
  left join oauth_record granted on granted.kind = 'Grant' and granted.id_hash = token.grant_hash
  left join consent c on c.consent_id = granted.consent_id`;

/** Written out, since every call with a token asks it: the token, its grant and the grant's consent in one statement. */
const storedToken = `select ${columns} from ${joined} where token.kind = 'AccessToken' and token.id_hash = $2`;

/** A read of account data: what the consent decides about it comes with the token, as one statement instead of two. */
const storedRead = `select ${columns}, ${decisionColumns},
    c.tpp_id = token.payload->>'clientId' and c.kind <> 'funds' as token_reads
  from ${joined} ${decisionAccounts}
  where token.kind = 'AccessToken' and token.id_hash = $8 order by ${decisionOrder}`;

export interface TokenDeps {
  readonly db: Db<OauthTables>;
  readonly clock: Clock;
  readonly profile: BankProfile;
}

/**
 * Looks an access token up at every use, so that one that was revoked, or whose consent has ended, is dead at once and on
 * every replica (row O16). It is worth nothing on a connection with another certificate than the one that it was issued
 * on (row O8, RFC 8705).
 */
export function createTokenChecker({ db, clock, profile }: TokenDeps): TokenChecker {
  return {
    check: async (token, certificateThumbprint, read) => {
      const id = hashId("AccessToken", token);
      const now = clock.now();
      if (read === undefined) {
        const [row] = await readRows<StoredToken>(db, storedToken, [now, id]);
        return judged(row, certificateThumbprint);
      }
      const values = [...decisionValues(profile, now, read.resourceId), id];
      const rows = await readRows<StoredRead>(db, storedRead, values);
      return withDecision(judged(rows[0], certificateThumbprint), read, rows);
    },
  };
}

function withDecision(check: TokenCheck, read: AccountRead, rows: readonly StoredRead[]): TokenCheck {
  if (check.kind === "refused" || rows[0]?.token_reads !== true) return check;
  const decision = { ...read, consentId: rows[0].consent_id, rows };
  return { kind: "valid", grant: { ...check.grant, decision } };
}

function judged(row: StoredToken | undefined, certificateThumbprint: string): TokenCheck {
  if (row === undefined) return refused("TOKEN_UNKNOWN");
  if (row.token_thumbprint !== certificateThumbprint) return refused("TOKEN_INVALID");
  if (row.token_expired || row.token_consent_status === "expired") return refused("TOKEN_EXPIRED");
  const hasEnded = row.token_consent_id !== null && row.token_consent_status !== "valid";
  return !row.token_granted || hasEnded ? refused("TOKEN_INVALID") : granted(row);
}

function granted(row: StoredToken): TokenCheck {
  const { token_tpp_id: tppId, token_psu_id: psuId, token_scope: scope, token_consent_id: consentId } = row;
  const read = parseScope(scope);
  if (read.kind === "invalid") return refused("TOKEN_INVALID");
  const grant = { tppId, psuId, scopes: scope.split(" ") };
  if (read.kind === "plain") return valid(consentId === null ? grant : { ...grant, consentId });
  if (read.to === "payment") return valid({ ...grant, paymentId: read.id });
  // One without its consent would be worth more than was granted.
  if (consentId === null) return refused("TOKEN_INVALID");
  return valid(read.to === "funds" ? { ...grant, fundsConsentId: consentId } : { ...grant, consentId });
}

function valid(grant: TokenGrant): TokenCheck {
  return { kind: "valid", grant };
}

function refused(code: "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED"): TokenCheck {
  return { kind: "refused", code };
}
