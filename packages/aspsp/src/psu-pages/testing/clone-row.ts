import type { Db } from "@tallystick/kit";
import { sql } from "kysely";
import type { BankSchema } from "../../migrations/schema.ts";

/** Copies of a stored row that differ from it in their id alone. */
export async function cloneRow(
  db: Db<BankSchema>,
  of: { table: "consent" | "payment"; id: "consent_id" | "payment_id"; like: string; count: number },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_name = ${of.table} and table_schema = current_schema() and column_name <> ${of.id}`.execute(db);
  const [table, id, others] = [sql.table(of.table), sql.ref(of.id), sql.join(rows.map(({ name }) => sql.ref(name)))];
  await sql`insert into ${table} (${id}, ${others}) select gen_random_uuid(), ${others}
    from ${table}, generate_series(1, ${of.count}) where ${id} = ${of.like}`.execute(db);
}
