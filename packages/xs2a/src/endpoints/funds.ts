import { ConsentCreated, ConsentStatusAnswer } from "../consent.ts";
import { FundsAnswer, FundsConsentInformation, FundsConsentRequest, FundsQuestion } from "../funds-confirmation.ts";
import {
  listOfAuthorisations,
  readOfAuthorisation,
  startOfAuthorisation,
  updateOfAuthorisation,
} from "./authorisations.ts";
import { reading, starting, type EndpointRow } from "./row.ts";

const consent = "/v2/consents/confirmation-of-funds/{consentId}";
const common = { role: "PSP_IC", subject: "consent" } as const;

/** Row 30 of the contract, and the extended service by which a PSU consents to it (version 2.0, section 1.3). */
export const fundsEndpoints = {
  checkAvailabilityOfFunds: {
    operationId: "checkAvailabilityOfFunds",
    method: "POST",
    path: "/v1/funds-confirmations",
    role: "PSP_IC",
    subject: "funds",
    headers: { ...reading, psuIpAddress: "none" },
    request: FundsQuestion,
    responses: { 200: FundsAnswer },
  },
  createConsentConfirmationOfFunds: {
    ...common,
    operationId: "createConsentConfirmationOfFunds",
    method: "POST",
    path: "/v2/consents/confirmation-of-funds",
    headers: starting,
    request: FundsConsentRequest,
    responses: { 201: ConsentCreated },
  },
  getConsentConfirmationOfFunds: {
    ...common,
    operationId: "getConsentConfirmationOfFunds",
    method: "GET",
    path: consent,
    headers: reading,
    responses: { 200: FundsConsentInformation },
  },
  getConsentConfirmationOfFundsStatus: {
    ...common,
    operationId: "getConsentConfirmationOfFundsStatus",
    method: "GET",
    path: `${consent}/status`,
    headers: reading,
    responses: { 200: ConsentStatusAnswer },
  },
  deleteConsentConfirmationOfFunds: {
    ...common,
    operationId: "deleteConsentConfirmationOfFunds",
    method: "DELETE",
    path: consent,
    headers: reading,
    responses: { 204: null },
  },
  // The service's file leaves the authorisations to the main one, whose names these have.
  startConsentConfirmationOfFundsAuthorisation: {
    ...common,
    ...startOfAuthorisation,
    operationId: "startConsentConfirmationOfFundsAuthorisation",
    path: `${consent}/authorisations`,
  },
  getConsentConfirmationOfFundsAuthorisation: {
    ...common,
    ...listOfAuthorisations,
    operationId: "getConsentConfirmationOfFundsAuthorisation",
    path: `${consent}/authorisations`,
  },
  getConsentConfirmationOfFundsScaStatus: {
    ...common,
    ...readOfAuthorisation,
    operationId: "getConsentConfirmationOfFundsScaStatus",
    path: `${consent}/authorisations/{authorisationId}`,
  },
  updateConsentConfirmationOfFundsPsuData: {
    ...common,
    ...updateOfAuthorisation,
    operationId: "updateConsentConfirmationOfFundsPsuData",
    path: `${consent}/authorisations/{authorisationId}`,
  },
} as const satisfies Record<string, EndpointRow>;
