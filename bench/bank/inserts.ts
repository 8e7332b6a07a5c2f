import type pg from "pg";
import type { Insert } from "../raw-server.ts";

/**
 * What storing that payment has inserted, as statements that insert the same with other ids: the payment, its event, its
 * authorisation and the answer that a repetition gets.
 */
export async function insertsLike(client: pg.Client, schema: string, paymentId: string): Promise<Insert[]> {
  const made: Insert[] = [];
  for (const [table, where] of [
    ["payment", "payment_id = $1"],
    ["payment_event", "payment_id = $1"],
    ["authorisation", "subject_id = $1"],
    ["idempotency", "body::text like '%' || $1 || '%'"],
  ] as const) {
    const { rows } = await client.query<{ row: Record<string, string | null> }>(
      `select jsonb_object_agg(member.name, member.value) as row
        from ${schema}.${table} one, jsonb_each_text(to_jsonb(one)) as member (name, value) where ${where}`,
      [paymentId],
    );
    const row = rows[0]?.row;
    if (row === undefined) throw new Error(`nothing was stored in ${table}`);
    const columns = Object.keys(row);
    made.push({
      text: `insert into ${schema}.${table} (${columns.join(", ")}) values (${columns.map((_, at) => `$${at + 1}`).join(", ")})`,
      values: columns.map((column) => newIds[`${table}.${column}`] ?? row[column] ?? null),
    });
  }
  return made;
}

const newIds: Readonly<Record<string, string>> = {
  "payment.payment_id": "new:payment",
  "payment_event.payment_id": "new:payment",
  "authorisation.subject_id": "new:payment",
  "authorisation.authorisation_id": "new:authorisation",
  "idempotency.key": "new:key",
};
