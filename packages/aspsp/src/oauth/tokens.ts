import type { Clock, Db } from "@tallystick/kit";
import type { TokenCheck, TokenChecker } from "../tpp/token.ts";
import { liveGrant } from "./store/adapter.ts";
import { hashId } from "./store/hash.ts";
import { parseScope } from "./scope.ts";
import type { OauthTables } from "./store/tables.ts";

/** What an access token's payload holds of the library's model. */
interface StoredToken {
  readonly clientId?: string;
  readonly scope?: string;
  readonly "x5t#S256"?: string;
}

/**
 * Looks an access token up at every use, so that a revoked one is dead at once and on every replica (row O16). It is
 * worth nothing on a connection with another certificate than the one that it was issued on (row O8, RFC 8705).
 */
export function createTokenChecker(deps: { db: Db<OauthTables>; clock: Clock }): TokenChecker {
  return {
    check: async (token, certificateThumbprint) => {
      const now = deps.clock.now();
      const row = await deps.db
        .selectFrom("oauth_record as record")
        .select((select) => [
          "record.payload",
          "record.expires_at",
          select.exists(liveGrant(deps.db, now)).as("grant_lives"),
        ])
        .where("record.kind", "=", "AccessToken")
        .where("record.id_hash", "=", hashId("AccessToken", token))
        .executeTakeFirst();
      if (row === undefined) return refused("TOKEN_UNKNOWN");
      const stored = row.payload as StoredToken;
      if (stored["x5t#S256"] !== certificateThumbprint) return refused("TOKEN_INVALID");
      if (row.expires_at <= now) return refused("TOKEN_EXPIRED");
      if (row.grant_lives !== true) return refused("TOKEN_INVALID");
      return valid(stored);
    },
  };
}

function valid({ clientId = "", scope = "" }: StoredToken): TokenCheck {
  const read = parseScope(scope);
  if (read.kind === "invalid") return refused("TOKEN_INVALID");
  const grant = { tppId: clientId, scopes: scope.split(" ") };
  return { kind: "valid", grant: read.kind === "payment" ? { ...grant, paymentId: read.paymentId } : grant };
}

function refused(code: "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED"): TokenCheck {
  return { kind: "refused", code };
}
