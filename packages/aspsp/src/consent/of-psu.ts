import type { Tx } from "@tallystick/kit";
import type { ConsentStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import type { ConsentedAccount } from "../authorisation/subject.ts";
import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { ConsentKind } from "../standard/standard.ts";
import type { ConsentClockDeps, ConsentDeps } from "./deps.ts";
import { expireConsent } from "./expire.ts";
import { clocksOf, clockValues, overdue } from "./record/clocks.ts";
import { consentedAccounts } from "./record/display.ts";
import { hasSigned } from "./record/signatures.ts";
import {
  accountsOfAll,
  isConsentId,
  lockConsent,
  moveConsent,
  type ConsentAccountRow,
  type ConsentRow,
} from "./record/store.ts";
import { awaitsAuthorisation, mayMove } from "./rules.ts";

/** A consent as its PSU sees it in their list. */
export interface PsuConsent {
  readonly consentId: string;
  readonly tppId: string;
  readonly tppName: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  /** How many PSUs have to authorise it; 1 for most. */
  readonly signatures: number;
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
  /** When this PSU authorised it. */
  readonly authorisedAt: Date;
  /** YYYY-MM-DD at the bank; absent before its first use. */
  readonly lastUsedOn?: string;
  /** Present once it is neither valid nor waits for others who have to authorise it. */
  readonly endedAt?: Date;
  /** What it opens, or would once it is valid. */
  readonly accounts: readonly ConsentedAccount[];
}

/** One page of a list; `before` is the last consent of the page before it. */
export interface PsuConsentPage {
  readonly psuId: string;
  readonly which: "open" | "ended";
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
  readonly access: ConsentRow["access"];
  readonly chosen: ConsentRow["chosen"];
  readonly signatures_needed: number;
  readonly given_at: Date;
  readonly last_used_on: string | null;
  readonly changed_at: Date;
  readonly overdue: boolean | null;
}

const columns = `c.consent_id, c.tpp_id, c.tpp_name, c.kind, c.status, c.status_reason, c.recurring, c.valid_until,
    c.frequency_per_day, c.balances, c.transactions, c.owner_name, c.access, c.chosen, c.signatures_needed, c.last_used_on, c.changed_at,
    ${overdue} as overdue`;

/** Of one signature a consent is who authorised it, of several whose signature it carries: never both. */
const own = {
  authorised: `select ${columns}, c.sca_at as given_at from consent c
    where c.psu_id = $6 and c.signatures_needed = 1 and c.sca_at is not null`,
  signed: `select ${columns}, s.signed_at as given_at from consent_signature s join consent c using (consent_id)
    where s.psu_id = $6`,
};

// Without a first use the clocks answer null, which is as good as no.
const isOpen = `(c.status in ('valid', 'partiallyAuthorised') and (${overdue}) is not true)`;
const which = { open: isOpen, ended: `not ${isOpen}` } as const;
const newestFirst = "order by given_at desc, consent_id desc limit $9";

function page(of: keyof typeof which): string {
  const older = (at: string) => `(${at}, c.consent_id) < ($7::timestamptz, $8::uuid)`;
  return `(${own.authorised} and ${which[of]} and ${older("c.sca_at")} ${newestFirst})
    union all (${own.signed} and ${which[of]} and ${older("s.signed_at")} ${newestFirst}) ${newestFirst}`;
}

const pages = { open: page("open"), ended: page("ended") } as const;
const one = `${own.authorised} and c.consent_id = $7 union all ${own.signed} and c.consent_id = $7`;

const beforeAll = { at: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** The consents that a PSU has authorised or signed, the newest first; undefined when `before` is none of them. */
export async function listConsentsOfPsu(
  deps: ConsentClockDeps,
  page: PsuConsentPage,
): Promise<readonly PsuConsent[] | undefined> {
  const { psuId, before } = page;
  const start = before === undefined ? undefined : await findRow(deps, { psuId, consentId: before });
  if (before !== undefined && start === undefined) return undefined;
  const from = start === undefined ? beforeAll : { at: start.given_at, id: start.consent_id };
  return consentsOf(deps, await rowsOf(deps, pages[page.which], [psuId, from.at, from.id, page.limit]));
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
  return (await rowsOf(deps, one, [psuId, consentId]))[0];
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
    signatures: row.signatures_needed,
    authorisedAt: row.given_at,
    ...(row.last_used_on === null ? {} : { lastUsedOn: row.last_used_on }),
    accounts: accountsIn(row, accounts),
  }));
}

function accountsIn(row: ListedRow, all: readonly ConsentAccountRow[]): readonly ConsentedAccount[] {
  const opened = all.filter((account) => account.consent_id === row.consent_id);
  return opened.length === 0 ? consentedAccounts(row) : opened.map(accountOf);
}

function accountOf({ iban, masked_pan, currency, balances, transactions }: ConsentAccountRow): ConsentedAccount {
  const names = { ...(iban === null ? {} : { iban }), ...(masked_pan === null ? {} : { maskedPan: masked_pan }) };
  return { ...names, currency, balances, transactions };
}

function endOf(row: ListedRow, now: Date): Pick<PsuConsent, "status" | "statusReason" | "endedAt"> {
  const { status, status_reason: statusReason, changed_at: endedAt } = row;
  if (row.overdue === true) {
    return { status: "expired", statusReason: awaitsAuthorisation(status) ? "not_authorised" : "over", endedAt: now };
  }
  if (status === "valid" || status === "partiallyAuthorised") return { status };
  return { status, ...(statusReason === null ? {} : { statusReason }), endedAt };
}

/**
 * The PSU takes a consent back, or a signature of one that others have to sign too: any of them ends it for all. False when
 * it is not theirs, or has ended.
 */
export async function revokeByPsu(
  deps: ConsentClockDeps & Pick<ConsentDeps, "log">,
  { psuId, consentId }: PsuConsentKey,
): Promise<boolean> {
  if (!isConsentId(consentId)) return false;
  const { now: at, today } = clocksOf(deps.profile, deps.clock.now());
  const revoked = await deps.db.transaction().execute(async (tx) => {
    const row = await lockConsent(tx, consentId);
    if (row === undefined || !mayMove(row.status, "revokedByPsu") || !(await isGivenBy(tx, row, psuId))) return false;
    await moveConsent(tx, { consentId, from: row.status, to: "revokedByPsu", reason: "by_psu", at, today });
    await failOpenAuthorisations(tx, { kind: "consent", subjectId: consentId, reason: "cancelled", at });
    return true;
  });
  if (revoked) deps.log.info("consent.revoked", { consentId });
  return revoked;
}

async function isGivenBy(tx: Tx<BankSchema>, row: ConsentRow, psuId: string): Promise<boolean> {
  if (row.signatures_needed > 1) return hasSigned(tx, { consentId: row.consent_id, psuId });
  return row.psu_id === psuId && row.sca_at !== null;
}
