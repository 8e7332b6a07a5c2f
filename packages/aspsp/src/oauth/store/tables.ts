import type { ColumnType } from "kysely";

/** Tables of the authorization server, in the bank's schema. */
export type OauthTables = {
  oauth_record: OauthRecordTable;
};

interface OauthRecordTable {
  /** The library's model: AccessToken, RefreshToken, AuthorizationCode, Grant, Interaction, PushedAuthorizationRequest. */
  kind: string;
  id_hash: string;
  grant_hash: string | null;
  payload: ColumnType<Record<string, unknown>, string, string>;
  consumed_at: Date | null;
  expires_at: Date;
}
