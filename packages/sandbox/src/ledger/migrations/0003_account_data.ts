import { sql, type Kysely } from "kysely";

/** What account information needs: holders, days of booking, the other side of a transfer, cards and what is pending. */
export async function createAccountData(db: Kysely<any>): Promise<void> {
  await createBooksOfBanks(db);
  await shareAccounts(db);
  await describeAccounts(db);
  await describeTransfers(db);
  await dateEntries(db);
  await createPending(db);
}

/** The day of a booking is the day where the bank is. */
async function createBooksOfBanks(db: Kysely<any>): Promise<void> {
  await sql`
    create table book (
      bank text collate "C" primary key,
      time_zone text not null
    )`.execute(db);
  await sql`
    insert into book (bank, time_zone)
    select distinct bank, case bank when 'paysera_lt' then 'Europe/Vilnius' else 'Europe/Bucharest' end
    from account`.execute(db);
}

/** An account may have several holders, of whom some number has to sign. */
async function shareAccounts(db: Kysely<any>): Promise<void> {
  await sql`
    create table account_holder (
      psu_id text collate "C" not null,
      account_id bigint not null references account,
      primary key (psu_id, account_id)
    )`.execute(db);
  await sql`
    insert into account_holder (psu_id, account_id)
    select psu_id, id from account where kind = 'customer'`.execute(db);
  await sql`alter table account drop constraint account_of_a_customer`.execute(db);
  await sql`drop index account_psu`.execute(db);
  await sql`alter table account drop column psu_id`.execute(db);
}

/** A card account is an account with a card number in place of an IBAN. */
async function describeAccounts(db: Kysely<any>): Promise<void> {
  await sql`
    alter table account
      drop constraint account_kind_check,
      add constraint account_kind_check check (kind in ('customer', 'card', 'opening', 'interbank', 'external')),
      drop constraint account_within_limit,
      add column reserved bigint not null default 0 check (reserved >= 0),
      add constraint account_within_limit check (credit_limit is null or balance - reserved >= -credit_limit),
      add column masked_pan text collate "C",
      add column product text,
      add column cash_account_type text,
      add column usage text check (usage in ('PRIV', 'ORGA')),
      add column status text not null default 'enabled' check (status in ('enabled', 'blocked')),
      add column signatures integer not null default 1 check (signatures > 0),
      add constraint account_with_iban check ((kind = 'customer') = (iban is not null)),
      add constraint account_with_card check ((kind = 'card') = (masked_pan is not null)),
      add constraint account_with_limit check ((kind in ('customer', 'card')) = (credit_limit is not null))`.execute(
    db,
  );
  await sql`drop index account_own`.execute(db);
  await sql`
    create unique index account_own on account (bank, kind, currency)
    where kind in ('opening', 'interbank', 'external')`.execute(db);
  await sql`create unique index account_card on account (bank, masked_pan, currency) where kind = 'card'`.execute(db);
}

async function describeTransfers(db: Kysely<any>): Promise<void> {
  await sql`
    alter table transfer
      add column debtor_name text,
      add column creditor_reference text,
      add column transaction_code text collate "C"`.execute(db);
  await sql`alter table transfer disable trigger booked_stays`.execute(db);
  await sql`
    update transfer set debtor_name = coalesce(
      (select owner_name from account
        where kind = 'customer' and account.iban = transfer.debtor_iban and account.currency = transfer.currency),
      (select owner_name from account where kind = 'opening' and account.bank = transfer.bank limit 1))`.execute(db);
  await sql`alter table transfer enable trigger booked_stays`.execute(db);
  await sql`
    create table card_payment (
      transfer_id bigint primary key references transfer,
      masked_pan text not null,
      merchant text not null,
      merchant_category_code text collate "C" not null check (merchant_category_code ~ '^[0-9]{4}$'),
      transaction_date date not null,
      original_amount bigint,
      original_currency text collate "C",
      constraint card_payment_original check ((original_amount is null) = (original_currency is null))
    )`.execute(db);
}

/** Readers page by (day of booking, number of the entry), and a page deep in a long history costs what the first does. */
async function dateEntries(db: Kysely<any>): Promise<void> {
  await sql`alter table entry add column booking_date date`.execute(db);
  await sql`alter table entry disable trigger booked_stays`.execute(db);
  await sql`
    update entry set booking_date = (transfer.booked_at at time zone book.time_zone)::date
    from transfer, account, book
    where transfer.id = entry.transfer_id and account.id = entry.account_id and book.bank = account.bank`.execute(db);
  await sql`alter table entry enable trigger booked_stays`.execute(db);
  await sql`alter table entry alter column booking_date set not null`.execute(db);
  await sql`create index entry_booking on entry (account_id, booking_date, id)`.execute(db);
}

async function createPending(db: Kysely<any>): Promise<void> {
  await sql`
    create table reservation (
      id bigint generated always as identity primary key,
      account_id bigint not null references account,
      amount bigint not null check (amount > 0),
      entry_date date not null,
      settles_on date not null,
      masked_pan text not null,
      merchant text not null,
      merchant_category_code text collate "C" not null check (merchant_category_code ~ '^[0-9]{4}$'),
      original_amount bigint,
      original_currency text collate "C",
      constraint reservation_original check ((original_amount is null) = (original_currency is null))
    )`.execute(db);
  await sql`create index reservation_account on reservation (account_id, entry_date, id)`.execute(db);
  await sql`
    create table standing_order (
      id bigint generated always as identity primary key,
      account_id bigint not null references account,
      amount bigint not null check (amount > 0),
      creditor_name text not null,
      creditor_iban text collate "C" not null,
      remittance text,
      start_date date not null,
      end_date date,
      frequency text not null,
      execution_rule text,
      day_of_execution text
    )`.execute(db);
  await sql`create index standing_order_account on standing_order (account_id, id)`.execute(db);
}
