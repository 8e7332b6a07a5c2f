import { sql } from "kysely";
import type { Db, Migrations } from "@tallystick/kit";

/** The tables of an imagined core banking system. Yours are others; the adapter beside this file shows what it needs. */
export const coreTables: Migrations = { "0001_core": { up: createTables } };

async function createTables(db: Db<any>): Promise<void> {
  await sql`
    create table customers (
      customer_no text collate "C" primary key,
      login text collate "C" not null unique,
      password_hash text not null,
      name text not null,
      phone text not null
    )`.execute(db);
  await sql`
    create table accounts (
      account_no bigint generated always as identity primary key,
      customer_no text collate "C" references customers,
      iban text collate "C",
      currency text collate "C" not null,
      title text not null,
      balance numeric(17,2) not null default 0,
      overdraft numeric(17,2) not null default 0,
      check (customer_no is null or balance >= -overdraft),
      check ((customer_no is null) = (iban is null)),
      unique (iban, currency)
    )`.execute(db);
  await sql`
    create table entries (
      entry_no bigint generated always as identity primary key,
      account_no bigint not null references accounts,
      booked_on date not null,
      amount numeric(17,2) not null,
      balance_after numeric(17,2) not null,
      other_name text not null,
      other_iban text not null,
      details text,
      end_to_end_id text
    )`.execute(db);
  await sql`create index entries_statement on entries (account_no, booked_on, entry_no)`.execute(db);
  await sql`
    create table payment_orders (
      execution_id text collate "C" primary key,
      status text not null,
      reason text
    )`.execute(db);
  await sql`
    create table text_messages (
      message_no bigint generated always as identity primary key,
      phone text not null,
      body text not null
    )`.execute(db);
}
