import type { ConsentStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import type { ConsentKind } from "../standard/standard.ts";
import type { ConsentClockDeps, ConsentDeps } from "./deps.ts";
import { expireConsent } from "./expire.ts";
import { clocksOf, clockValues, overdue } from "./record/clocks.ts";
import { accountsOf, isConsentId, moveConsent, type ConsentAccountRow } from "./record/store.ts";

/** A consent as its PSU sees it in their list. */
export interface PsuConsent {
  readonly consentId: string;
  readonly tppId: string;
  readonly tppName: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  /** One-off otherwise. */
  readonly recurring: boolean;
  /** YYYY-MM-DD, inclusive. */
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  readonly ownerName: boolean;
  /** When the PSU authorised it. */
  readonly authorisedAt: Date;
  readonly accounts: readonly ConsentAccountRow[];
}

interface ListedRow {
  readonly consent_id: string;
  readonly tpp_id: string;
  readonly tpp_name: string;
  readonly kind: ConsentKind;
  readonly status: ConsentStatus;
  readonly recurring: boolean;
  readonly valid_until: string;
  readonly frequency_per_day: number;
  readonly owner_name: boolean;
  readonly sca_at: Date;
  readonly overdue: boolean;
}

const ofPsu = `select c.consent_id, c.tpp_id, c.tpp_name, c.kind, c.status, c.recurring, c.valid_until, c.frequency_per_day,
    c.owner_name, c.sca_at, ${overdue} as overdue
  from consent c where c.psu_id = $6 and c.sca_at is not null order by c.status = 'valid' desc, c.sca_at desc limit $7`;

/** The consents that a PSU has authorised, those that are valid first, the newest first; overdue ones are ended first. */
export async function listConsentsOfPsu(
  deps: ConsentClockDeps,
  psuId: string,
  limit = 100,
): Promise<readonly PsuConsent[]> {
  const values = [...clockValues(clocksOf(deps.profile, deps.clock.now())), psuId, limit];
  const { rows } = await deps.db.executeQuery<ListedRow>(CompiledQuery.raw(ofPsu, values));
  return Promise.all(
    rows.map(async (row): Promise<PsuConsent> => {
      if (row.overdue) await expireConsent(deps, row);
      return {
        consentId: row.consent_id,
        tppId: row.tpp_id,
        tppName: row.tpp_name,
        kind: row.kind,
        status: row.overdue ? "expired" : row.status,
        recurring: row.recurring,
        validUntil: row.valid_until,
        frequencyPerDay: row.frequency_per_day,
        ownerName: row.owner_name,
        authorisedAt: row.sca_at,
        accounts: await accountsOf(deps.db, row.consent_id),
      };
    }),
  );
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
