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

const closed = { additionalProperties: false };
const secret = Type.Optional(Type.String({ minLength: 1, maxLength: 2_048 }));

/**
 * Body of a call that starts or updates an authorisation: empty, or exactly one step (guidelines 7.1 to 7.4). Where the
 * PSU is redirected, only the choice of a method and the confirmation have a meaning.
 */
export const PsuDataUpdate = Type.Object(
  {
    psuData: Type.Optional(
      Type.Object(
        {
          password: secret,
          encryptedPassword: secret,
          additionalPassword: secret,
          additionalEncryptedPassword: secret,
        },
        closed,
      ),
    ),
    authenticationMethodId: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
    scaAuthenticationData: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
    /** The one-time code that came with the redirect. */
    confirmationCode: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
  },
  closed,
);
export type PsuDataUpdate = Static<typeof PsuDataUpdate>;

/** Answer 201 to starting an authorisation. */
export const AuthorisationStarted = Type.Object({
  scaStatus: ScaStatusCode,
  authorisationId: Type.String({ minLength: 1 }),
  scaMethods: Type.Optional(Type.Array(ScaMethodEntry)),
  chosenScaMethod: Type.Optional(ScaMethodEntry),
  psuMessage: Type.Optional(Type.String({ maxLength: 500 })),
  _links: Links,
});
export type AuthorisationStarted = Static<typeof AuthorisationStarted>;

/** Answer 200 to updating an authorisation. */
export const AuthorisationUpdated = Type.Object({
  scaStatus: ScaStatusCode,
  authorisationId: Type.Optional(Type.String({ minLength: 1 })),
  scaMethods: Type.Optional(Type.Array(ScaMethodEntry)),
  chosenScaMethod: Type.Optional(ScaMethodEntry),
  psuMessage: Type.Optional(Type.String({ maxLength: 500 })),
  _links: Links,
});
export type AuthorisationUpdated = Static<typeof AuthorisationUpdated>;
