import { createHash } from "node:crypto";
import { openDb, type Db } from "@tallystick/kit";
import { sql } from "kysely";
import { sandboxBanks } from "../banks/all.ts";

/** The database holds another sandbox, whose secrets are in another data folder. */
export class DatabaseOfAnother extends Error {
  override readonly name = "DatabaseOfAnother";

  constructor() {
    super(
      "the database that DATABASE_URL names holds a sandbox of another data folder: start with that folder (--data), " +
        "name another database, or empty this one with --reset",
    );
  }
}

/** Nobody answers at DATABASE_URL, or refuses this account; `cause` is the driver's own error. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";

  constructor(cause: Error & { readonly code?: string }) {
    // The driver's message may repeat the address with its password; its code does not.
    super(`the PostgreSQL that DATABASE_URL names cannot be used (${cause.code ?? cause.name})`, { cause });
  }
}

/** No connection, no such database, no such account, wrong password, no right to connect or to create. */
const unreachable = /^(?:ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|28|3D|42501)/;

interface ClaimSchema {
  readonly installation: { readonly fingerprint: string };
}

const schema = "sandbox";

/** Marks the database as this data folder's: its sealed keys and hashed secrets fit no other. Throws DatabaseOfAnother. */
export async function claimDatabase(url: string, { sealKey }: { readonly sealKey: string }): Promise<void> {
  const fingerprint = createHash("sha256").update(`installation ${sealKey}`).digest("base64url");
  await withDatabase(url, async (db) => {
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('sandbox claim'))`.execute(tx);
      await sql`create schema if not exists ${sql.id(schema)}`.execute(tx);
      await sql`create table if not exists installation (fingerprint text not null)`.execute(tx);
      const owner = await tx.selectFrom("installation").select("fingerprint").executeTakeFirst();
      if (owner === undefined) await tx.insertInto("installation").values({ fingerprint }).execute();
      else if (owner.fingerprint !== fingerprint) throw new DatabaseOfAnother();
    });
  });
}

/** Drops the schemas of the sandbox, and nothing else, from the database. */
export async function emptyDatabase(url: string): Promise<void> {
  const banks = sandboxBanks.map(({ profile }) => `bank_${profile.providerId}`);
  await withDatabase(url, async (db) => {
    for (const name of ["hub_test", "ledger", ...banks, schema]) {
      await sql`drop schema if exists ${sql.id(name)} cascade`.execute(db);
    }
  });
}

async function withDatabase(url: string, work: (db: Db<ClaimSchema>) => Promise<void>): Promise<void> {
  const db = openDb<ClaimSchema>({ url, schema, max: 1 });
  try {
    await work(db);
  } catch (error) {
    const isUnreachable = error instanceof Error && unreachable.test((error as { code?: string }).code ?? "");
    throw isUnreachable ? new DatabaseUnreachable(error) : error;
  } finally {
    await db.destroy();
  }
}
