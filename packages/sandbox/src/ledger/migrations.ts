import { sql, type Kysely } from "kysely";
import type { Migrations } from "@tallystick/kit";
import { createAccountData } from "./migrations/0003_account_data.ts";
import { datePaid } from "./migrations/0004_standing_orders.ts";

/** Schema `ledger`: the books of all sandbox banks, their users and what their phones show. */
export const ledgerMigrations: Migrations = {
  "0001_books": { up: createBooks },
  "0002_people": { up: createPeople },
  "0003_account_data": { up: createAccountData },
  "0004_standing_orders": { up: datePaid },
};

async function createBooks(db: Kysely<any>): Promise<void> {
  await sql`
    create table account (
      id bigint generated always as identity primary key,
      bank text collate "C" not null,
      kind text not null check (kind in ('customer', 'opening', 'interbank', 'external')),
      iban text collate "C",
      psu_id text collate "C",
      name text not null,
      owner_name text not null,
      currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
      balance bigint not null default 0,
      credit_limit bigint check (credit_limit >= 0),
      constraint account_within_limit check (credit_limit is null or balance >= -credit_limit),
      constraint account_of_a_customer check (
        (kind = 'customer') = (iban is not null and psu_id is not null and credit_limit is not null)
      )
    )`.execute(db);
  await sql`create unique index account_iban on account (iban, currency) where kind = 'customer'`.execute(db);
  await sql`create unique index account_own on account (bank, kind, currency) where kind <> 'customer'`.execute(db);
  await sql`create index account_psu on account (bank, psu_id) where kind = 'customer'`.execute(db);
  await sql`
    create table transfer (
      id bigint generated always as identity primary key,
      bank text collate "C" not null,
      execution_id text collate "C" not null,
      payment_id text collate "C" not null,
      status text not null check (status in ('ACSC', 'RJCT')),
      reason text check ((reason is null) = (status = 'ACSC')),
      amount bigint not null check (amount > 0),
      currency text collate "C" not null,
      debtor_iban text collate "C" not null,
      creditor_iban text collate "C" not null,
      creditor_name text not null,
      remittance text,
      end_to_end_id text,
      booked_at timestamptz not null,
      unique (bank, execution_id)
    )`.execute(db);
  await sql`create index transfer_debtor on transfer (debtor_iban, id)`.execute(db);
  await sql`create index transfer_creditor on transfer (creditor_iban, id)`.execute(db);
  await sql`
    create table entry (
      id bigint generated always as identity primary key,
      transfer_id bigint not null references transfer,
      account_id bigint not null references account,
      amount bigint not null check (amount <> 0),
      balance_after bigint not null
    )`.execute(db);
  await sql`create index entry_transfer on entry (transfer_id)`.execute(db);
  await sql`create index entry_account on entry (account_id, id)`.execute(db);
  await guardBooks(db);
}

/** What no code may get wrong: books that balance when a transaction commits, and entries that stay. */
async function guardBooks(db: Kysely<any>): Promise<void> {
  await sql`
    create function entries_balance() returns trigger language plpgsql as $$
    begin
      if (select sum(amount) from entry where transfer_id = new.transfer_id) <> 0 then
        raise exception 'entries of transfer % do not add up to zero', new.transfer_id using errcode = 'check_violation';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger entries_balance after insert on entry
    deferrable initially deferred for each row execute function entries_balance()`.execute(db);
  await sql`
    create function booked_stays() returns trigger language plpgsql as $$
    begin
      raise exception 'what is booked stays: correct it by another transfer' using errcode = 'check_violation';
    end $$`.execute(db);
  await sql`
    create trigger booked_stays before update or delete on entry
    for each row execute function booked_stays()`.execute(db);
  await sql`
    create trigger booked_stays before update or delete on transfer
    for each row execute function booked_stays()`.execute(db);
}

async function createPeople(db: Kysely<any>): Promise<void> {
  await sql`
    create table psu (
      bank text collate "C" not null,
      login text collate "C" not null,
      name text not null,
      password_hash text not null,
      pin_hash text,
      sca text not null check (sca in ('code', 'push', 'static_pin')),
      primary key (bank, login)
    )`.execute(db);
  await sql`
    create table phone_message (
      id bigint generated always as identity primary key,
      bank text collate "C" not null,
      psu_id text collate "C" not null,
      challenge_id text collate "C" not null,
      kind text not null check (kind in ('code', 'push')),
      code text,
      approval text,
      text text not null,
      answer text check (answer in ('approved', 'refused')),
      received_at timestamptz not null,
      expires_at timestamptz not null,
      unique (bank, challenge_id)
    )`.execute(db);
  await sql`create index phone_message_psu on phone_message (bank, psu_id, id)`.execute(db);
}
