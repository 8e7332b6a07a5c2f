import { ConsentCreated, ConsentInformation, ConsentRequest, ConsentStatusAnswer } from "../consent.ts";
import {
  listOfAuthorisations,
  readOfAuthorisation,
  startOfAuthorisation,
  updateOfAuthorisation,
} from "./authorisations.ts";
import { creating, reading, type EndpointRow } from "./row.ts";

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
    ...startOfAuthorisation,
    operationId: "startConsentAuthorisation",
    path: `${consent}/authorisations`,
  },
  getConsentAuthorisation: {
    ...common,
    ...listOfAuthorisations,
    operationId: "getConsentAuthorisation",
    path: `${consent}/authorisations`,
  },
  getConsentScaStatus: {
    ...common,
    ...readOfAuthorisation,
    operationId: "getConsentScaStatus",
    path: `${consent}/authorisations/{authorisationId}`,
  },
  updateConsentsPsuData: {
    ...common,
    ...updateOfAuthorisation,
    operationId: "updateConsentsPsuData",
    path: `${consent}/authorisations/{authorisationId}`,
  },
} as const satisfies Record<string, EndpointRow>;
