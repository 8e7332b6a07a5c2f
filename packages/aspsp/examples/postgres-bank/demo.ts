import { sql } from "kysely";
import type { Db } from "@tallystick/kit";
import { hashPassword } from "./people.ts";

export const demoIbans = { ada: "LT449999912345678901", bruno: "LT179999912345678902" } as const;

/** Two customers and the bank's account with the world outside; nothing when they are there already. */
export async function addDemoCustomers(db: Db<unknown>): Promise<void> {
  const { rows } = await sql`select from customers limit 1`.execute(db);
  if (rows.length > 0) return;
  await sql`
    insert into customers (customer_no, login, password_hash, name, phone) values
      ('C-1', 'ada', ${await hashPassword("ada-password")}, 'Ada Analytical', '+37060000001'),
      ('C-2', 'bruno', ${await hashPassword("bruno-password")}, 'Bruno Balance', '+37060000002')`.execute(db);
  await sql`
    insert into accounts (customer_no, iban, currency, title, balance, overdraft) values
      (null, null, 'EUR', 'Outside', -1250, 0),
      ('C-1', ${demoIbans.ada}, 'EUR', 'Current account', 1000, 100),
      ('C-2', ${demoIbans.bruno}, 'EUR', 'Current account', 250, 0)`.execute(db);
}
