// Asks a user for a consent at a bank of the file, and keeps it there: node connect-bank.ts rzb_ro banks.json .tallystick/pki
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import * as tpp from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";

const dialects = { standard: {}, payseraGe: tpp.payseraGe, payseraLt: tpp.payseraLt };
type Bank = { bankId: string; baseUrl: string; dialect: keyof typeof dialects; certificate: string; clientId: string };
const [bankId, file = "banks.json", pki = ".tallystick/pki", redirectUri = "https://localhost:3000/back"] =
  process.argv.slice(2);
const banks = JSON.parse(readFileSync(file, "utf8")) as Bank[];
const bank = banks.find((one) => one.bankId === bankId);
if (bank === undefined) throw new Error(`${file} has no bank ${bankId}`);

const pem = (name: string) => readFileSync(`${pki}/${name}`, "utf8");
const own = { cert: pem(`${bank.certificate}.pem`), key: pem(`${bank.certificate}.key`), ca: pem("root.pem") };
const request = createMutualTlsRequest(own);
const client = tpp.createBankClient({ baseUrl: bank.baseUrl, request, dialect: dialects[bank.dialect] });
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const visit = (url = ""): Promise<string> => terminal.question(`Open ${url}\nCame back to: `);

const { consentId, ...next } = await client.createConsent({
  access: { allPsd2: "allAccounts" },
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
  psu: { ipAddress: "192.0.2.7" },
  redirectUri,
});
let token = {};
if (next.scaOAuth !== undefined) {
  const oauth = { server: await tpp.discover(next.scaOAuth, request), clientId: bank.clientId, request };
  const pending = await tpp.beginAuthorization(oauth, { scope: next.oauthScope, redirectUri });
  const { accessToken } = await tpp.finishAuthorization(oauth, pending, await visit(pending.url));
  token = { accessToken };
} else {
  const confirmationCode = new URL(await visit(next.scaRedirect)).searchParams.get("confirmationCode");
  const authorisationId = next.confirmsAuthorisationId;
  if (authorisationId !== undefined && confirmationCode !== null)
    await client.confirmConsent({ consentId, authorisationId, confirmationCode });
}
const { consentStatus } = await client.getConsentStatus({ consentId });
console.log(`The consent at ${bankId} is ${consentStatus}.`);
const connected = banks.map((one) => (one === bank ? { ...bank, consentId, ...token } : one));
if (consentStatus === "valid") writeFileSync(file, `${JSON.stringify(connected, undefined, 2)}\n`);
terminal.close();
await request.close();
