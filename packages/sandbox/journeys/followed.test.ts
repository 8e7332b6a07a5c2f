// Proves that a payment is followed to its end over a restart: the process that follows it is killed, the payer authorises
// meanwhile, and the next process goes on from the store without being told of the payment.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { createBankClient } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { authoriseAtBank } from "./harness/account-holder.ts";
import { startProcess, type OwnProcess } from "./bulk/process.ts";
import { openSystem, type OwnSystem } from "./harness/system.ts";
import { until } from "./harness/until.ts";

const login = "9999999998";
const started: OwnProcess[] = [];
let own: OwnSystem;
let database: ScratchDatabase;
before(async () => {
  own = await openSystem();
  database = await createScratchDatabase(testDatabaseUrl());
});
after(async () => {
  for (const one of started) await one.kill();
  await database?.drop();
  await own?.end();
});

const bankUrl = (): string => `${own.system.addresses.banksXs2a}/rzb_ro/xs2a/berlin/1.3`;

/** A process that follows what the store holds, and this payment if it is told of one. */
async function startPoller(paymentId = ""): Promise<OwnProcess> {
  const { tppCert, tppKey, ca } = own.system.files;
  const poller = await startProcess("../followed/poller-process.ts", [
    database.url,
    bankUrl(),
    tppCert,
    tppKey,
    ca,
    paymentId,
  ]);
  started.push(poller);
  return poller;
}

async function told(poller: OwnProcess, line: string): Promise<void> {
  const look = (): true | undefined => (poller.lines.includes(line) ? true : undefined);
  await until(line, look, { seen: () => [...poller.lines, ...poller.errors].join("\n"), withinMs: 60_000 });
}

async function initiate(): Promise<{ paymentId: string; scaRedirect: string }> {
  const files = [own.system.files.tppCert, own.system.files.tppKey, own.system.files.ca];
  const [cert = "", key = "", ca = ""] = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const request = createMutualTlsRequest({ cert, key, ca });
  const payment = await createBankClient({ baseUrl: bankUrl(), request }).initiatePayment({
    product: "domestic-ron-transfers",
    payment: {
      instructedAmount: { currency: "RON", amount: "12.50" },
      creditorAccount: { iban: "RO10RZBR0000069999999970" },
      creditorName: "Tally and Daughters",
    },
    psuIpAddress: "192.0.2.7",
    redirectUri: `${own.system.addresses.shop}/orders`,
  });
  await request.close();
  return { paymentId: payment.paymentId, scaRedirect: payment.scaRedirect ?? assert.fail("no page to authorise at") };
}

async function authorise(scaRedirect: string): Promise<void> {
  const user = own.system.users["rzb_ro"]?.find((one) => one.login === login) ?? assert.fail("no such user");
  const code = (): string => {
    const line = own.codes.findLast((one) => one.includes(`phone of ${login}: code `));
    return /: code (\d{7})\./.exec(line ?? "")?.[1] ?? assert.fail("no code came");
  };
  await authoriseAtBank(scaRedirect, { login, password: user.password, code }, `${own.system.addresses.shop}/orders`);
}

test("a payment is followed to its end over a restart, and its end is told once", async () => {
  const { paymentId, scaRedirect } = await initiate();
  const first = await startPoller(paymentId);
  await told(first, `${paymentId} RCVD`);
  await first.kill();
  await authorise(scaRedirect);

  const second = await startPoller();
  await told(second, `${paymentId} ACSC`);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const read = async (): Promise<unknown> =>
      (await client.query("select status, ended_by from tpp_payment_polling")).rows[0]?.ended_by ?? undefined;
    assert.equal(await until("the end to be stored", read), "final");
  } finally {
    await client.end();
  }
  await second.kill();
  assert.deepEqual(second.lines, [`${paymentId} ACSC`]);
});
