import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** How often a link may be paid and has been; a payment that is begun without a browser has none until one comes. */
export const completions: Migration = {
  up: async (db) => {
    await sql`
      alter table link
        add column max_completions integer not null default 1 check (max_completions > 0),
        add column completions integer not null default 0`.execute(db);
    await sql`
      update link set completions = 1 where status in ('completed', 'funds_received', 'funds_rejected')`.execute(db);
    await sql`alter table link add check (completions between 0 and max_completions)`.execute(db);
    await sql`alter table attempt alter column browser_hash drop not null`.execute(db);
  },
};
