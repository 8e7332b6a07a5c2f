import type { MessageCode } from "@tallystick/xs2a";

/** Codes whose documented cause cannot occur here, each with the reason (ruling 24). */
export const withoutCause: Readonly<Partial<Record<MessageCode, string>>> = {
  SESSIONS_NOT_SUPPORTED:
    "says that combinedServiceIndicator may not be used; here it may, and changes nothing, since a payment and a consent are authorised each by itself",
  REQUIRED_KYC_MISSING:
    "says that the bank lacks papers of the PSU; core banking tells the interface nothing of that kind",
  KID_MISSING: "says that a Norwegian payment lacks its KID; no product for Norway is served",
  BENEFICIARY_WHITELISTING_REQUIRED:
    "says that the payee must first be put on a list of trusted ones; the bank keeps no such list",
  REFERENCE_MIX_INVALID: "is about the contents of a signing basket; baskets are not served",
  REFERENCE_STATUS_INVALID: "is about the contents of a signing basket; baskets are not served",
  PSU_CREDENTIALS_INVALID:
    "is about a password sent by the TPP; the PSU gives it on the bank's pages alone, as SCA is by redirect or OAuth",
  CORPORATE_ID_INVALID:
    "is about PSU-Corporate-ID not fitting the PSU; the bank ignores that header and knows the company by who logs in",
  TIMESTAMP_INVALID:
    "is about a time that a signature covers; since 1.3.4 it covers none, and that of x-jws-signature belongs to SIGNATURE_INVALID",
  SERVICE_BLOCKED:
    "says that the bank has blocked the service for the PSU whatever the channel; core banking tells the interface of blocked accounts alone, which is RESOURCE_BLOCKED",
  CONSENT_CONFLICT:
    "says that a consent clashes with another one; here a new recurring consent ends the one before it, and no two clash",
};
