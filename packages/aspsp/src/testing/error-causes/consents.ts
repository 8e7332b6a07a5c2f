import { randomUUID } from "node:crypto";
import { postConsent } from "../consents.ts";
import type { Cause } from "./cause.ts";

/** What a consent may be refused for. */
export const consentCauses: readonly Cause[] = [
  {
    code: "CONSENT_UNKNOWN",
    status: { standard: 403, flat: 403 },
    when: "the path names no consent of this TPP",
    provoke: (bank, headers) => bank.call({ path: `/v1/consents/${randomUUID()}`, headers }),
  },
  {
    code: "PARAMETER_NOT_SUPPORTED",
    status: { standard: 400, flat: 400 },
    when: "an account is named in a way that the bank does not know",
    provoke: (bank, headers) => postConsent(bank, { access: { accounts: [{ bban: "1234567" }] } }, { headers }),
  },
  {
    code: "FORMAT_ERROR",
    status: { standard: 400, flat: 400 },
    when: "filled and empty lists of accounts stand side by side",
    provoke: (bank, headers) => postConsent(bank, { access: { accounts: [], balances: [{}] } }, { headers }),
  },
];
