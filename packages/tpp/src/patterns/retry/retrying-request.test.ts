// Proves what a transport that retries sends again, and that what changes something is sent again only under its id.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { retryingRequest, type HttpAnswer, type HttpRequestInput } from "../../index.ts";
import { createManualTime } from "../../testing/manual-time.ts";

type Outcome = number | Error | HttpAnswer;

function setUp(outcomes: readonly Outcome[]) {
  const time = createManualTime();
  const sent: { at: number; input: HttpRequestInput }[] = [];
  const request = retryingRequest(
    async (input) => {
      sent.push({ at: time.elapsed(), input });
      const outcome = outcomes[sent.length - 1] ?? 200;
      if (outcome instanceof Error) throw outcome;
      return typeof outcome === "number" ? { status: outcome, headers: {}, body: new Uint8Array() } : outcome;
    },
    { ...time, chance: () => 0.5 },
  );
  return { time, sent, request };
}

const get: HttpRequestInput = { method: "GET", url: "https://bank.example/v1/accounts" };
const broken = (code: string) => Object.assign(new Error(code), { code });

describe("a transport that retries", () => {
  test("sends a read again after 0.5 s and 1 s, and answers with the third answer, whatever it is", async () => {
    const { time, sent, request } = setUp([503, broken("ECONNRESET"), 502, 200]);
    const answer = request(get);
    await time.advance(10_000);
    assert.equal((await answer).status, 502);
    assert.deepEqual(
      sent.map(({ at }) => at),
      [0, 500, 1_500],
    );
  });

  test("rejects with the third error as it is", async () => {
    const last = broken("ECONNREFUSED");
    const { time, request } = setUp([503, 503, last]);
    const answer = request(get).catch((error: unknown) => error);
    await time.advance(10_000);
    assert.equal(await answer, last);
  });

  test("obeys Retry-After as a date, by the bank's own clock", async () => {
    const headers = { date: "Tue, 24 Nov 2026 23:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 23:00:20 GMT" };
    const { time, sent, request } = setUp([{ status: 429, headers, body: new Uint8Array() }]);
    const answer = request(get);
    await time.advance(19_999);
    assert.equal(sent.length, 1);
    await time.advance(1);
    assert.equal((await answer).status, 200);
  });

  test("sends a POST, PUT or PATCH again only with its X-Request-ID, and the same bytes", async () => {
    for (const method of ["POST", "PUT", "PATCH"]) {
      const bare = setUp([503]);
      assert.equal((await bare.request({ ...get, method })).status, 503);
      const empty = setUp([503]);
      assert.equal((await empty.request({ ...get, method, headers: { "x-request-id": "" } })).status, 503);
      const named = setUp([503]);
      const input = { ...get, method, headers: { "X-Request-ID": "id-1" }, body: "{}" };
      const answer = named.request(input);
      await named.time.advance(500);
      assert.equal((await answer).status, 200);
      assert.deepEqual(
        named.sent.map((entry) => entry.input),
        [input, input],
      );
    }
  });

  test("sends nothing again that is the same at the next try", async () => {
    for (const outcome of [
      400,
      404,
      409,
      501,
      broken("CERT_HAS_EXPIRED"),
      broken("ERR_TLS_CERT_ALTNAME_INVALID"),
      new TypeError("mutual TLS needs an https URL"),
      new TypeError("fetch failed", { cause: broken("DEPTH_ZERO_SELF_SIGNED_CERT") }),
    ]) {
      const { sent, request } = setUp([outcome]);
      await request(get).catch(() => {});
      assert.equal(sent.length, 1, String(outcome));
    }
  });

  test("stops waiting when it is aborted, and does not repeat what was aborted on its way", async () => {
    const aborter = new AbortController();
    const { time, sent, request } = setUp([503]);
    const answer = request({ ...get, signal: aborter.signal }).catch((error: unknown) => error);
    await time.advance(100);
    aborter.abort(new Error("gone"));
    assert.match(String(await answer), /gone/);
    assert.deepEqual([sent.length, time.sleepers()], [1, 0]);

    const other = setUp([broken("ABORT_ERR")]);
    await assert.rejects(other.request({ ...get, signal: AbortSignal.abort() }));
    assert.equal(other.sent.length, 1);
  });
});
