import type { ConsentStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import type { ConsentKind } from "../standard/standard.ts";
import type { ConsentClockDeps, ConsentDeps } from "./deps.ts";
import { expireConsent } from "./expire.ts";
import { clocksOf, clockValues, overdue } from "./record/clocks.ts";
import { accountsOfAll, isConsentId, moveConsent, type ConsentAccountRow } from "./record/store.ts";

/** A consent as its PSU sees it in their list. */
export interface PsuConsent {
  readonly consentId: string;
  readonly tppId: string;
  readonly tppName: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  /** Why it ended before its time; `reasonText` has it in words. */
  readonly statusReason?: string;
  /** One-off otherwise. */
  readonly recurring: boolean;
  /** YYYY-MM-DD, inclusive. */
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  /** Whether any account's may be read. */
  readonly balances: boolean;
  readonly transactions: boolean;
  readonly ownerName: boolean;
  /** When the PSU authorised it. */
  readonly authorisedAt: Date;
  /** YYYY-MM-DD at the bank; absent before its first use. */
  readonly lastUsedOn?: string;
  /** Present once it is valid no more. */
  readonly endedAt?: Date;
  readonly accounts: readonly ConsentAccountRow[];
}

/** One page of a list; `before` is the last consent of the page before it. */
export interface PsuConsentPage {
  readonly psuId: string;
  readonly which: "valid" | "ended";
  readonly before?: string;
  readonly limit: number;
}

interface ListedRow {
  readonly consent_id: string;
  readonly tpp_id: string;
  readonly tpp_name: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  readonly status_reason: string | null;
  readonly recurring: boolean;
  readonly valid_until: string;
  readonly frequency_per_day: number;
  readonly balances: boolean;
  readonly transactions: boolean;
  readonly owner_name: boolean;
  readonly sca_at: Date;
  readonly last_used_on: string | null;
  readonly changed_at: Date;
  readonly overdue: boolean | null;
}

const ofPsu = `select c.consent_id, c.tpp_id, c.tpp_name, c.kind, c.status, c.status_reason, c.recurring, c.valid_until,
    c.frequency_per_day, c.balances, c.transactions, c.owner_name, c.sca_at, c.last_used_on, c.changed_at, ${overdue} as overdue
  from consent c where c.psu_id = $6 and c.sca_at is not null`;

// Without a first use the clocks answer null, which is as good as no.
const isValid = `(c.status = 'valid' and (${overdue}) is not true)`;
const which = { valid: isValid, ended: `not ${isValid}` } as const;
const older = `(c.sca_at, c.consent_id) < ($7::timestamptz, $8::uuid) order by c.sca_at desc, c.consent_id desc limit $9`;

const beforeAll = { at: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** The consents that a PSU has authorised, the newest first; undefined when `before` is none of them. */
export async function listConsentsOfPsu(
  deps: ConsentClockDeps,
  page: PsuConsentPage,
): Promise<readonly PsuConsent[] | undefined> {
  const { psuId, before } = page;
  const start = before === undefined ? undefined : await findRow(deps, { psuId, consentId: before });
  if (before !== undefined && start === undefined) return undefined;
  const from = start === undefined ? beforeAll : { at: start.sca_at, id: start.consent_id };
  const query = `${ofPsu} and ${which[page.which]} and ${older}`;
  return consentsOf(deps, await rowsOf(deps, query, [psuId, from.at, from.id, page.limit]));
}

/** One of them; another PSU's is unknown. */
export async function findConsentOfPsu(deps: ConsentClockDeps, key: PsuConsentKey): Promise<PsuConsent | undefined> {
  const row = await findRow(deps, key);
  return row === undefined ? undefined : (await consentsOf(deps, [row]))[0];
}

interface PsuConsentKey {
  readonly psuId: string;
  readonly consentId: string;
}

async function findRow(deps: ConsentClockDeps, { psuId, consentId }: PsuConsentKey): Promise<ListedRow | undefined> {
  if (!isConsentId(consentId)) return undefined;
  return (await rowsOf(deps, `${ofPsu} and c.consent_id = $7`, [psuId, consentId]))[0];
}

async function rowsOf(deps: ConsentClockDeps, query: string, values: readonly unknown[]) {
  const all = [...clockValues(clocksOf(deps.profile, deps.clock.now())), ...values];
  return (await deps.db.executeQuery<ListedRow>(CompiledQuery.raw(query, all))).rows;
}

/** Those whose time is over are ended first, so that their status says so too. */
async function consentsOf(deps: ConsentClockDeps, rows: readonly ListedRow[]): Promise<PsuConsent[]> {
  if (rows.length === 0) return [];
  for (const row of rows) if (row.overdue === true) await expireConsent(deps, row);
  const accounts = await accountsOfAll(
    deps.db,
    rows.map((row) => row.consent_id),
  );
  return rows.map((row) => ({
    consentId: row.consent_id,
    tppId: row.tpp_id,
    tppName: row.tpp_name,
    kind: row.kind,
    ...endOf(row, deps.clock.now()),
    recurring: row.recurring,
    validUntil: row.valid_until,
    frequencyPerDay: row.frequency_per_day,
    balances: row.balances,
    transactions: row.transactions,
    ownerName: row.owner_name,
    authorisedAt: row.sca_at,
    ...(row.last_used_on === null ? {} : { lastUsedOn: row.last_used_on }),
    accounts: accounts.filter((account) => account.consent_id === row.consent_id),
  }));
}

function endOf(row: ListedRow, now: Date): Pick<PsuConsent, "status" | "statusReason" | "endedAt"> {
  const { status, status_reason: statusReason, changed_at: endedAt } = row;
  if (row.overdue === true) return { status: "expired", statusReason: "over", endedAt: now };
  if (status === "valid") return { status };
  return { status, ...(statusReason === null ? {} : { statusReason }), endedAt };
}

/** The PSU takes a consent back. False when it is not theirs, or not valid (any more). */
export async function revokeByPsu(
  deps: ConsentClockDeps & Pick<ConsentDeps, "log">,
  { psuId, consentId }: { psuId: string; consentId: string },
): Promise<boolean> {
  if (!isConsentId(consentId)) return false;
  const { now: at, today } = clocksOf(deps.profile, deps.clock.now());
  const revoked = await deps.db.transaction().execute(async (tx) => {
    const own = await tx
      .selectFrom("consent")
      .select("consent_id")
      .where("consent_id", "=", consentId)
      .where("psu_id", "=", psuId)
      .where("sca_at", "is not", null)
      .forUpdate()
      .executeTakeFirst();
    if (own === undefined) return false;
    return moveConsent(tx, { consentId, from: "valid", to: "revokedByPsu", reason: "by_psu", at, today });
  });
  if (revoked) deps.log.info("consent.revoked", { consentId });
  return revoked;
}
