import { idempotencyMigration, limiterMigration, outboxMigration, type Migrations } from "@tallystick/kit";
import { payments } from "./0001_payments.ts";
import { authorisations } from "./0002_authorisations.ts";
import { oauthMigration } from "./0010_oauth.ts";
import { pageSessionsMigration } from "./0011_page_sessions.ts";
import { paymentServices } from "./0020_payment_services.ts";
import { authorisationSteps } from "./0030_authorisation_steps.ts";
import { consents } from "./0040_consents.ts";
import { consentClocks } from "./0041_consent_clocks.ts";
import { fundsConsents } from "./0050_funds_consents.ts";
import { standingPayments } from "./0051_standing_payments.ts";
import { openObjects } from "./0061_open_objects.ts";
import { oauthConsents } from "./0080_oauth_consents.ts";
import { psuLists } from "./0090_psu_lists.ts";
import { signers } from "./0091_signers.ts";

/** Every migration of one bank's schema, in order. */
export const bankMigrations: Migrations = {
  "0001_payments": payments,
  "0002_authorisations": authorisations,
  "0003_outbox": outboxMigration,
  "0004_idempotency": idempotencyMigration,
  "0010_oauth": oauthMigration,
  "0011_page_sessions": pageSessionsMigration,
  "0020_payment_services": paymentServices,
  "0030_authorisation_steps": authorisationSteps,
  "0040_consents": consents,
  "0041_consent_clocks": consentClocks,
  "0050_funds_consents": fundsConsents,
  "0051_standing_payments": standingPayments,
  "0060_limits": limiterMigration,
  "0061_open_objects": openObjects,
  "0080_oauth_consents": oauthConsents,
  "0090_psu_lists": psuLists,
  "0091_signers": signers,
};
