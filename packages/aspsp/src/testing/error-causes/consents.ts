import { randomUUID } from "node:crypto";
import { aliceRon, giveConsent, postConsent } from "../consents.ts";
import { openHttpBank, type HttpBank, type Reply } from "../http-bank.ts";
import type { Asking, Cause } from "./cause.ts";

/** Where reads need a token, the token ends with its consent and is refused first. */
const withoutTokens: Cause["open"] = (profile) => openHttpBank({ profile: { ...profile, approach: "redirect" } });

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
  {
    code: "CONSENT_INVALID",
    status: { standard: 401, flat: 401 },
    when: "the PSU has not authorised the consent yet",
    open: withoutTokens,
    provoke: async (bank, asking) => read(bank, asking, (await postConsent(bank)).body.consentId),
  },
  {
    code: "CONSENT_EXPIRED",
    status: { standard: 401, flat: 403 },
    when: "the day after the consent's last one has begun",
    open: withoutTokens,
    provoke: async (bank, asking) => {
      const today = bank.clock.now().toISOString().slice(0, 10);
      const consentId = await giveConsent(bank, { access: { accounts: [{ iban: aliceRon }] }, validUntil: today });
      bank.clock.advance(86_400_000);
      return read(bank, asking, consentId);
    },
  },
];

function read(bank: HttpBank, asking: Asking, consentId: string): Promise<Reply> {
  const headers = { "PSU-IP-Address": "8.8.8.8", "Consent-ID": consentId, ...asking };
  return bank.call({ path: "/v1/accounts", headers });
}
