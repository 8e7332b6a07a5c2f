import {
  AuthorisationList,
  AuthorisationStarted,
  AuthorisationUpdated,
  PsuDataUpdate,
  ScaStatusAnswer,
} from "../authorisation.ts";
import { ConsentCreated, ConsentInformation, ConsentRequest, ConsentStatusAnswer } from "../consent.ts";
import { creating, reading, starting, updating, type EndpointRow } from "./row.ts";

const consent = "/v1/consents/{consentId}";
const common = { role: "PSP_AI", subject: "consent" } as const;

/** Rows 22 to 29 of the contract: consents to account information. */
export const consentEndpoints = {
  createConsent: {
    ...common,
    operationId: "createConsent",
    method: "POST",
    path: "/v1/consents",
    headers: { ...creating, consentId: "none" },
    request: ConsentRequest,
    responses: { 201: ConsentCreated },
  },
  getConsentInformation: {
    ...common,
    operationId: "getConsentInformation",
    method: "GET",
    path: consent,
    headers: reading,
    responses: { 200: ConsentInformation },
  },
  deleteConsent: {
    ...common,
    operationId: "deleteConsent",
    method: "DELETE",
    path: consent,
    headers: reading,
    responses: { 204: null },
  },
  getConsentStatus: {
    ...common,
    operationId: "getConsentStatus",
    method: "GET",
    path: `${consent}/status`,
    headers: reading,
    responses: { 200: ConsentStatusAnswer },
  },
  startConsentAuthorisation: {
    ...common,
    operationId: "startConsentAuthorisation",
    method: "POST",
    path: `${consent}/authorisations`,
    headers: starting,
    request: PsuDataUpdate,
    responses: { 201: AuthorisationStarted },
  },
  getConsentAuthorisation: {
    ...common,
    operationId: "getConsentAuthorisation",
    method: "GET",
    path: `${consent}/authorisations`,
    headers: reading,
    responses: { 200: AuthorisationList },
  },
  getConsentScaStatus: {
    ...common,
    operationId: "getConsentScaStatus",
    method: "GET",
    path: `${consent}/authorisations/{authorisationId}`,
    headers: reading,
    responses: { 200: ScaStatusAnswer },
  },
  updateConsentsPsuData: {
    ...common,
    operationId: "updateConsentsPsuData",
    method: "PUT",
    path: `${consent}/authorisations/{authorisationId}`,
    headers: updating,
    request: PsuDataUpdate,
    responses: { 200: AuthorisationUpdated },
  },
} as const satisfies Record<string, EndpointRow>;
