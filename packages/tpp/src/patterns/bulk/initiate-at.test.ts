import assert from "node:assert/strict";
import { test } from "node:test";
import type { InitiatePaymentInput, InitiatedPayment } from "../../client/bank-client.ts";
import type { BulkOrder } from "./batch.ts";
import { initiateAt } from "./initiate-at.ts";
import { paymentOf } from "./testing/open-bulk.ts";

const order: BulkOrder = {
  batchId: "b",
  key: "k",
  index: 4,
  requestId: "6f0e9f6a-8a3c-4b8e-9a0d-4f0d3b8c1a11",
  product: "sepa-credit-transfers",
  payment: paymentOf(4),
  signal: new AbortController().signal,
};

async function sentBy(options: Parameters<typeof initiateAt>[1]): Promise<InitiatePaymentInput> {
  const sent: InitiatePaymentInput[] = [];
  const initiatePayment = async (input: InitiatePaymentInput) => {
    sent.push(input);
    return {} as InitiatedPayment;
  };
  await initiateAt({ initiatePayment }, options)(order);
  assert.equal(sent.length, 1);
  return sent[0]!;
}

test("the item's own X-Request-ID, product and signal go to the bank, with an address that may be the item's own", async () => {
  const { requestId, product, payment, signal } = order;
  const psuIpAddress = "203.0.113.7";
  assert.deepEqual(await sentBy({ psuIpAddress, redirectUri: "https://tpp.example/back" }), {
    requestId,
    product,
    payment,
    signal,
    psuIpAddress,
    redirectUri: "https://tpp.example/back",
  });
  const own = await sentBy({
    psuIpAddress,
    redirectUri: ({ key, index }) => `https://tpp.example/back/${key}/${index}`,
    nokRedirectUri: "https://tpp.example/no",
    accessToken: async () => "token-of-now",
  });
  assert.deepEqual(
    [own.redirectUri, own.nokRedirectUri, own.accessToken],
    ["https://tpp.example/back/k/4", "https://tpp.example/no", "token-of-now"],
  );
});
