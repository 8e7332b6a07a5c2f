import { createPrivateKey, generateKeyPair, type KeyObject, type webcrypto } from "node:crypto";
import { promisify } from "node:util";
import { after, type Clock, type Db, type Log, type Random, type Tx } from "@tallystick/kit";
import { sql } from "kysely";
import { seal, unseal } from "./seal.ts";
import type { WebhookTables } from "./tables.ts";

/** A key is seen by every verifier before it signs: caches hold the set for up to ten minutes (finding F4, row K6). */
export const publishedBeforeSigningMs = 10 * 60_000;
export const keyLifetimeMs = 90 * 24 * 3_600_000;
/** What the key before has signed may still be on its way: a call takes up to 15 s. */
const stillArrivingMs = 60_000;
/** Shorter than the ten minutes, so that a process never signs with a key that another one has taken out. */
const rememberedMs = 60_000;

export type SigningAlgorithm = "ES256" | "RS256";

export interface SigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
}

export interface KeyRing {
  /** The newest key that has been published for ten minutes. */
  signer(): Promise<SigningKey>;
  /** The public keys, exactly two, newest first. */
  published(): Promise<readonly webcrypto.JsonWebKey[]>;
  keep(): Promise<void>;
  rotate(): Promise<"rotated" | "too_soon">;
}

interface KeyRingDeps {
  readonly environment: "test" | "live";
  readonly db: Db<WebhookTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly sealKey: Buffer;
  readonly algorithm: SigningAlgorithm;
}

type KeyRow = WebhookTables["webhook_key"];

export function createKeyRing(deps: KeyRingDeps): KeyRing {
  if (deps.sealKey.length !== 32) throw new TypeError("sealKey must have 32 bytes");
  const opened = new Map<string, SigningKey>();
  let remembered: { rows: readonly KeyRow[]; at: number } | undefined;

  async function rows(): Promise<readonly KeyRow[]> {
    const now = deps.clock.now().getTime();
    if (remembered !== undefined && Math.abs(now - remembered.at) < rememberedMs) return remembered.rows;
    const found = await publishedRows(deps.db);
    if (found.length < 2) {
      await keep();
      return rows();
    }
    remembered = { rows: found, at: now };
    return found;
  }

  async function signer(): Promise<SigningKey> {
    const now = deps.clock.now();
    const published = await rows();
    // A clock that was set back finds none: then the one that has been published longer.
    const row = published.find((key) => key.signs_from <= now) ?? published.at(-1);
    if (row === undefined || row.private_sealed === null) throw new Error("no webhook key may sign");
    let key = opened.get(row.kid);
    if (key === undefined) {
      key = { kid: row.kid, alg: row.alg, privateKey: openKey(deps, row.kid, row.private_sealed) };
      opened.clear();
      opened.set(row.kid, key);
    }
    return key;
  }

  async function keep(): Promise<void> {
    await change(deps, async (tx, published) => {
      const now = deps.clock.now();
      if (published.length === 0) {
        // Nobody can have cached a set before the first key exists, so that one signs at once.
        await addKey(deps, tx, 1, now, now);
        await addKey(deps, tx, 2, now, after(now, publishedBeforeSigningMs));
        return;
      }
      if (isDue(published[0], now, deps.algorithm)) await replaceOldest(deps, tx, published, now);
    });
    remembered = undefined;
  }

  async function rotate(): Promise<"rotated" | "too_soon"> {
    const outcome = await change(deps, (tx, published) => replaceOldest(deps, tx, published, deps.clock.now()));
    remembered = undefined;
    return outcome;
  }

  return {
    signer,
    keep,
    rotate,
    published: async () => (await rows()).map((row) => row.public_jwk as webcrypto.JsonWebKey),
  };
}

function isDue(newest: KeyRow | undefined, now: Date, algorithm: SigningAlgorithm): boolean {
  if (newest === undefined) return false;
  return newest.alg !== algorithm || after(newest.published_at, keyLifetimeMs) <= now;
}

function publishedRows(db: Db<WebhookTables> | Tx<WebhookTables>): Promise<KeyRow[]> {
  return db.selectFrom("webhook_key").selectAll().where("retired_at", "is", null).orderBy("seq", "desc").execute();
}

/** One process at a time changes the set (row K10); the lock ends with the transaction. */
function change<T>(deps: KeyRingDeps, work: (tx: Tx<WebhookTables>, published: KeyRow[]) => Promise<T>): Promise<T> {
  return deps.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(current_schema() || ' webhook_key'))`.execute(tx);
    return work(tx, await publishedRows(tx));
  });
}

async function replaceOldest(
  deps: KeyRingDeps,
  tx: Tx<WebhookTables>,
  published: readonly KeyRow[],
  now: Date,
): Promise<"rotated" | "too_soon"> {
  const [newest, signing] = published;
  if (newest === undefined || signing === undefined) return "too_soon";
  // Until the newest signs, the other one does and cannot leave; nor while what it signed may still arrive.
  if (after(newest.signs_from, stillArrivingMs) > now) return "too_soon";
  await tx
    .updateTable("webhook_key")
    .set({ retired_at: now, private_sealed: null })
    .where("seq", "<", newest.seq)
    .where("retired_at", "is", null)
    .execute();
  await addKey(deps, tx, newest.seq + 1, now, after(now, publishedBeforeSigningMs));
  deps.log.info("webhook_key_rotated", { key: String(newest.seq + 1) });
  return "rotated";
}

const generate = promisify(generateKeyPair);

async function addKey(deps: KeyRingDeps, tx: Tx<WebhookTables>, seq: number, now: Date, signsFrom: Date) {
  const { publicKey, privateKey } =
    deps.algorithm === "ES256"
      ? await generate("ec", { namedCurve: "P-256" })
      : await generate("rsa", { modulusLength: 3072, publicExponent: 65_537 });
  const kid = `${deps.environment}-wh-${deps.random.token(9)}`;
  await tx
    .insertInto("webhook_key")
    .values({
      seq,
      kid,
      alg: deps.algorithm,
      public_jwk: JSON.stringify({ ...publicKey.export({ format: "jwk" }), kid, alg: deps.algorithm, use: "sig" }),
      private_sealed: seal(deps.sealKey, deps.random, sealContext(deps, kid), exportPrivate(privateKey)),
      published_at: now,
      signs_from: signsFrom,
      retired_at: null,
    })
    .execute();
}

function exportPrivate(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "pkcs8" });
}

function openKey(deps: KeyRingDeps, kid: string, sealed: Buffer): KeyObject {
  return createPrivateKey({ key: unseal(deps.sealKey, sealContext(deps, kid), sealed), format: "der", type: "pkcs8" });
}

function sealContext(deps: KeyRingDeps, kid: string): string {
  return `webhook_key ${deps.environment} ${kid}`;
}
