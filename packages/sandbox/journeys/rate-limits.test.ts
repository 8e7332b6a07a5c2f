// A bank that counts 10 requests a second meets 60 callers at once: behind the toolkit's limits all are answered, and the
// bank refuses none, or at most a few that the network bunched together and that are asked again.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { createBankClient, createRateLimits, retryingRequest, type BankError, type HttpRequest } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { openSystem, type OwnSystem } from "./harness/system.ts";

let world: OwnSystem;
before(async () => {
  world = await openSystem();
});
after(() => world.end());

test("60 parallel callers at paysera_lt get through, and getStatus tells what the bank said", async (t) => {
  const { addresses, files } = world.system;
  const [cert = "", key = "", ca = ""] = await Promise.all(
    [files.tppCert, files.tppKey, files.ca].map((file) => readFile(file, "utf8")),
  );
  const own = createMutualTlsRequest({ cert, key, ca });
  t.after(() => own.close());
  const statuses: number[] = [];
  const counted: HttpRequest = async (input) => {
    const answer = await own(input);
    statuses.push(answer.status);
    return answer;
  };
  const limits = createRateLimits();
  const baseUrl = `${addresses.banksXs2a}/paysera_lt/xs2a/berlin/1.3`;
  const limited = limits.around(counted, { bank: "paysera_lt", certificate: "sandbox" });
  const bank = createBankClient({ baseUrl, request: retryingRequest(limited) });
  const paymentId = "0b1f6f9e-5a3b-4a58-9c5e-0d6c3a2f7b11";
  const ask = () => bank.getPaymentStatus({ paymentId }).catch((error: BankError) => error.code);
  const codes = await Promise.all(Array.from({ length: 60 }, ask));
  assert.deepEqual(new Set(codes), new Set(["RESOURCE_UNKNOWN"]));
  const refused = statuses.filter((status) => status === 429).length;
  assert.ok(refused <= 6, `${refused} of ${statuses.length} refused`);
  const [status] = limits.getStatus();
  assert.equal(status?.thisHour.used, statuses.length);
  assert.equal(status.told[0]?.limit, 10);
});
