import type { ColumnType } from "kysely";

/** The pages' own table, in the bank's schema. */
export type PageTables = {
  page_session: PageSessionTable;
};

interface PageSessionTable {
  id_hash: string;
  psu_id: string | null;
  psu_name: string | null;
  notice: ColumnType<StoredNotice | null, string | null, string | null>;
  created_at: Date;
  seen_at: Date;
}

/** What the page after a POST has to say, kept here because every POST ends in a redirect. */
export interface StoredNotice {
  /** The authorisation, OAuth interaction or part of the pages that it belongs to. */
  readonly about: string;
  readonly code: NoticeCode;
  readonly attemptsLeft?: number;
  /** An instant, ISO 8601. */
  readonly until?: string;
}

export type NoticeCode =
  | "wrong_credentials"
  | "not_account_holder"
  | "other_psu"
  | "logged_out"
  | "choose_an_account"
  | "choose_accounts"
  | "choose_a_method"
  | "wrong_code"
  | "nothing_entered"
  | "stale_code"
  | "method_locked"
  | "too_many_challenges"
  | "delivery_failed";
