import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Consents that several PSUs have to authorise wait in a status of their own; payments that several have signed are the
 * last signer's, and not whoever's that had logged in first.
 */
export const signers: Migration = {
  async up(db) {
    await sql`alter table consent
      add column signatures_needed integer not null default 1 check (signatures_needed > 0)`.execute(db);
    await sql`create table consent_signature (
      consent_id uuid not null references consent,
      psu_id text collate "C" not null,
      link_hash text not null,
      signed_at timestamptz not null,
      primary key (consent_id, psu_id)
    )`.execute(db);
    await sql`create index consent_signature_of_psu on consent_signature (psu_id, signed_at, consent_id)`.execute(db);
    await sql`drop index consent_waiting`.execute(db);
    await sql`create index consent_waiting on consent (expires_at)
      where status in ('received', 'partiallyAuthorised')`.execute(db);
    await sql`drop index consent_open`.execute(db);
    await sql`create index consent_open on consent (tpp_id, expires_at)
      where status in ('received', 'partiallyAuthorised')`.execute(db);
    await sql`update payment p set psu_id = (
        select s.psu_id from payment_signature s where s.payment_id = p.payment_id
        order by s.signed_at desc, s.psu_id limit 1)
      where p.signatures_needed > 1 and p.authorised_hash is not null`.execute(db);
  },
};
