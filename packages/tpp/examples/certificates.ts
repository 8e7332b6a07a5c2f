// A client of one bank out of certificate files: told of before it expires, sealed where the bank wants it.
import { createBankClient, dialectOf, type BankClient, type Dialect } from "@tallystick/tpp";
import {
  createMutualTlsRequest,
  readIdentityFiles,
  reportOnCertificate,
  signRequests,
  type Identity,
  type IdentityFiles,
} from "@tallystick/tpp/node";

export async function connect(
  bank: { baseUrl: string; dialect: Partial<Dialect> },
  files: IdentityFiles,
  seal?: Identity,
): Promise<{ client: BankClient; close(): Promise<void> }> {
  const identity = await readIdentityFiles(files);
  const { organizationIdentifier, roles, daysLeft } = reportOnCertificate(identity.cert, { key: identity.key });
  console.log(`${organizationIdentifier} with ${roles.join(", ")}, ${daysLeft} days left`);
  const dialect = dialectOf(bank.dialect);
  const request = createMutualTlsRequest({ ...identity, ciphers: dialect.tlsCiphers, onWarning: console.warn });
  const sealed = seal === undefined ? request : signRequests(request, { seal, rules: dialect.signature });
  return { client: createBankClient({ ...bank, request: sealed }), close: () => request.close() };
}
