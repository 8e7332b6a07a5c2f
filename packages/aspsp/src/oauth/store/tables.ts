import type { ColumnType } from "kysely";
import type { ConsentTable } from "../../migrations/schema.ts";

/** Tables of the authorization server, in the bank's schema, and the consents that its grants end with. */
export type OauthTables = {
  oauth_record: OauthRecordTable;
  consent: ConsentTable;
};

interface OauthRecordTable {
  /**
   * The library's model: AccessToken, RefreshToken, AuthorizationCode, Grant, Interaction, PushedAuthorizationRequest; or
   * ours: Tpp, Visit, Challenge.
   */
  kind: string;
  id_hash: string;
  grant_hash: string | null;
  /** Of a grant: it and all that hangs on it are good while this consent is valid. */
  consent_id: string | null;
  payload: ColumnType<Record<string, unknown>, string, string>;
  consumed_at: Date | null;
  expires_at: Date;
}
