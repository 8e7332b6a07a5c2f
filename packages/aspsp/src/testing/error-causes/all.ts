import { accountCauses } from "./accounts.ts";
import { authorisationCauses } from "./authorisations.ts";
import type { Cause } from "./cause.ts";
import { certificateCauses } from "./certificates.ts";
import { consentCauses } from "./consents.ts";
import { paymentCauses } from "./payments.ts";
import { wireCauses } from "./wire.ts";

/** Every cause that a test provokes. A new feature adds its own list here. */
export const causes: readonly Cause[] = [
  ...wireCauses,
  ...certificateCauses,
  ...paymentCauses,
  ...consentCauses,
  ...authorisationCauses,
  ...accountCauses,
];
