import { createHash } from "node:crypto";
import { readRows, type DbOrTx, type ReadValue } from "@tallystick/kit";
import type { ConsentStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import type { ConsentKind } from "../../standard/standard.ts";
import { clocksOf, clockValues, overdue } from "./clocks.ts";
import { isConsentId } from "./store.ts";

/** All that decides about one read: the consent once for each of its accounts, or once without any. */
export interface DecisionRow {
  readonly consent_id: string;
  readonly psu_id: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  readonly recurring: boolean;
  readonly owner_name: boolean;
  readonly any_balances: boolean;
  readonly frequency_per_day: number;
  readonly overdue: boolean;
  /** Whether older history may be served. */
  readonly fresh: boolean;
  /** Whether it was used today already; null before its first use. */
  readonly used_today: boolean | null;
  readonly resource_id: string | null;
  readonly account_id: string;
  readonly iban: string | null;
  readonly masked_pan: string | null;
  readonly currency: string;
  readonly is_card: boolean;
  readonly balances: boolean;
  readonly transactions: boolean;
}

/** A row's columns, of a consent `c` and an account `a`; the parameters $1 to $7 are of `decisionValues`. */
export const decisionColumns = `c.consent_id, c.psu_id, c.kind, c.status, c.recurring, c.owner_name,
    c.balances as any_balances, c.frequency_per_day, ${overdue} as overdue, c.sca_at > $6 as fresh,
    c.last_used_on = $2::date as used_today,
    a.resource_id, a.account_id, a.iban, a.masked_pan, a.currency, a.is_card, a.balances, a.transactions`;

/** The accounts of `c` that are asked for, each a row, or one row without any. */
export const decisionAccounts = `left join consent_account a
  on a.consent_id = c.consent_id and ($7::uuid is null or a.resource_id = $7)`;

export const decisionOrder = "a.is_card, a.account_id";

/** Written out, since every read of account data asks for it: nothing is built or compiled per call. */
const decision = `select ${decisionColumns} from consent c ${decisionAccounts}
  where c.consent_id = $8 and c.tpp_id = $9 and c.kind <> 'funds' order by ${decisionOrder}`;

/** A name that no account has, for what cannot be one. */
const noResource = "00000000-0000-0000-0000-000000000000";

export function decisionValues(profile: BankProfile, now: Date, resourceId: string | undefined): ReadValue[] {
  const { freshScaMinutes } = rulesOf(profile).lifetimes;
  const freshAfter = new Date(now.getTime() - freshScaMinutes * 60_000);
  const resource = resourceId === undefined ? null : isConsentId(resourceId) ? resourceId : noResource;
  return [...clockValues(clocksOf(profile, now)), freshAfter, resource];
}

export interface DecisionKey {
  readonly consentId: string;
  readonly tppId: string;
  /** Absent where a list is read. */
  readonly resourceId?: string | undefined;
}

/** The TPP's consent, whether its time is over, and the accounts asked for, in one statement. Empty: no such consent. */
export async function findDecision(
  db: DbOrTx<BankSchema>,
  key: DecisionKey,
  { profile, now }: { readonly profile: BankProfile; readonly now: Date },
): Promise<readonly DecisionRow[]> {
  if (!isConsentId(key.consentId)) return [];
  const values = [...decisionValues(profile, now, key.resourceId), key.consentId, key.tppId];
  return readRows<DecisionRow>(db, decision, values);
}

/** What is counted by itself (rule 27): an endpoint and what it is asked about. */
export interface CountKey {
  readonly consentId: string;
  readonly endpoint: string;
  readonly resourceId?: string | undefined;
  readonly transactionId?: string | undefined;
}

export interface CountLimit {
  readonly most: number;
  readonly now: Date;
  /** Uses before count no more; every use counts without it. */
  readonly after?: Date;
}

/** Tests the limit and counts in one step, so that of any number of parallel reads exactly the allowed ones pass. */
const count = `insert into consent_access as k (consent_id, endpoint, resource_id, used)
  values ($1, $2, $3, array[$4::timestamptz])
  on conflict (consent_id, endpoint, resource_id) do update
  set used = array(select t from unnest(k.used) t where t > $5::timestamptz order by t) || $4::timestamptz
  where (select count(*) from unnest(k.used) t where t > $5::timestamptz) < $6
  returning 1`;

/** Counts a read before it is served; false, and nothing counted, when the limit is reached. */
export async function countRead(db: DbOrTx<BankSchema>, key: CountKey, limit: CountLimit): Promise<boolean> {
  const values = [...keyValues(key), limit.now, limit.after ?? "-infinity", limit.most];
  return (await db.executeQuery(CompiledQuery.raw(count, values))).rows.length === 1;
}

const firstUse = `select min(t) as first from consent_access k, unnest(k.used) t
  where k.consent_id = $1 and k.endpoint = $2 and k.resource_id = $3 and t > $4`;

/** The oldest use that still counts. */
export async function firstCounted(db: DbOrTx<BankSchema>, key: CountKey, after: Date): Promise<Date | undefined> {
  const query = CompiledQuery.raw(firstUse, [...keyValues(key), after]);
  const { rows } = await db.executeQuery<{ first: Date | null }>(query);
  return rows[0]?.first ?? undefined;
}

function keyValues({ consentId, endpoint, resourceId = "", transactionId }: CountKey): string[] {
  // A transaction's id is the caller's text: of any length, and of any character.
  const of = transactionId === undefined ? "" : `/${createHash("sha256").update(transactionId).digest("base64url")}`;
  return [consentId, endpoint, resourceId + of];
}
