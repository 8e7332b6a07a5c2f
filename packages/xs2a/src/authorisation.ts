import { Type, type Static } from "typebox";
import { Links } from "./links.ts";
import { scaStatuses } from "./status.ts";

/** A text that is one of a closed list. */
export const oneOf = <T extends string>(values: readonly T[]) => Type.Enum([...values]);

export const ScaStatusCode = oneOf(scaStatuses);

/** One way for a PSU to authorise, as embedded and decoupled banks list them. */
export const ScaMethodEntry = Type.Object({
  authenticationType: Type.String(),
  authenticationVersion: Type.Optional(Type.String()),
  authenticationMethodId: Type.String({ maxLength: 35 }),
  name: Type.Optional(Type.String()),
  explanation: Type.Optional(Type.String()),
});
export type ScaMethodEntry = Static<typeof ScaMethodEntry>;

/** Answer 200 to listing the authorisations of a payment, a cancellation, a consent or a basket. */
export const AuthorisationList = Type.Object({ authorisationIds: Type.Array(Type.String({ minLength: 1 })) });
export type AuthorisationList = Static<typeof AuthorisationList>;

/** Answer 200 to asking for the status of one authorisation. */
export const ScaStatusAnswer = Type.Object({
  scaStatus: ScaStatusCode,
  psuMessage: Type.Optional(Type.String({ maxLength: 500 })),
  trustedBeneficiaryFlag: Type.Optional(Type.Boolean()),
  _links: Type.Optional(Links),
});
export type ScaStatusAnswer = Static<typeof ScaStatusAnswer>;
