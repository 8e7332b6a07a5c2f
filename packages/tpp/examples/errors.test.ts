// Runs the example: a consent that has ended, in each of the two body forms, is one and the same report.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient } from "@tallystick/tpp";
import { accountsOrWhy, sentenceOf } from "./errors.ts";

test("the example tells what happened and what to do", async (t) => {
  const logged = t.mock.method(console, "error", () => {});
  for (const body of [
    { tppMessages: [{ category: "ERROR", code: "CONSENT_EXPIRED", text: "ended yesterday" }] },
    { title: "Unauthorized", detail: "ended yesterday", code: "CONSENT_EXPIRED" },
  ]) {
    const bank = createBankClient({
      baseUrl: "https://bank.example",
      request: async () => ({ status: 401, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) }),
    });
    const read = await accountsOrWhy(bank, "c1");
    assert.ok("failed" in read);
    assert.match(
      sentenceOf(read.failed),
      /^getAccountList ended with CONSENT_EXPIRED: The consent has ended\. Renew it; .* \(X-Request-ID [0-9a-f-]{36}\)$/,
    );
    assert.equal(read.failed.details.bankText, "ended yesterday");
  }
  assert.equal(logged.mock.callCount(), 2);
});
