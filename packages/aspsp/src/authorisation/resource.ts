import type { Tx } from "@tallystick/kit";
import { checkShape, PsuDataUpdate, Xs2aError, type Links, type ScaStatus } from "@tallystick/xs2a";
import type { AuthorisationStarted, AuthorisationUpdated } from "@tallystick/xs2a";
import type { BankSchema } from "../migrations/schema.ts";
import { createOnce, type OnceCall } from "../wire/once.ts";
import { chooseMethod } from "./choose.ts";
import { confirmAuthorisation } from "./confirm.ts";
import type { AuthorisationDeps } from "./deps.ts";
import type { SubjectKind } from "./rules.ts";
import { startAuthorisation } from "./start.ts";
import { findAuthorisation, isId, listAuthorisationIds, type AuthorisationRow } from "./store.ts";
import { viewAuthorisation } from "./view.ts";

/** A subject's authorisations as the TPP sees them: the sub-resource of a payment, its cancellation or a consent. */
export interface AuthorisationResource {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly tppId: string;
  /** "https://…/authorisations" or "…/cancellation-authorisations". */
  readonly url: string;
}

export interface ResourceUrls {
  /** Where the standard begins. */
  readonly standardUrl: string;
  /** Where the bank's pages begin. */
  readonly pagesUrl: string;
}

/** What a call that starts or updates an authorisation may name. */
export interface StepHeaders {
  readonly psuId?: string;
  readonly redirectUri?: string;
  readonly nokRedirectUri?: string;
}

export async function listAuthorisations(
  deps: Pick<AuthorisationDeps, "db">,
  { kind, subjectId }: AuthorisationResource,
): Promise<{ authorisationIds: string[] }> {
  return { authorisationIds: await listAuthorisationIds(deps.db, { kind, subjectId }) };
}

/** The authorisation of the path, if it is one of this very subject; anything else is unknown. */
async function requireAuthorisation(
  deps: Pick<AuthorisationDeps, "db">,
  { kind, subjectId }: Pick<AuthorisationResource, "kind" | "subjectId">,
  authorisationId: string,
): Promise<AuthorisationRow> {
  const row = isId(authorisationId) ? await findAuthorisation(deps.db, authorisationId) : undefined;
  if (row !== undefined && row.subject_kind === kind && row.subject_id === subjectId) return row;
  throw new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
}

/** GET of an authorisation, ended first when its time is over or nothing waits for it any more. */
export async function readByTpp(
  deps: AuthorisationDeps,
  resource: AuthorisationResource,
  authorisationId: string,
): Promise<{ scaStatus: ScaStatus }> {
  const row = await requireAuthorisation(deps, resource, authorisationId);
  const view = await viewAuthorisation(deps, { authorisationId });
  return { scaStatus: view?.scaStatus ?? row.sca_status };
}

/** Links that lead the PSU on, and the TPP to the status. */
export function linksOf(
  deps: Pick<AuthorisationDeps, "profile">,
  urls: ResourceUrls,
  of: { url: string; authorisationId: string },
): Links {
  const self = `${of.url}/${of.authorisationId}`;
  return {
    scaRedirect: { href: `${urls.pagesUrl}/sca/${of.authorisationId}` },
    ...(deps.profile.scaOAuth
      ? { scaOAuth: { href: `${urls.standardUrl}/.well-known/oauth-authorization-server` } }
      : {}),
    ...(deps.profile.confirmationCode === true ? { confirmation: { href: self } } : {}),
    scaStatus: { href: self },
  };
}

const maximumAuthorisations = 20;

/**
 * POST of an authorisation: the TPP starts one itself, once per X-Request-ID (`createOnce`). `requireOpen` throws unless
 * the subject can be authorised; it is asked in the transaction, and not when an answer is repeated.
 */
export async function startByTpp(
  deps: AuthorisationDeps,
  resource: AuthorisationResource & ResourceUrls,
  call: OnceCall & { body: unknown; headers: StepHeaders },
  requireOpen: (tx: Tx<BankSchema>) => Promise<void>,
): Promise<AuthorisationStarted> {
  const { kind, subjectId, tppId, url } = resource;
  const authorisationId = deps.random.uuid();
  const { psuId: psuHint, redirectUri, nokRedirectUri } = call.headers;
  const start = { authorisationId, kind, subjectId, tppId, at: deps.clock.now(), psuHint, redirectUri, nokRedirectUri };
  const { answer, fresh } = await createOnce(deps, call, {
    draft: async () => {
      // Nobody has logged in to what begins now, so that no method is known yet.
      if (readStep(call.body, { confirms: false }).authenticationMethodId !== undefined) throw unknownMethod();
      return start;
    },
    store: async (tx) => {
      await requireOpen(tx);
      const known = await listAuthorisationIds(tx, { kind, subjectId });
      if (known.length >= maximumAuthorisations) {
        throw new Xs2aError({ code: "STATUS_INVALID", text: "No further authorisation can be started." });
      }
      await startAuthorisation(tx, start);
      const scaStatus: ScaStatus = psuHint === undefined ? "received" : "psuIdentified";
      const _links = linksOf(deps, resource, { url, authorisationId });
      return { status: 201, headers: {}, body: { scaStatus, authorisationId, _links } };
    },
  });
  if (fresh !== undefined) deps.log.info("sca.started", { authorisationId, tppId });
  return answer.body as AuthorisationStarted;
}

/**
 * PUT of an authorisation. Where the PSU is redirected, the TPP may name the PSU, choose the method of a PSU who has
 * logged in, and confirm.
 */
export async function updateByTpp(
  deps: AuthorisationDeps,
  resource: AuthorisationResource & ResourceUrls,
  call: { authorisationId: string; body: unknown; headers: StepHeaders },
): Promise<AuthorisationUpdated> {
  const { authorisationId } = call;
  await requireAuthorisation(deps, resource, authorisationId);
  const step = readStep(call.body, { confirms: deps.profile.confirmationCode === true });
  if (step.confirmationCode !== undefined) {
    return confirmed(deps, resource, { authorisationId, code: step.confirmationCode });
  }
  const view = await viewAuthorisation(deps, { authorisationId });
  if (view === undefined || view.step === "ended" || view.step === "confirm") throw tooLate();
  if (step.authenticationMethodId !== undefined) await chooseByTpp(deps, view, step.authenticationMethodId);
  else if (call.headers.psuId !== undefined) await namePsu(deps, authorisationId, call.headers.psuId);
  const scaStatus = (await findAuthorisation(deps.db, authorisationId))?.sca_status ?? view.scaStatus;
  return { scaStatus, authorisationId, _links: linksOf(deps, resource, { url: resource.url, authorisationId }) };
}

function tooLate(): Xs2aError {
  return new Xs2aError({ code: "STATUS_INVALID", text: "The authorisation is past this step." });
}

/** The one step that a body holds. What only embedded banks offer is told apart from what nobody knows. */
function readStep(body: unknown, { confirms }: { confirms: boolean }): PsuDataUpdate {
  if (body === undefined) return {};
  const shape = checkShape(PsuDataUpdate, body);
  if (!shape.ok) throw Xs2aError.of(shape.violations);
  const [first, second] = Object.keys(shape.value);
  const refuse = (code: "FORMAT_ERROR" | "SERVICE_INVALID", path: string, text: string): Xs2aError =>
    new Xs2aError({ code, place: "payload", path, text });
  if (second !== undefined) throw refuse("FORMAT_ERROR", second, "must not stand beside another step");
  if (first === "psuData" || first === "scaAuthenticationData") {
    throw refuse("SERVICE_INVALID", first, "is not taken here: the PSU authorises at the bank's own page");
  }
  if (first === "confirmationCode" && !confirms) {
    throw refuse("SERVICE_INVALID", first, "is not asked for by this bank");
  }
  return shape.value;
}

async function confirmed(
  deps: AuthorisationDeps,
  resource: AuthorisationResource,
  input: { authorisationId: string; code: string },
): Promise<AuthorisationUpdated> {
  const outcome = await confirmAuthorisation(deps, input);
  if (outcome.kind === "not_awaited") {
    throw new Xs2aError({ code: "STATUS_INVALID", path: "confirmationCode", text: "is not awaited now" });
  }
  if (outcome.kind === "wrong") {
    throw new Xs2aError({ code: "SCA_INVALID", path: "confirmationCode", text: "is not the one of the redirect" });
  }
  const self = `${resource.url}/${input.authorisationId}`;
  return { scaStatus: "finalised", _links: { scaStatus: { href: self } } };
}

/** As the PSU chooses it; of a PSU who has not logged in, no method is known. */
async function chooseByTpp(
  deps: AuthorisationDeps,
  { authorisationId, psuId }: { authorisationId: string; psuId?: string },
  methodId: string,
): Promise<void> {
  const outcome =
    psuId === undefined ? { kind: "not_offered" } : await chooseMethod(deps, { authorisationId, psuId, methodId });
  if (outcome.kind === "chosen") return;
  throw outcome.kind === "not_offered" ? unknownMethod() : tooLate();
}

function unknownMethod(): Xs2aError {
  return new Xs2aError({
    code: "SCA_METHOD_UNKNOWN",
    path: "authenticationMethodId",
    text: "is no method of the PSU of this authorisation",
  });
}

/** Only a hint for the login page: it is answered alike whether there is such a PSU or not (row S2). */
async function namePsu(deps: AuthorisationDeps, authorisationId: string, psuId: string): Promise<void> {
  await deps.db
    .updateTable("authorisation")
    .set({ psu_hint: psuId, sca_status: "psuIdentified", changed_at: deps.clock.now() })
    .where("authorisation_id", "=", authorisationId)
    .where("sca_status", "in", ["received", "psuIdentified"])
    .execute();
}
