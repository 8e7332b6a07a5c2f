import type { ColumnType } from "kysely";
import type { PublicJwk } from "../../client/public-key.ts";

/** Tables of migration `0020_client_keys`; part of the hub's schema. */
export interface OauthTables {
  client_key: {
    client_id: string;
    kid: string;
    jwk: ColumnType<PublicJwk, string, never>;
    added_at: Date;
    retired_at: Date | null;
  };
  access_token: {
    token_hash: string;
    client_id: string;
    /** The key that signed the assertion for it; null when it was got by the secret. */
    kid: string | null;
    scope: string;
    expires_at: Date;
  };
  /** Rows stand for assertions that were used, until these have expired. */
  client_assertion: {
    client_id: string;
    jti_hash: string;
    /** By the clock of the machine: it is held against what others have dated. */
    expires_at: Date;
  };
}
