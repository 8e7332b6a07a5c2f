import type { Random, Tx } from "@tallystick/kit";
import type { Holdings } from "../../authorisation/subject.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import { clocksOf } from "../record/clocks.ts";
import { linkHashOf } from "../record/display.ts";
import { authoriseBy } from "../record/open.ts";
import { insertAccounts, openedAccounts, signaturesFor } from "../record/opened.ts";
import { sign, signaturesOf } from "../record/signatures.ts";
import { lockConsent, moveConsent, type ConsentRow } from "../record/store.ts";
import { endOthers, replacesOthers, takeTurns, type HandOnGrants } from "./replace.ts";
import { awaitsAuthorisation } from "../rules.ts";

export interface AuthoriseDeps {
  readonly random: Random;
  readonly profile: BankProfile;
  readonly handOnGrants?: HandOnGrants;
}

export interface Authorised {
  readonly subjectId: string;
  readonly psuId: string;
  readonly linkHash: string;
  readonly at: Date;
  readonly holdings?: Holdings;
}

/**
 * A PSU has authorised a consent. Where several have to, it is their signature, and the last one makes the consent valid:
 * only then are its accounts opened, and is what it replaces ended. Whoever signs holds every account at that moment
 * (BG-2), and core banking says at each signature anew how many it takes.
 */
export async function authorise(tx: Tx<BankSchema>, deps: AuthoriseDeps, change: Authorised): Promise<boolean> {
  const { subjectId: consentId, psuId, linkHash, at, holdings } = change;
  const row = await lockConsent(tx, consentId);
  if (row === undefined || !awaitsAuthorisation(row.status) || row.expires_at <= at) return false;
  if (linkHashOf(row) !== linkHash || holdings === undefined) return false;
  const accounts = openedAccounts(row, holdings, deps.profile);
  if (accounts === undefined) return false;
  const needed = Math.max(row.signatures_needed, signaturesFor(accounts, holdings));
  const signers = needed === 1 ? onlySigner(row, psuId) : await signersWith(tx, { consentId, psuId, linkHash, at });
  if (signers === undefined) return false;
  if (signers.length < needed) return waitForOthers(tx, deps, row, { needed, at });
  const replaces = replacesOthers(row, deps.profile);
  if (replaces) await takeTurns(tx, { tppId: row.tpp_id, signers });
  const { today } = clocksOf(deps.profile, at);
  const authorised = { linkHash, psuId };
  if (!(await moveConsent(tx, { consentId, from: row.status, to: "valid", at, today, authorised }))) return false;
  await insertAccounts(tx, deps.random, { consentId, accounts });
  if (replaces) await endOthers(tx, deps, row, { signers, at, today });
  return true;
}

function onlySigner(row: ConsentRow, psuId: string): readonly string[] | undefined {
  return row.psu_id === psuId ? [psuId] : undefined;
}

/** All who have signed by now; undefined when this PSU did so before, or somebody signed something else (row P6). */
async function signersWith(
  tx: Tx<BankSchema>,
  of: { consentId: string; psuId: string; linkHash: string; at: Date },
): Promise<readonly string[] | undefined> {
  if (!(await sign(tx, of))) return undefined;
  const signed = await signaturesOf(tx, of.consentId);
  return signed.every((one) => one.link_hash === of.linkHash) ? signed.map((one) => one.psu_id) : undefined;
}

/** The first signature gives the others time of their own; it never takes any away. */
async function waitForOthers(
  tx: Tx<BankSchema>,
  { profile }: AuthoriseDeps,
  row: ConsentRow,
  { needed: signatures, at }: { needed: number; at: Date },
): Promise<boolean> {
  const { consent_id: consentId, status: from, valid_until: validUntil } = row;
  const { today } = clocksOf(profile, at);
  if (from === "partiallyAuthorised") {
    await tx
      .updateTable("consent")
      .set({ signatures_needed: signatures, last_action_date: today })
      .where("consent_id", "=", consentId)
      .execute();
    return true;
  }
  const { partialAuthorisationHours: hours } = rulesOf(profile).lifetimes;
  const later = authoriseBy(profile, { hours, validUntil, at });
  const waits = { signatures, expiresAt: later > row.expires_at ? later : row.expires_at };
  return moveConsent(tx, { consentId, from, to: "partiallyAuthorised", at, today, waits });
}
