import type {
  ConsentStatus,
  FundsConsentInformation,
  FundsConsentRequest,
  FundsQuestion,
  ScaStatus,
} from "@tallystick/xs2a";
import { ask } from "../ask.ts";
import { call, type CallContext } from "../call.ts";
import { common, type CallOptions, type PsuContext, type PsuIdentity, type RedirectTargets } from "../inputs.ts";
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
import type { ConsentReference, ConsentStatusInformation } from "./consents.ts";
import { creationHeaders, requireTokenFirst, startedApart } from "./creation.ts";

export interface CreateFundsConsentInput extends CallOptions, PsuIdentity, RedirectTargets {
  readonly consent: FundsConsentRequest;
  readonly psu?: PsuContext;
  /** The TPP begins the authorisation itself, with `startFundsConsentAuthorisation`. */
  readonly explicitAuthorisation?: boolean;
}

export interface CreatedFundsConsent extends AuthorisationLinks {
  readonly consentId: string;
  readonly consentStatus: ConsentStatus;
  /** Scope to ask for at `scaOAuth`. */
  readonly oauthScope: string;
  readonly psuMessage: string | undefined;
  readonly requestId: string;
}

/** Confirmation of funds, and the consent to it (extended service 2.0). */
export interface FundsOperations {
  /** `POST /v1/funds-confirmations`: yes or no. */
  confirmFunds(
    input: CallOptions & { readonly question: FundsQuestion },
  ): Promise<{ readonly fundsAvailable: boolean }>;
  /** `POST /v2/consents/confirmation-of-funds` */
  createFundsConsent(input: CreateFundsConsentInput): Promise<CreatedFundsConsent>;
  /** `GET /v2/consents/confirmation-of-funds/{consentId}` */
  getFundsConsent(input: ConsentReference): Promise<FundsConsentInformation>;
  /** `GET …/{consentId}/status` */
  getFundsConsentStatus(input: ConsentReference): Promise<ConsentStatusInformation>;
  /** `DELETE /v2/consents/confirmation-of-funds/{consentId}` */
  deleteFundsConsent(input: ConsentReference): Promise<void>;
  /** `POST …/{consentId}/authorisations` */
  startFundsConsentAuthorisation(input: ConsentReference & AuthorisationStart): Promise<StartedAuthorisation>;
  /** `GET …/{consentId}/authorisations` */
  listFundsConsentAuthorisations(input: ConsentReference): Promise<string[]>;
  /** `GET …/{consentId}/authorisations/{authorisationId}` */
  getFundsConsentScaStatus(
    input: ConsentReference & { readonly authorisationId: string },
  ): Promise<ScaStatusInformation>;
  /** `PUT …/{consentId}/authorisations/{authorisationId}` with the `confirmationCode` of the redirect. */
  confirmFundsConsent(input: ConsentReference & ConfirmationInput): Promise<{ readonly scaStatus: ScaStatus }>;
}

export function fundsOperations(context: CallContext): FundsOperations {
  const consent = ({ consentId }: ConsentReference): AuthorisedResource<"getConsentConfirmationOfFunds"> => ({
    parent: "getConsentConfirmationOfFunds",
    parentStatus: "getConsentConfirmationOfFundsStatus",
    start: "startConsentConfirmationOfFundsAuthorisation",
    list: "getConsentConfirmationOfFundsAuthorisation",
    scaStatus: "getConsentConfirmationOfFundsScaStatus",
    update: "updateConsentConfirmationOfFundsPsuData",
    params: { consentId },
  });
  return {
    async confirmFunds({ question, ...input }) {
      const id = "checkAvailabilityOfFunds";
      const { fundsAvailable } = (await ask(context, id, { ...common(input), parameters: {}, body: question })).body;
      return { fundsAvailable };
    },

    createFundsConsent: (input) => createFundsConsent(context, input),

    async getFundsConsent({ consentId, ...input }) {
      const id = "getConsentConfirmationOfFunds";
      return (await ask(context, id, { ...common(input), parameters: { consentId } })).body;
    },

    async getFundsConsentStatus({ consentId, ...input }) {
      const id = "getConsentConfirmationOfFundsStatus";
      const { consentStatus, psuMessage } = (await ask(context, id, { ...common(input), parameters: { consentId } }))
        .body;
      return { consentStatus, ...(psuMessage === undefined ? {} : { psuMessage }) };
    },

    async deleteFundsConsent({ consentId, ...input }) {
      await call(context, "deleteConsentConfirmationOfFunds", { ...common(input), parameters: { consentId } });
    },

    startFundsConsentAuthorisation: (input) => startAuthorisation(context, consent(input), input),
    listFundsConsentAuthorisations: (input) => listAuthorisations(context, consent(input), input),
    getFundsConsentScaStatus: (input) => readScaStatus(context, consent(input), input),
    confirmFundsConsent: (input) => confirmAuthorisation(context, consent(input), input),
  };
}

async function createFundsConsent(context: CallContext, input: CreateFundsConsentInput): Promise<CreatedFundsConsent> {
  const id = "createConsentConfirmationOfFunds";
  requireTokenFirst(context, id, input);
  const { body, links, headers, requestId } = await ask(context, id, {
    ...common(input),
    parameters: {},
    body: input.consent,
    headers: creationHeaders(context, id, input, input.psu),
  });
  const { consentId, consentStatus, psuMessage } = body;
  const psu = input.psu === undefined ? {} : { psu: input.psu };
  const begun = await startedApart(context, { links, headers, requestId }, input, (start) =>
    fundsOperations(context).startFundsConsentAuthorisation({ ...start, ...psu, consentId }),
  );
  const oauthScope = scopeOf(context.dialect, "fundsConsent", consentId);
  return { consentId, consentStatus, oauthScope, psuMessage, requestId, ...begun };
}
