import {
  isScaStatus,
  type AuthorisationList,
  type AuthorisationStarted,
  type ConsentStatus,
  type Links,
  type OperationId,
  type PathParams,
  type ScaStatus,
  type ScaStatusAnswer,
  type TransactionStatus,
} from "@tallystick/xs2a";
import { ask, type Answered } from "../ask.ts";
import { badAnswer, call, notSent, pathIn, type CallContext, type CallInput } from "../call.ts";
import {
  common,
  identityHeaders,
  psuHeaders,
  redirectHeaders,
  type CallOptions,
  type PsuContext,
  type PsuIdentity,
  type RedirectTargets,
} from "../inputs.ts";
import { readLinks } from "../links.ts";
import { isMembers } from "../../dialect/members.ts";

/** How to begin an authorisation apart from what it is for. */
export interface AuthorisationStart extends CallOptions, PsuIdentity, RedirectTargets {
  readonly psu?: PsuContext;
}

export interface StartedAuthorisation extends AuthorisationLinks {
  readonly authorisationId: string;
  readonly scaStatus: ScaStatus;
  readonly psuMessage: string | undefined;
  readonly requestId: string;
}

/** Where an authorisation goes on. */
export interface AuthorisationLinks {
  /** The bank's page at which the PSU authorises. */
  readonly scaRedirect: string | undefined;
  /** The authorization server's metadata, when the bank authorises by OAuth. */
  readonly scaOAuth: string | undefined;
  /** Set when the bank counts nothing before a confirmation: the authorisation that the confirming call is to name. */
  readonly confirmsAuthorisationId: string | undefined;
  /** All links, absolute. */
  readonly links: Links;
  /** `ASPSP-SCA-Approach`: REDIRECT, DECOUPLED or EMBEDDED, when fixed. */
  readonly scaApproach: string | undefined;
}

export interface ScaStatusInformation {
  readonly scaStatus: ScaStatus;
  readonly psuMessage?: string;
}

/** The one-time code that came with the redirect, for the browser that began and nobody else. */
export interface ConfirmationInput {
  readonly authorisationId: string;
  readonly confirmationCode: string;
}

export function authorisationLinks(links: Links, headers: Readonly<Record<string, string>>): AuthorisationLinks {
  return {
    scaRedirect: links["scaRedirect"]?.href,
    scaOAuth: links["scaOAuth"]?.href,
    confirmsAuthorisationId: /authorisations\/([^/?#]+)$/.exec(links["confirmation"]?.href ?? "")?.[1],
    links,
    scaApproach: headers["aspsp-sca-approach"],
  };
}

type StartId = Extract<OperationId, `start${string}`>;
type ListId = Extract<OperationId, `get${string}Authorisation` | `get${string}AuthorisationInformation`>;
type ScaStatusId = Extract<OperationId, `get${string}ScaStatus`>;
type UpdateId = Extract<OperationId, `update${string}`>;
/** What is authorised, as operations of the table. */
export interface AuthorisedResource<Parent extends OperationId, Params = PathParams<Parent>> {
  /** Names the resource itself. */
  readonly parent: Parent;
  readonly parentStatus: OperationId;
  readonly start: StartId;
  readonly list: ListId;
  readonly scaStatus: ScaStatusId;
  readonly update: UpdateId;
  readonly params: Params;
}

/** `POST …/authorisations`, or the PUT on the resource where the bank has no such sub-resource. */
export async function startAuthorisation<Parent extends OperationId>(
  context: CallContext,
  of: AuthorisedResource<Parent>,
  input: AuthorisationStart,
): Promise<StartedAuthorisation> {
  const headers = { ...psuHeaders(input.psu), ...identityHeaders(input), ...redirectHeaders(input) };
  const sent = { ...common(input), headers, body: {} };
  if (isOnParent(context, of, input)) return startOnParent(context, of, sent);
  const parameters = of.params as unknown as PathParams<StartId>;
  const { body, links, headers: got, requestId } = await ask(context, of.start, { ...sent, parameters });
  const { authorisationId, scaStatus, psuMessage } = body as AuthorisationStarted;
  return { authorisationId, scaStatus, psuMessage, requestId, ...authorisationLinks(links, got) };
}

/** `GET …/authorisations` */
export async function listAuthorisations<Parent extends OperationId>(
  context: CallContext,
  of: AuthorisedResource<Parent>,
  input: CallOptions,
): Promise<string[]> {
  if (isOnParent(context, of, input)) {
    throw notSent(of.list, "not_offered", { requestId: input.requestId ?? globalThis.crypto.randomUUID() });
  }
  const parameters = of.params as unknown as PathParams<ListId>;
  const { body } = await ask(context, of.list, { ...common(input), parameters });
  return (body as AuthorisationList).authorisationIds;
}

/** `GET …/authorisations/{authorisationId}`; without such a resource what the status of the whole says. */
export async function readScaStatus<Parent extends OperationId>(
  context: CallContext,
  of: AuthorisedResource<Parent>,
  input: CallOptions & { readonly authorisationId: string },
): Promise<ScaStatusInformation> {
  if (isOnParent(context, of, input)) {
    const parameters = of.params as unknown as PathParams<OperationId>;
    const answer = await ask(context, of.parentStatus, { ...common(input), parameters });
    return toldTo(scaStatusOn(of.scaStatus, answer), (answer.body as ScaStatusAnswer).psuMessage);
  }
  const parameters = { ...of.params, authorisationId: input.authorisationId } as unknown as PathParams<ScaStatusId>;
  const { body } = await ask(context, of.scaStatus, { ...common(input), parameters });
  const { scaStatus, psuMessage } = body as ScaStatusAnswer;
  return toldTo(scaStatus, psuMessage);
}

function toldTo(scaStatus: ScaStatus, psuMessage: string | undefined): ScaStatusInformation {
  return psuMessage === undefined ? { scaStatus } : { scaStatus, psuMessage };
}

/** `PUT …/authorisations/{authorisationId}` with the code of the redirect. */
export async function confirmAuthorisation<Parent extends OperationId>(
  context: CallContext,
  of: AuthorisedResource<Parent>,
  input: CallOptions & ConfirmationInput,
): Promise<{ readonly scaStatus: ScaStatus }> {
  const { authorisationId, confirmationCode } = input;
  const parameters = { ...of.params, authorisationId } as unknown as PathParams<UpdateId>;
  const sent = { ...common(input), parameters, body: { confirmationCode } };
  if (isOnParent(context, of, input)) {
    const answer = await call(context, of.update, { ...sent, ...onParent(context, of, authorisationId) });
    return { scaStatus: scaStatusOn(of.update, answer) };
  }
  const { body } = await ask(context, of.update, sent);
  return { scaStatus: (body as ScaStatusAnswer).scaStatus };
}

/**
 * Whether the resource itself is what is authorised. The end of a payment cannot be told from the payment there, and
 * must not authorise it.
 */
function isOnParent<Parent extends OperationId>(
  { dialect }: CallContext,
  { start }: AuthorisedResource<Parent>,
  { requestId = globalThis.crypto.randomUUID() }: CallOptions,
): boolean {
  if (dialect.authorisationStart !== "put-on-parent") return false;
  if (start === "startPaymentInitiationCancellationAuthorisation") throw notSent(start, "not_offered", { requestId });
  return true;
}

async function startOnParent<Parent extends OperationId>(
  context: CallContext,
  of: AuthorisedResource<Parent>,
  sent: Omit<CallInput, "parameters">,
): Promise<StartedAuthorisation> {
  const parameters = of.params as unknown as PathParams<StartId>;
  const answer = await call(context, of.start, { ...sent, parameters, ...onParent(context, of, undefined) });
  const body = isMembers(answer.body) ? answer.body : {};
  const links = readLinks(body["_links"], answer.url, context.dialect);
  const { psuMessage } = body;
  return {
    authorisationId: authorisationIdIn(context, body, links),
    scaStatus: scaStatusOn(of.start, answer),
    psuMessage: typeof psuMessage === "string" ? psuMessage : undefined,
    requestId: answer.requestId,
    ...authorisationLinks(links, answer.headers),
  };
}

function onParent<Parent extends OperationId>(
  { dialect }: CallContext,
  { parent, params }: AuthorisedResource<Parent>,
  authorisationId: string | undefined,
): Pick<CallInput, "instead" | "query"> {
  const instead = { method: "PUT", path: pathIn(parent, params, "") };
  const { authorisationIdParameter: name } = dialect;
  return name === undefined || authorisationId === undefined
    ? { instead }
    : { instead, query: { [name]: authorisationId } };
}

/** From the body, or the query of a link that goes on; "" where the bank gives none, since it needs none either. */
function authorisationIdIn({ dialect }: CallContext, body: Record<string, unknown>, links: Links): string {
  if (typeof body["authorisationId"] === "string") return body["authorisationId"];
  const { authorisationIdParameter: name } = dialect;
  if (name === undefined) return "";
  const named = Object.values(links).map(({ href }) => new URL(href).searchParams.get(name));
  return named.find((id) => id !== null) ?? "";
}

const ofConsent = {
  received: "received",
  valid: "finalised",
  partiallyAuthorised: "finalised",
  rejected: "failed",
  revokedByPsu: "failed",
  expired: "failed",
  terminatedByTpp: "failed",
} as const satisfies Record<ConsentStatus, ScaStatus>;

const ofPayment: Partial<Record<TransactionStatus, ScaStatus>> = { RCVD: "received", RJCT: "failed", CANC: "failed" };

/** What a status of the whole says about its authorisation, where the bank answers that one instead. */
function scaStatusOn(
  id: OperationId,
  { body, status, requestId }: Pick<Answered<OperationId>, "status" | "requestId"> & { readonly body: unknown },
): ScaStatus {
  const { scaStatus, consentStatus, transactionStatus } = isMembers(body) ? body : {};
  if (isScaStatus(scaStatus)) return scaStatus;
  if (typeof consentStatus === "string" && Object.hasOwn(ofConsent, consentStatus)) {
    return ofConsent[consentStatus as ConsentStatus];
  }
  if (typeof transactionStatus === "string") return ofPayment[transactionStatus as TransactionStatus] ?? "finalised";
  throw badAnswer(id, { status, requestId, path: "scaStatus" });
}
