import { Type, type Static } from "typebox";

/** One entry of `_links`: always an object, relative or absolute (guidelines, section 4.9). */
export const Link = Type.Object({ href: Type.String({ minLength: 1, maxLength: 2048 }) });
export type Link = Static<typeof Link>;

/** The names that a payment's answers use. A client ignores those it does not know. */
export const linkNames = [
  "scaRedirect",
  "scaOAuth",
  "confirmation",
  "startAuthorisation",
  "startAuthorisationWithPsuIdentification",
  "startAuthorisationWithPsuAuthentication",
  "startAuthorisationWithEncryptedPsuAuthentication",
  "startAuthorisationWithAuthenticationMethodSelection",
  "startAuthorisationWithTransactionAuthorisation",
  "updatePsuIdentification",
  "updatePsuAuthentication",
  "selectAuthenticationMethod",
  "authoriseTransaction",
  "self",
  "status",
  "scaStatus",
] as const;
export type LinkName = (typeof linkNames)[number];

/** `_links` of any answer. `scaRedirect` is absolute, `scaOAuth` points at the authorization server's metadata. */
export const Links = Type.Record(Type.String(), Link);
export type Links = { readonly [name in LinkName]?: Link } & { readonly [name: string]: Link };
