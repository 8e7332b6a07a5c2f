// Pays suppliers in one batch: in a web process by `submit`, in a worker by `work`; both may be one.
import type { BankClient } from "@tallystick/tpp";
import { createBulkPayments, initiateAt, type BulkBatch, type BulkPayments } from "@tallystick/tpp/bulk";

export async function openPayments(connection: string, client: BankClient): Promise<BulkPayments> {
  return createBulkPayments({
    connection,
    queue: "payments-rzb-ro",
    initiate: initiateAt(client, { psuIpAddress: "203.0.113.7", redirectUri: "https://tpp.example/back" }),
    onProgress: ({ index, state, progress }) =>
      console.info(`item ${index} is ${state}: ${progress.counts.initiated} of ${progress.total}`),
    onError: (error) => console.error(error),
  });
}

export async function pay(bulk: BulkPayments, batch: BulkBatch): Promise<string> {
  const { batchId } = await bulk.submit(batch);
  await bulk.work();
  return batchId;
}

export async function report(bulk: BulkPayments, batchId: string): Promise<string[]> {
  const lines = (await bulk.awaitingPayer(batchId)).map(({ index, scaRedirect }) => `${index}: sign at ${scaRedirect}`);
  const failed = await bulk.failed(batchId);
  return [...lines, ...failed.map(({ index, failure }) => `${index}: ${failure?.code}. ${failure?.advice}`)];
}
