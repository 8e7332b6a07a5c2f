// A bank that knows one consent and one account, behind mutual TLS, for programs that have nothing but the package.
import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { createAuthority, issueCertificate } from "@tallystick/sandbox/testing";

const balance = {
  balanceAmount: { amount: "3564.54", currency: "EUR" },
  balanceType: "interimAvailable",
};
const answers: Readonly<Record<string, object>> = {
  "/xs2a/v1/accounts": { accounts: [{ resourceId: "a1", iban: "LT803500010001234567", currency: "EUR" }] },
  "/xs2a/v1/accounts/a1/balances": { balances: [balance] },
};

/** Writes `tpp.pem`, `tpp.key` and `root.pem` into the folder, as the sandbox does. */
export async function openPretendBank(folder: string): Promise<{ baseUrl: string; close(): void }> {
  const authority = await createAuthority();
  const tpp = await issueCertificate(authority, { commonName: "tpp.example" });
  const bank = await issueCertificate(authority, { sans: ["localhost"] });
  writeFileSync(join(folder, "tpp.pem"), tpp.chain);
  writeFileSync(join(folder, "tpp.key"), tpp.key);
  writeFileSync(join(folder, "root.pem"), authority.root);
  const options = { cert: bank.chain, key: bank.key, ca: authority.root, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const allowed = (request.socket as TLSSocket).authorized && request.headers["consent-id"] === "c1";
    const answer = allowed ? answers[path] : undefined;
    response.writeHead(answer === undefined ? 401 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { tppMessages: [{ category: "ERROR", code: "CONSENT_INVALID" }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { baseUrl: `https://localhost:${(server.address() as AddressInfo).port}/xs2a`, close };
}
