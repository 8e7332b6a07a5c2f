import { join } from "node:path";
import { createBankClient, type BankClient } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { makeSandboxPki } from "../../src/index.ts";
import { bulkBank } from "./plan.ts";

/** The sandbox's TPP at the bank of this journey. */
export async function openClient(
  dataDir: string,
  xs2aPort: string | number,
): Promise<{ client: BankClient; close(): Promise<void> }> {
  const { ca, tpp } = await makeSandboxPki(join(dataDir, "pki"));
  const request = createMutualTlsRequest({ cert: tpp.cert, key: tpp.key, ca });
  const baseUrl = `https://localhost:${xs2aPort}/${bulkBank.profile.providerId}/xs2a/berlin/1.3`;
  return { client: createBankClient({ baseUrl, request }), close: () => request.close() };
}
