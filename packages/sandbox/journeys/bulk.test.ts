// 500 payments in one batch, while the TPP's worker is killed twice: each is initiated once at the bank, signed by its
// payer at the bank's pages, and executed once on the ledger; what cannot be paid is listed by its index.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openDb } from "@tallystick/kit";
import { createScratchDatabase, testDatabaseUrl } from "@tallystick/kit/testing";
import type { BankClient } from "@tallystick/tpp";
import { createBulkPayments, type BulkItem, type BulkPayments } from "@tallystick/tpp/bulk";
import { sql } from "kysely";
import { checkBooks, makeSandboxPki, readTransfers, type LedgerSchema } from "../src/index.ts";
import { openClient } from "./bulk/client.ts";
import { amountOf, creditorIban, paymentsOf, product, refused, signers, unfunded } from "./bulk/plan.ts";
import { startProcess, type OwnProcess } from "./bulk/process.ts";
import { Signer } from "./bulk/signer.ts";
import { until } from "./harness/until.ts";

const count = 500;
const withinMs = 240_000;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "localhost", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Signs as they come until the batch is through, each payer its own, all payers at once. */
async function signAll(bulk: BulkPayments, batchId: string, bank: OwnProcess): Promise<Set<number>> {
  const payments = paymentsOf(count);
  const seen = new Set<number>();
  const due = new Map<string, BulkItem[]>(signers.map(({ accounts }) => [accounts[0]!.iban, []]));
  const signed = new Set<number>();
  let isThrough = false;
  const look = async (): Promise<void> => {
    while (!isThrough) {
      const isLast = (await bulk.progress(batchId))?.state === "finished";
      for (const item of await bulk.awaitingPayer(batchId)) {
        if (!seen.has(item.index)) due.get(payments[item.index]?.debtorAccount?.iban ?? "")?.push(item);
        seen.add(item.index);
      }
      isThrough = isLast;
      await delay(250);
    }
  };
  const signOwn = async (user: (typeof signers)[number]): Promise<void> => {
    const code = new RegExp(`phone of ${user.login}: code (\\d{7})\\.`);
    const signer = new Signer(user, () => bank.lines.flatMap((line) => code.exec(line)?.[1] ?? []));
    const own = due.get(user.accounts[0]!.iban)!;
    for (;;) {
      const next = () => own.shift() ?? (isThrough ? "none" : undefined);
      const item = await until(`work for ${user.login}`, next, { withinMs });
      if (item === "none") return;
      await signer.sign(item.scaRedirect ?? "");
      signed.add(item.index);
    }
  };
  await Promise.all([look(), ...signers.map(signOwn)]);
  return signed;
}

/** The worker's three lives: killed by its own hand between the bank's answer and its store, then from outside. */
async function liveThrice(
  bulk: BulkPayments,
  batchId: string,
  start: (env?: NodeJS.ProcessEnv) => Promise<OwnProcess>,
) {
  const first = await start({ TALLYSTICK_KILL_AT: `bulk.after_bank_answer#${100 + randomInt(50)}` });
  await until("the worker to reach its point", () => first.ended(), { withinMs, seen: () => first.errors.join("\n") });
  assert.equal(first.ended(), "SIGKILL", first.errors.join("\n"));
  const second = await start();
  const initiated = 250 + randomInt(100);
  const isThere = async (): Promise<true | undefined> =>
    ((await bulk.progress(batchId))?.counts.initiated ?? 0) >= initiated || undefined;
  await until(`${initiated} payments to be initiated`, isThere, { withinMs, seen: () => second.errors.join("\n") });
  await second.kill();
  const third = await start();
  const isThrough = async (): Promise<true | undefined> =>
    (await bulk.progress(batchId))?.state === "finished" || undefined;
  await until("the batch to be through", isThrough, { withinMs, seen: () => third.errors.join("\n") });
  return [first, second, third];
}

/** What a TPP's polling does: asks the bank for each payment until it is over. */
async function followAll(bulk: BulkPayments, batchId: string, client: BankClient): Promise<void> {
  const items = (await bulk.status(batchId))?.items ?? [];
  for (const { index, paymentId, state } of items) {
    if (state !== "initiated" || paymentId === undefined) continue;
    const ended = await until(`the end of item ${index}`, async () => {
      const { transactionStatus } = await client.getPaymentStatus({ product, paymentId });
      return ["ACSC", "RJCT"].includes(transactionStatus) ? transactionStatus : undefined;
    });
    await bulk.recordStatus(batchId, index, ended);
  }
}

test("500 payments over two kill -9: each executed once, progress told, the failed ones listed", async (t) => {
  const database = await createScratchDatabase(testDatabaseUrl());
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-bulk-"));
  await makeSandboxPki(join(dataDir, "pki"));
  const [xs2aPort, pagesPort] = [await freePort(), await freePort()];
  const processes: OwnProcess[] = [];
  const begun = performance.now();
  const mark = (what: string) => t.diagnostic(`${what} after ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  const start = async (file: string, args: readonly (string | number)[], env?: NodeJS.ProcessEnv) => {
    const started = await startProcess(file, args, env);
    processes.push(started);
    return started;
  };
  const bank = await start("bank-process.ts", [database.url, dataDir, xs2aPort, pagesPort]);
  const { client, close } = await openClient(dataDir, xs2aPort);
  // The TPP's application: it submits and looks, and sends nothing itself.
  const bulk = await createBulkPayments({
    connection: database.url,
    product,
    initiate: () => Promise.reject(new Error("not here")),
  });
  const ledger = openDb<LedgerSchema>({ url: database.url, schema: "ledger", max: 2 });
  t.after(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await Promise.all([bulk.close(), close(), ledger.destroy()]);
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  mark("bank ready");

  const { batchId } = await bulk.submit({ key: "salaries", payments: paymentsOf(count) });
  const worker = (env?: NodeJS.ProcessEnv) => start("worker-process.ts", [database.url, dataDir, xs2aPort], env);
  const [lives, signed] = await Promise.all([
    liveThrice(bulk, batchId, worker).finally(() => mark("batch through")),
    signAll(bulk, batchId, bank),
  ]);
  mark("all signed");
  await followAll(bulk, batchId, client);
  mark("all followed");

  // Progress was shown by every life, and never went back.
  const told = lives.flatMap(({ lines }) => lines.map((line) => (JSON.parse(line) as { initiated: number }).initiated));
  for (const { lines } of lives) assert.ok(lines.length > 50);
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );

  // Each payment initiated once: as many ids as payments, at the TPP and at the bank.
  const status = (await bulk.status(batchId))!;
  const ids = status.items.flatMap(({ paymentId }) => paymentId ?? []);
  assert.equal(ids.length, count - refused.length);
  assert.equal(new Set(ids).size, ids.length);
  const { rows } = await sql<{ payment_id: string }>`select payment_id from bank_bulk_ro.payment`.execute(ledger);
  assert.deepEqual(new Set(rows.map((row) => row.payment_id)), new Set(ids));
  assert.equal(signed.size, ids.length);
  // The item at which the worker died was sent again, and is the same payment.
  assert.ok(status.items.some(({ attempts, state }) => attempts > 1 && state === "initiated"));

  // The failed ones by their index: refused by the bank at once, or ended by it for want of money.
  assert.deepEqual(
    (await bulk.failed(batchId)).map(({ index, failure }) => [index, failure?.code]),
    [...refused.map((index) => [index, "PAYMENT_FAILED"]), ...unfunded.map((index) => [index, "rejected"])].toSorted(
      ([a], [b]) => Number(a) - Number(b),
    ),
  );

  // Executed once each on the ledger, and the books hold.
  const transfers = await readTransfers(ledger, creditorIban);
  const expected = paymentsOf(count).flatMap(({ endToEndIdentification: id }, index) =>
    refused.includes(index) ? [] : [[id, amountOf(index), unfunded.includes(index) ? "RJCT" : "ACSC"]],
  );
  assert.deepEqual(
    transfers
      .map(({ endToEndId, amount, status: ended }) => [endToEndId, amount, ended] as const)
      .toSorted(([, a], [, b]) => (a < b ? -1 : 1)),
    expected,
  );
  assert.deepEqual(await checkBooks(ledger), { unbalanced: [], wrong: [] });
  assert.deepEqual(bank.errors, []);
});
