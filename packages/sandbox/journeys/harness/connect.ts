import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  beginAuthorization,
  createBankClient,
  discover,
  finishAuthorization,
  payseraGe,
  payseraLt,
  type Dialect,
} from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { authoriseAtBank } from "./account-holder.ts";
import type { OwnSystem } from "./system.ts";

/** A line of the file that the aggregation example reads. */
export interface ConnectedBank {
  readonly bankId: string;
  readonly baseUrl: string;
  readonly dialect: "standard" | "payseraLt" | "payseraGe";
  /** Name of its files in the folder of certificates. */
  readonly certificate: string;
  readonly consentId: string;
  readonly accessToken?: string;
}

/** How the toolkit reaches each bank: most follow the standard to the letter, under one certificate. */
const ways: Readonly<Record<string, Pick<ConnectedBank, "dialect" | "certificate"> & { readonly clientId: string }>> = {
  paysera_lt: { dialect: "payseraLt", certificate: "tpp", clientId: "PSDLT-BOL-123456" },
  paysera_ge: { dialect: "payseraGe", certificate: "georgia-tpp", clientId: "PSDGE-NBG-123456" },
};
const usual = { dialect: "standard", certificate: "tpp", clientId: "PSDLT-BOL-123456" } as const;
const dialects: Readonly<Record<ConnectedBank["dialect"], Partial<Dialect>>> = { standard: {}, payseraLt, payseraGe };

/**
 * The user's consent to all accounts at one bank, with the user at the bank's pages and, where the bank wants it so, a
 * token or a confirmation afterwards.
 */
export async function connectBank(
  { system: { addresses, files, users }, codes }: OwnSystem,
  bankId: string,
  login: string,
): Promise<ConnectedBank> {
  const { dialect, certificate, clientId } = ways[bankId] ?? usual;
  const pem = (name: string): string => readFileSync(join(dirname(files.tppCert), name), "utf8");
  const own = { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key`), ca: pem("root.pem") };
  const request = createMutualTlsRequest(own);
  const path = dialect === "standard" ? "/xs2a/berlin/1.3" : "";
  const baseUrl = `${addresses.banksXs2a}/${bankId}${path}`;
  const bank = createBankClient({ baseUrl, request, dialect: dialects[dialect] });
  const user = users[bankId]?.find((one) => one.login === login);
  assert.ok(user, `${bankId} has no user ${login}`);
  const holder = { login, password: user.password, code: () => user.pin ?? newestCode(codes, login) };
  const redirectUri = `${addresses.shop}/orders`;

  const consent = await bank.createConsent({
    access: { allPsd2: "allAccounts" },
    recurringIndicator: true,
    validUntil: "9999-12-31",
    frequencyPerDay: 4,
    psu: { ipAddress: "192.0.2.7" },
    redirectUri,
  });
  const { consentId, scaOAuth, scaRedirect, oauthScope, confirmsAuthorisationId: authorisationId } = consent;
  const connected = { bankId, baseUrl, dialect, certificate, consentId } as const;
  try {
    if (scaOAuth !== undefined) {
      const oauth = { server: await discover(scaOAuth, request), clientId, request };
      const pending = await beginAuthorization(oauth, { scope: oauthScope, redirectUri });
      const back = await authoriseAtBank(pending.url, holder, redirectUri);
      const { accessToken } = await finishAuthorization(oauth, pending, back.href);
      return { ...connected, accessToken };
    }
    const back = await authoriseAtBank(scaRedirect ?? "", holder, redirectUri);
    const confirmationCode = back.searchParams.get("confirmationCode");
    if (authorisationId !== undefined && confirmationCode !== null)
      await bank.confirmConsent({ consentId, authorisationId, confirmationCode });
    assert.equal((await bank.getConsentStatus({ consentId })).consentStatus, "valid", bankId);
    return connected;
  } finally {
    await request.close();
  }
}

function newestCode(codes: readonly string[], login: string): string {
  const line = codes.findLast((one) => one.includes(`phone of ${login}: code `));
  return /: code (\d{7})\./.exec(line ?? "")?.[1] ?? assert.fail(`no code was sent to ${login}`);
}
