// From a certificate to the first balance: node first-balance.ts [bank's address] [folder of the certificate]
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createBankClient } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";

const [baseUrl = "https://localhost:4443/rzb_ro/xs2a/berlin/1.3", pki = ".tallystick/pki"] = process.argv.slice(2);
const pem = (name: string) => readFileSync(`${pki}/${name}`, "utf8");
const request = createMutualTlsRequest({ cert: pem("tpp.pem"), key: pem("tpp.key"), ca: pem("root.pem") });
const bank = createBankClient({ baseUrl, request });
/** Who asks: the address as the account holder's own browser showed it to you. */
const psu = { ipAddress: "192.0.2.7" };

const { consentId, scaRedirect } = await bank.createConsent({
  access: { allPsd2: "allAccounts" },
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
  psu,
  redirectUri: "https://localhost:3000/back",
});
console.log(`Open ${scaRedirect}`);

// That a browser comes back proves nothing: the bank says whether its owner has agreed.
let status = "received";
while (status === "received") {
  await delay(2_000);
  status = (await bank.getConsentStatus({ consentId })).consentStatus;
}
console.log(`The consent is ${status}.`);

for (const { resourceId: accountId = "", iban, name } of await bank.listAccounts({ consentId, psu })) {
  const { balances } = await bank.getBalances({ consentId, accountId, psu });
  for (const { balanceType, balanceAmount } of balances)
    console.log(iban, name, balanceType, balanceAmount.amount, balanceAmount.currency);
}
await request.close();
