import type { Clock, Db, DbOrTx, Random } from "@tallystick/kit";
import { sql } from "kysely";
import { hasEnded, type SubjectKind } from "../../authorisation/rules.ts";
import { startAuthorisation } from "../../authorisation/start.ts";
import { isId, type AuthorisationRow } from "../../authorisation/store.ts";
import type { Subjects } from "../../authorisation/subject.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BoundTo } from "../scope.ts";

export interface ResourceDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly subjects: Subjects;
}

/** The payment or consent that a scope names, and to whom it has to belong. */
export interface ResourceKey {
  readonly tppId: string;
  readonly to: BoundTo;
  readonly id: string;
}

/** What the authorization server has to know of it. */
export interface AuthorisableResource {
  readonly kind: "payment" | "consent";
  readonly subjectId: string;
  readonly tppId: string;
  /** The TPP-Redirect-URI of its newest authorisation, or else its own. */
  readonly redirectUri?: string;
}

/** What a PSU is led to. */
export interface OpenedAuthorisation {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly authorisationId: string;
}

/** The TPP's resource; undefined for an unknown one, for another TPP's and for one of another kind alike. */
export async function findResource(deps: ResourceDeps, key: ResourceKey): Promise<AuthorisableResource | undefined> {
  const { tppId, to, id: subjectId } = key;
  if (!isId(subjectId)) return undefined;
  const kind = to === "payment" ? "payment" : "consent";
  const view = await deps.subjects[kind].load(deps.db, subjectId, deps.clock.now());
  if (view === undefined || view.tppId !== tppId) return undefined;
  if (view.display.shows === "consent" && (view.display.kind === "funds") !== (to === "funds")) return undefined;
  const newest = await newestAuthorisation(deps.db, { kind, subjectId });
  const redirectUri = newest?.redirect_uri ?? view.redirectUri;
  return { kind, subjectId, tppId, ...(redirectUri === undefined ? {} : { redirectUri }) };
}

/**
 * The authorisation that the PSU is to complete: the newest one, unless it has ended and there is still something to be
 * authorised. Where the TPP has started none, the visit to the authorization server starts it, once for all who come at
 * the same time. Undefined when there is nothing to be authorised and never was.
 */
export async function openAuthorisation(
  deps: ResourceDeps,
  { kind, subjectId, tppId }: AuthorisableResource,
): Promise<OpenedAuthorisation | undefined> {
  return deps.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`.execute(tx);
    const newest = await newestAuthorisation(tx, { kind, subjectId });
    const known =
      newest === undefined
        ? undefined
        : { kind: newest.subject_kind, subjectId, authorisationId: newest.authorisation_id };
    if (newest !== undefined && !hasEnded(newest.sca_status)) return known;
    const at = deps.clock.now();
    const view = await deps.subjects[kind].load(tx, subjectId, at);
    if (view === undefined || !view.open) return known;
    const authorisationId = deps.random.uuid();
    await startAuthorisation(tx, { authorisationId, kind, subjectId, tppId, at });
    return { kind, subjectId, authorisationId };
  });
}

/** A payment's cancellation is authorised under the payment's own scope. */
async function newestAuthorisation(
  db: DbOrTx<BankSchema>,
  { kind, subjectId }: { kind: SubjectKind; subjectId: string },
): Promise<AuthorisationRow | undefined> {
  return db
    .selectFrom("authorisation")
    .selectAll()
    .where("subject_id", "=", subjectId)
    .where("subject_kind", "in", kind === "payment" ? ["payment", "cancellation"] : [kind])
    .orderBy("created_at", "desc")
    .orderBy("authorisation_id", "desc")
    .executeTakeFirst();
}
