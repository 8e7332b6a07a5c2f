import {
  AuthorisationList,
  AuthorisationStarted,
  AuthorisationUpdated,
  PsuDataUpdate,
  ScaStatusAnswer,
} from "../authorisation.ts";
import { reading, starting, updating } from "./row.ts";

/** What the authorisations of payments, cancellations and consents have in common; each resource adds ids and paths. */
export const startOfAuthorisation = {
  method: "POST",
  headers: starting,
  request: PsuDataUpdate,
  responses: { 201: AuthorisationStarted },
} as const;
export const listOfAuthorisations = { method: "GET", headers: reading, responses: { 200: AuthorisationList } } as const;
export const readOfAuthorisation = { method: "GET", headers: reading, responses: { 200: ScaStatusAnswer } } as const;
export const updateOfAuthorisation = {
  method: "PUT",
  headers: updating,
  request: PsuDataUpdate,
  responses: { 200: AuthorisationUpdated },
} as const;
