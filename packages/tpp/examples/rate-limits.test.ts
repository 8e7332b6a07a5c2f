// Runs the example: what the bank's headers say stands in the report.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, limits, report } from "./rate-limits.ts";

test("the example counts a call and reports what the bank said", async () => {
  const reset = Math.ceil(Date.now() / 1_000) + 3_600;
  const bank = connect(
    "rzb_ro",
    "https://bank.example",
    async () => ({
      status: 200,
      headers: {
        "content-type": "application/json",
        "x-ratelimit-limit": "1000",
        "x-ratelimit-remaining": "512",
        "x-ratelimit-reset": String(reset),
      },
      body: new TextEncoder().encode('{"transactionStatus":"ACSC"}'),
    }),
    "f00d",
  );
  await bank.getPaymentStatus({ paymentId: "p1" });
  assert.match(report(limits), /^rzb_ro is open, 1 of 10 this second, 1 of 1000 this hour.* 512 of 1000 left until /);
});
