// Renews consents at nine in Bucharest, a week before they end, over restarts and with any number of processes.
import { createConsentRenewal, type BankClient, type ConsentRenewal, type RenewalNotice } from "@tallystick/tpp";
import { createPostgresConsentStore, queryOf } from "@tallystick/tpp/postgres";
import type { Pool } from "pg";

export function renewConsents(
  pool: Pool,
  banks: Readonly<Record<string, BankClient>>,
  mail: (to: string, text: string, id: string) => Promise<void>,
): ConsentRenewal {
  const renewal = createConsentRenewal({
    store: createPostgresConsentStore(queryOf(pool)),
    banks,
    timeZone: "Europe/Bucharest",
    // No PSU is there: the address is the one that this program calls from.
    request: () => ({ ipAddress: "198.51.100.7", redirectUri: "https://tpp.example/back" }),
    // At least once: send it under its noticeId, so that a second time is no second mail.
    notify: ({ noticeId, consent, scaRedirect }: RenewalNotice) =>
      mail(consent.user ?? "", `Your access ends on ${consent.validUntil}. Go on: ${scaRedirect}`, noticeId),
    onEvent: ({ bank, consentId, to }) => console.info(bank, consentId, to),
    onError: ({ bank, consentId, error, final }) => console.warn(bank, consentId, error, final),
  });
  renewal.start();
  return renewal;
}
