// Proves when a call is made again and when it is not, and each wait in between, by a clock that the test moves.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BankError, createBankClient, retry, retryingClient, type BankErrorDetails } from "../../index.ts";
import { createManualTime, type ManualTime } from "../../testing/manual-time.ts";

const intent = "0b1f6f9e-5a3b-4a58-9c5e-0d6c3a2f7b11";

function failing(details: Partial<BankErrorDetails> = {}, operation = "initiatePayment"): BankError {
  return new BankError(operation, { code: "unknown", status: 503, requestId: intent, outcome: "unknown", ...details });
}

/** Runs a call that fails with these errors, one after the other, and answers "done" afterwards. */
function run(errors: readonly unknown[], options: { time?: ManualTime; chance?: number; signal?: AbortSignal } = {}) {
  const { time = createManualTime(), chance = 0.5, signal } = options;
  const tries: { at: number; requestId: string; attempt: number }[] = [];
  const ended = retry(
    async ({ requestId, attempt }) => {
      tries.push({ at: time.elapsed(), requestId, attempt });
      const error = errors[tries.length - 1];
      if (error !== undefined) throw error;
      return "done";
    },
    { ...time, chance: () => chance, requestId: intent, ...(signal === undefined ? {} : { signal }) },
  ).catch((error: unknown) => error);
  return { time, tries, ended };
}

describe("a call that fails", () => {
  test("is made three times at most, with the same X-Request-ID, and its last error is handed on", async () => {
    const last = failing({ bankText: "third" });
    const { time, tries, ended } = run([failing(), failing(), last]);
    await time.advance(10_000);
    assert.equal(await ended, last);
    assert.deepEqual(tries, [
      { at: 0, requestId: intent, attempt: 1 },
      { at: 500, requestId: intent, attempt: 2 },
      { at: 1_500, requestId: intent, attempt: 3 },
    ]);
    assert.equal(time.sleepers(), 0);
  });

  test("waits anything up to 1 s, then anything up to 2 s", async () => {
    for (const [chance, waits] of [
      [0, [0, 0]],
      [0.25, [250, 500]],
      [0.999, [999, 1_998]],
    ] as const) {
      const { time, ended } = run([failing(), failing()], { chance });
      await time.advance(10_000);
      assert.equal(await ended, "done");
      assert.deepEqual(time.waits, waits);
    }
  });

  test("never waits less than the bank's Retry-After", async () => {
    const { time, tries, ended } = run([failing({ status: 429, retryAfterSeconds: 30 }), failing()]);
    await time.advance(29_999);
    assert.equal(tries.length, 1);
    await time.advance(1);
    assert.equal(tries.length, 2);
    await time.advance(1_000);
    assert.equal(await ended, "done");
  });

  test("is given up when the bank asks for more than an hour", async () => {
    const error = failing({ status: 429, retryAfterSeconds: 3_601 });
    assert.equal(await run([error]).ended, error);
    const { time, ended } = run([failing({ status: 429, retryAfterSeconds: 3_600 })]);
    await time.advance(3_600_000);
    assert.equal(await ended, "done");
  });

  test("is made again after 429, 500, 502, 503, 504, a broken connection and a time-out only", async () => {
    for (const status of [429, 500, 502, 503, 504]) {
      const { time, ended } = run([failing({ status })]);
      await time.advance(1_000);
      assert.equal(await ended, "done", String(status));
    }
    for (const code of ["network", "timeout"] as const) {
      const { time, ended } = run([failing({ status: undefined, code })]);
      await time.advance(1_000);
      assert.equal(await ended, "done", code);
    }
    for (const status of [200, 400, 401, 403, 404, 405, 408, 409, 415, 501, 505]) {
      const error = failing({ status });
      const { tries, ended } = run([error]);
      assert.equal(await ended, error, String(status));
      assert.equal(tries.length, 1);
    }
    const refused = Object.assign(new Error("expired"), { code: "CERT_HAS_EXPIRED" });
    const error = failing({ status: undefined, code: "network", outcome: "not_sent", cause: refused });
    assert.equal(await run([error]).ended, error);
    const mistake = new TypeError("a mistake");
    assert.equal(await run([mistake]).ended, mistake);
  });

  test("and changes something is made again only under its own X-Request-ID; a read under any", async () => {
    const other = { requestId: "11111111-1111-4111-8111-111111111111" };
    for (const operation of ["initiatePayment", "updatePaymentPsuData", "noSuchOperation"]) {
      const error = failing(other, operation);
      assert.equal(await run([error]).ended, error, operation);
    }
    for (const operation of ["getPaymentInitiationStatus", "cancelPayment"]) {
      const { time, ended } = run([failing(other, operation)]);
      await time.advance(1_000);
      assert.equal(await ended, "done", operation);
    }
  });

  test("stops waiting when it is aborted, at once and without a timer", async () => {
    const aborter = new AbortController();
    const { time, tries, ended } = run([failing()], { signal: aborter.signal });
    await time.advance(100);
    assert.equal(time.sleepers(), 1);
    const reason = new Error("the payer has gone");
    aborter.abort(reason);
    assert.equal(await ended, reason);
    assert.deepEqual([time.sleepers(), tries.length], [0, 1]);
  });

  test("is not made at all when it is aborted before", async () => {
    const { tries, ended } = run([], { signal: AbortSignal.abort(new Error("before")) });
    assert.match(String(await ended), /before/);
    assert.equal(tries.length, 0);
  });

  test("tells each wait beforehand", async () => {
    const notices: unknown[] = [];
    const time = createManualTime();
    const ended = retry(
      async ({ attempt, requestId }) => {
        if (attempt === 1) throw failing({ requestId });
      },
      { ...time, chance: () => 0.5, onRetry: (notice) => notices.push(notice) },
    );
    await time.advance(500);
    await ended;
    assert.deepEqual(notices, [{ attempt: 1, waitMs: 500, status: 503 }]);
  });

  test("by whole options only", async () => {
    for (const options of [{ tries: 0 }, { tries: 4 }, { tries: 1.5 }, { firstDelayMs: -1 }, { longestWaitMs: NaN }]) {
      const [name = ""] = Object.keys(options);
      await assert.rejects(
        retry(async () => "done", options),
        (error: Error) => error instanceof RangeError && error.message.startsWith(name),
      );
    }
  });
});

describe("a client that retries", () => {
  const reference = { product: "sepa-credit-transfers", paymentId: "p1" };

  function bankThatAnswers(statuses: readonly number[]) {
    const ids: string[] = [];
    const client = createBankClient({
      baseUrl: "https://bank.example",
      request: async ({ headers = {} }) => {
        ids.push(headers["x-request-id"] ?? "");
        const status = statuses[ids.length - 1] ?? 200;
        const body = new TextEncoder().encode(JSON.stringify({ transactionStatus: "ACSC", authorisationIds: [] }));
        return { status, headers: { "content-type": "application/json", "retry-after": "2" }, body };
      },
    });
    return { client, ids };
  }

  test("repeats each call under one X-Request-ID, a new one per call", async () => {
    const time = createManualTime();
    const { client, ids } = bankThatAnswers([503, 502, 200, 500, 200]);
    const bank = retryingClient(client, { ...time, chance: () => 0 });
    const asked = bank.getPaymentStatus(reference);
    await time.advance(4_000);
    assert.equal((await asked).transactionStatus, "ACSC");
    const again = bank.listPaymentAuthorisations(reference);
    await time.advance(2_000);
    assert.deepEqual(await again, []);
    assert.equal(ids.length, 5);
    assert.deepEqual(new Set(ids.slice(0, 3)).size, 1);
    assert.deepEqual(new Set(ids.slice(3)).size, 1);
    assert.notEqual(ids[0], ids[3]);
    assert.deepEqual(time.waits, [2_000, 2_000, 2_000]);
  });

  test("rejects with BankError alone, also when it is aborted while waiting", async () => {
    const time = createManualTime();
    const aborter = new AbortController();
    const { client, ids } = bankThatAnswers([503, 503]);
    const bank = retryingClient(client, time);
    const asked = bank.getPaymentStatus({ ...reference, signal: aborter.signal }).catch((error: unknown) => error);
    await time.advance(1_000);
    aborter.abort();
    const error = await asked;
    assert.ok(error instanceof BankError);
    assert.deepEqual([error.code, error.status, error.outcome], ["aborted", undefined, "unknown"]);
    assert.equal((error.cause as BankError).status, 503);
    assert.deepEqual([ids.length, time.sleepers()], [1, 0]);
  });

  test("hands iterators and what is no operation through", async () => {
    const pages = (async function* () {
      yield 1;
    })();
    const client = retryingClient({ transactions: () => pages, name: "rzb_ro" });
    assert.equal(client.transactions(), pages);
    assert.equal(client.name, "rzb_ro");
  });
});
