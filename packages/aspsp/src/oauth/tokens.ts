import { readRows, type Clock, type Db } from "@tallystick/kit";
import type { TokenCheck, TokenChecker, TokenGrant } from "../tpp/token.ts";
import { hashId } from "./store/hash.ts";
import { parseScope } from "./scope.ts";
import type { OauthTables } from "./store/tables.ts";

interface StoredToken {
  readonly tpp_id: string;
  readonly scope: string;
  readonly psu_id: string;
  readonly thumbprint: string | null;
  readonly expired: boolean;
  readonly granted: boolean;
  /** The consent that the grant ends with. */
  readonly consent_id: string | null;
  readonly consent_status: string | null;
}

/** Written out, since every call with a token asks it: the token, its grant and the grant's consent in one statement. */
const storedToken = `select token.payload->>'clientId' as tpp_id, token.payload->>'scope' as scope,
    token.payload->>'accountId' as psu_id, token.payload->>'x5t#S256' as thumbprint,
    token.expires_at <= $2 or granted.expires_at <= $2 as expired,
    granted.id_hash is not null as granted, granted.consent_id, consent.status as consent_status
  from oauth_record token
  left join oauth_record granted on granted.kind = 'Grant' and granted.id_hash = token.grant_hash
  left join consent on consent.consent_id = granted.consent_id
  where token.kind = 'AccessToken' and token.id_hash = $1`;

/**
 * Looks an access token up at every use, so that one that was revoked, or whose consent has ended, is dead at once and on
 * every replica (row O16). It is worth nothing on a connection with another certificate than the one that it was issued
 * on (row O8, RFC 8705).
 */
export function createTokenChecker(deps: { db: Db<OauthTables>; clock: Clock }): TokenChecker {
  return {
    check: async (token, certificateThumbprint) => {
      const values = [hashId("AccessToken", token), deps.clock.now()];
      const [row] = await readRows<StoredToken>(deps.db, storedToken, values);
      if (row === undefined) return refused("TOKEN_UNKNOWN");
      if (row.thumbprint !== certificateThumbprint) return refused("TOKEN_INVALID");
      if (row.expired || row.consent_status === "expired") return refused("TOKEN_EXPIRED");
      if (!row.granted || (row.consent_id !== null && row.consent_status !== "valid")) return refused("TOKEN_INVALID");
      return judged(row);
    },
  };
}

function judged({ tpp_id: tppId, psu_id: psuId, scope, consent_id: consentId }: StoredToken): TokenCheck {
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
