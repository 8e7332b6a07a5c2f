import { openHttpBank, type HttpBank } from "../http-bank.ts";
import { openStatusAuthority, type StatusAuthority } from "../status-authority.ts";
import type { BankProfile } from "../../profile.ts";
import type { Cause } from "./cause.ts";

/** A bank that asks an authority which has revoked the caller's certificate. */
async function openRevokingBank(profile: BankProfile): Promise<HttpBank> {
  let status: StatusAuthority | undefined;
  const bank = await openHttpBank({
    profile,
    bank: async ({ authority, clock, trust }) => {
      status = await openStatusAuthority(authority, clock);
      const issuers = [{ certificate: authority.pem, ocspUrl: status.ocspUrl }];
      return { trust: { ...trust, revocation: { request: status.request, issuers } } };
    },
  });
  status?.revoke(bank.certificate);
  return { ...bank, close: async () => void (await Promise.all([bank.close(), status?.close()])) };
}

/** What an authority has taken back, and what a bank asks to be sealed. */
export const certificateCauses: readonly Cause[] = [
  {
    code: "CERTIFICATE_REVOKE",
    status: { standard: 401, flat: 401 },
    when: "the authority has revoked the certificate",
    open: openRevokingBank,
    provoke: (bank, headers) => bank.initiate({}, { headers }),
  },
  {
    code: "SIGNATURE_MISSING",
    status: { standard: 401, flat: 401 },
    when: "the bank asks for a seal and none was sent",
    open: (profile) => openHttpBank({ profile: { ...profile, requireSignature: "payments" } }),
    provoke: (bank, headers) => bank.initiate({}, { headers }),
  },
];
