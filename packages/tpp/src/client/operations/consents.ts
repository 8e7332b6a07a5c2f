import {
  addDays,
  dateOf,
  isCalendarDate,
  type AccountAccess,
  type ConsentInformation,
  type ConsentRequest,
  type ConsentStatus,
  type ScaStatus,
} from "@tallystick/xs2a";
import { ask } from "../ask.ts";
import { call, notSent, type CallContext } from "../call.ts";
import { common, type CallOptions, type PsuContext, type PsuIdentity } from "../inputs.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import { scopeOf } from "../../dialect/scope.ts";
import {
  confirmAuthorisation,
  listAuthorisations,
  readScaStatus,
  startAuthorisation,
  type AuthorisationLinks,
  type AuthorisationStart,
  type AuthorisedResource,
  type ConfirmationInput,
  type ScaStatusInformation,
  type StartedAuthorisation,
} from "./authorisations.ts";
import { creationHeaders, requireTokenFirst, startedApart } from "./creation.ts";

export interface CreateConsentInput extends CallOptions, PsuIdentity {
  readonly access: AccountAccess;
  readonly recurringIndicator: boolean;
  /** `YYYY-MM-DD`, inclusive; `9999-12-31` asks for as long as the bank can. */
  readonly validUntil: string;
  /** Reads a day without the PSU; 1 where the consent is not recurring. */
  readonly frequencyPerDay: number;
  readonly combinedServiceIndicator?: boolean;
  readonly psu: PsuContext;
  readonly redirectUri: string;
  readonly nokRedirectUri?: string;
  /** The TPP begins the authorisation itself, with `startConsentAuthorisation`. */
  readonly explicitAuthorisation?: boolean;
}

export interface CreatedConsent extends AuthorisationLinks {
  readonly consentId: string;
  readonly consentStatus: ConsentStatus;
  /** Scope to ask for at `scaOAuth`. */
  readonly oauthScope: string;
  /** What the bank was asked for, after the dialect has made of the input what this bank takes. */
  readonly asked: ConsentRequest;
  readonly psuMessage: string | undefined;
  readonly requestId: string;
}

export interface ConsentReference extends CallOptions {
  readonly consentId: string;
}

export interface ConsentStatusInformation {
  readonly consentStatus: ConsentStatus;
  readonly psuMessage?: string;
}

/** Consents to account information. */
export interface ConsentOperations {
  /** `POST /v1/consents` */
  createConsent(input: CreateConsentInput): Promise<CreatedConsent>;
  /** `GET /v1/consents/{consentId}`; `validUntil` is the day on which it really ends, as far as the bank or its dialect says. */
  getConsent(input: ConsentReference): Promise<ConsentInformation>;
  /** `GET …/{consentId}/status` */
  getConsentStatus(input: ConsentReference): Promise<ConsentStatusInformation>;
  /** `DELETE /v1/consents/{consentId}` */
  deleteConsent(input: ConsentReference): Promise<void>;
  /** `POST …/{consentId}/authorisations` */
  startConsentAuthorisation(input: ConsentReference & AuthorisationStart): Promise<StartedAuthorisation>;
  /** `GET …/{consentId}/authorisations` */
  listConsentAuthorisations(input: ConsentReference): Promise<string[]>;
  /** `GET …/{consentId}/authorisations/{authorisationId}` */
  getConsentScaStatus(input: ConsentReference & { readonly authorisationId: string }): Promise<ScaStatusInformation>;
  /** `PUT …/{consentId}/authorisations/{authorisationId}` with the `confirmationCode` of the redirect. */
  confirmConsent(input: ConsentReference & ConfirmationInput): Promise<{ readonly scaStatus: ScaStatus }>;
}

export function consentOperations(context: CallContext): ConsentOperations {
  const consent = ({ consentId }: ConsentReference): AuthorisedResource<"getConsentInformation"> => ({
    parent: "getConsentInformation",
    parentStatus: "getConsentStatus",
    start: "startConsentAuthorisation",
    list: "getConsentAuthorisation",
    scaStatus: "getConsentScaStatus",
    update: "updateConsentsPsuData",
    params: { consentId },
  });
  return {
    createConsent: (input) => createConsent(context, input),

    async getConsent({ consentId, ...input }) {
      const { body } = await ask(context, "getConsentInformation", { ...common(input), parameters: { consentId } });
      return { ...body, validUntil: endOf(context.dialect, body) };
    },

    async getConsentStatus({ consentId, ...input }) {
      const { body } = await ask(context, "getConsentStatus", { ...common(input), parameters: { consentId } });
      const { consentStatus, psuMessage } = body;
      return { consentStatus, ...(psuMessage === undefined ? {} : { psuMessage }) };
    },

    async deleteConsent({ consentId, ...input }) {
      await call(context, "deleteConsent", { ...common(input), parameters: { consentId } });
    },

    startConsentAuthorisation: (input) => startAuthorisation(context, consent(input), input),
    listConsentAuthorisations: (input) => listAuthorisations(context, consent(input), input),
    getConsentScaStatus: (input) => readScaStatus(context, consent(input), input),
    confirmConsent: (input) => confirmAuthorisation(context, consent(input), input),
  };
}

async function createConsent(context: CallContext, input: CreateConsentInput): Promise<CreatedConsent> {
  const id = "createConsent";
  checkConsent(id, input);
  requireTokenFirst(context, id, input);
  const asked = requestOf(context, input);
  const { body, links, headers, requestId } = await ask(context, id, {
    ...common(input),
    parameters: {},
    body: asked,
    headers: creationHeaders(context, id, input, input.psu),
  });
  const { consentId, consentStatus, psuMessage } = body;
  const begun = await startedApart(context, { links, headers, requestId }, input, (start) =>
    consentOperations(context).startConsentAuthorisation({ ...start, consentId, psu: input.psu }),
  );
  const oauthScope = scopeOf(context.dialect, "consent", consentId);
  return { consentId, consentStatus, oauthScope, asked, psuMessage, requestId, ...begun };
}

function checkConsent(id: "createConsent", input: CreateConsentInput): void {
  const { validUntil, frequencyPerDay, requestId = globalThis.crypto.randomUUID() } = input;
  const isCount = Number.isInteger(frequencyPerDay) && frequencyPerDay >= 1;
  const path = !isCalendarDate(validUntil) ? "validUntil" : isCount ? undefined : "frequencyPerDay";
  if (path !== undefined) throw notSent(id, "bad_input", { requestId, path });
}

/** What this bank takes of what the caller wants. */
function requestOf({ dialect, clock }: CallContext, input: CreateConsentInput): ConsentRequest {
  const { access, validUntil, frequencyPerDay, combinedServiceIndicator = false } = input;
  const { validUntilMaximumDays: days, quota } = dialect;
  const last = days === undefined ? undefined : addDays(dateOf(clock.now()), days);
  return {
    access,
    recurringIndicator: dialect.recurringIndicator ?? input.recurringIndicator,
    validUntil: last !== undefined && last < validUntil ? last : validUntil,
    frequencyPerDay: Math.min(frequencyPerDay, quota.perDay),
    combinedServiceIndicator,
  };
}

/** Some banks go on showing the date that was asked for, and end the consent when its cap is reached. */
function endOf({ consentCapDays }: Dialect, consent: ConsentInformation): string {
  const { validUntil, lastActionDate, consentStatus } = consent;
  if (consentCapDays === undefined || consentStatus !== "valid") return validUntil;
  const cap = addDays(lastActionDate, consentCapDays) ?? validUntil;
  return cap < validUntil ? cap : validUntil;
}
