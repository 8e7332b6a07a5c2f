// Proves that a report is read to its end and no further: page by page as they are wanted, and never in a
// circle.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { BankErrorCode } from "./bank-error.ts";
import { bankOf, clientOf, entry, ofAccount, page, path, read } from "./testing/paged-bank.ts";
import type { Asked, Reply } from "./testing/small-bank.ts";

describe("a report of several pages", () => {
  for (const [form, write] of Object.entries({
    "an object": (href: string) => ({ href }),
    "a plain text": (href: string) => href,
  })) {
    for (const [kind, prefix] of Object.entries({ absolute: true, relative: false })) {
      test(`is followed by a link that is ${form}, ${kind}`, async (t) => {
        const bank = await bankOf(t, ({ query }, url) => {
          const at = Number(query.get("page") ?? "1");
          const next = `${prefix ? url : ""}${path}?page=${at + 1}`;
          return at < 3 ? page([String(at)], write(next)) : page([String(at)]);
        });
        assert.deepEqual(await read(clientOf(bank)), { ids: ["1", "2", "3"], error: undefined });
        const ids = bank.asked.map(({ headers }) => headers["x-request-id"]);
        assert.equal(new Set(ids).size, 3, "each page is a call of its own");
        for (const { headers } of bank.asked) {
          assert.deepEqual([headers["consent-id"], headers["authorization"]], ["c1", "Bearer secret"]);
        }
      });
    }
  }

  test("also leads on by links of the answer as a whole", async (t) => {
    const bank = await bankOf(t, ({ query }) => {
      if (query.has("key")) return page(["2"]);
      return { body: { transactions: { booked: [entry("1")] }, _links: { next: { href: `${path}?key=2` } } } };
    });
    assert.deepEqual((await read(clientOf(bank))).ids, ["1", "2"]);
  });

  test("bears the caller's X-Request-ID on its first page alone", async (t) => {
    const requestId = "2f77a125-aa7a-45c0-b414-cea25a116035";
    const bank = await bankOf(t, ({ query }) => (query.has("key") ? page(["2"]) : page(["1"], `${path}?key=2`)));
    await Array.fromAsync(clientOf(bank).transactions({ ...ofAccount, requestId }));
    assert.deepEqual(
      bank.asked.map(({ headers }) => headers["x-request-id"] === requestId),
      [true, false],
    );
  });

  test("is asked for page by page, and not beyond what is wanted", async (t) => {
    const bank = await bankOf(t, ({ query }) => {
      const at = Number(query.get("page") ?? "1");
      return page([`${at}a`, `${at}b`], { href: `${path}?page=${at + 1}` });
    });
    const entries = clientOf(bank).transactions(ofAccount)[Symbol.asyncIterator]();
    assert.equal(bank.asked.length, 0, "nothing before the first is wanted");
    const wanted = async () => (await entries.next()).value?.transactionId;
    assert.deepEqual([await wanted(), await wanted(), bank.asked.length], ["1a", "1b", 1]);
    assert.deepEqual([await wanted(), bank.asked.length], ["2a", 2]);
    await entries.return?.();
    assert.equal(bank.asked.length, 2);
  });

  test("an empty page that leads on is no end", async (t) => {
    const bank = await bankOf(t, ({ query }) => {
      const at = Number(query.get("page") ?? "1");
      return at < 5 ? page(at % 2 === 0 ? [] : [String(at)], { href: `${path}?page=${at + 1}` }) : page([]);
    });
    assert.deepEqual(await read(clientOf(bank)), { ids: ["1", "3"], error: undefined });
  });

  test("the caller's signal ends it between pages", async (t) => {
    const bank = await bankOf(t, ({ query }) => {
      const at = Number(query.get("page") ?? "1");
      return page([String(at)], { href: `${path}?page=${at + 1}` });
    });
    const stop = new AbortController();
    const entries = clientOf(bank)
      .transactions({ ...ofAccount, signal: stop.signal })
      [Symbol.asyncIterator]();
    await entries.next();
    stop.abort();
    await assert.rejects(entries.next(), { code: "aborted", outcome: "not_sent" });
    assert.equal(bank.asked.length, 1);
  });

  test("a page of HTML is the error that says so, and what came before it stays", async (t) => {
    const bank = await bankOf(t, ({ query }) =>
      query.has("page")
        ? { headers: { "content-type": "text/html" }, body: "<html><title>Please log in</title></html>" }
        : page(["1"], { href: `${path}?page=2` }),
    );
    const { ids, error } = await read(clientOf(bank));
    assert.deepEqual([ids, error?.code, error?.bankText, error?.retryable], [["1"], "html", "Please log in", false]);
  });

  test("a page that the bank refuses is that error", async (t) => {
    const bank = await bankOf(t, ({ query }) =>
      query.has("page")
        ? { status: 429, headers: { "retry-after": "3" }, body: { tppMessages: [] } }
        : page(["1"], `${path}?page=2`),
    );
    const { ids, error } = await read(clientOf(bank));
    assert.deepEqual([ids, error?.status, error?.retryAfterSeconds, error?.retryable], [["1"], 429, 3, true]);
  });
});

describe("a report that does not end", () => {
  const ends: [string, (asked: Asked) => Reply, BankErrorCode, number][] = [
    ["a page that leads to itself", () => page(["1"], `${path}?bookingStatus=both`), "page_loop", 1],
    [
      "two pages that lead to each other",
      ({ query }) => page([query.get("page") ?? "0"], `${path}?page=${query.get("page") === "1" ? "2" : "1"}`),
      "page_loop",
      3,
    ],
    [
      "the same page under a new key each time",
      ({ query }) => page(["1", "2"], `${path}?key=${Number(query.get("key") ?? "0") + 1}`),
      "page_loop",
      2,
    ],
    [
      "an earlier page under a new key",
      ({ query }) => {
        const key = Number(query.get("key") ?? "0");
        return page([String(key % 3)], `${path}?key=${key + 1}`);
      },
      "page_loop",
      4,
    ],
    [
      "empty pages under new keys for ever",
      ({ query }) => page([], `${path}?key=${Number(query.get("key") ?? "0") + 1}`),
      "page_limit",
      5,
    ],
    [
      "new entries for ever",
      ({ query }) => page([query.get("key") ?? "0"], `${path}?key=${Number(query.get("key") ?? "0") + 1}`),
      "page_limit",
      5,
    ],
  ];
  for (const [what, answer, code, calls] of ends) {
    test(`${what} is ${code}`, async (t) => {
      const bank = await bankOf(t, answer);
      const { error } = await read(clientOf(bank, { maximumPages: 5 }));
      assert.deepEqual([error?.code, error?.retryable, bank.asked.length], [code, false, calls]);
    });
  }

  test("pages of one entry each that nothing tells apart are purchases, not a loop", async (t) => {
    const coffee = { transactionAmount: { currency: "EUR", amount: "-1.00" }, bookingDate: "2026-11-02" };
    const bank = await bankOf(t, ({ query }) => {
      const key = Number(query.get("key") ?? "1");
      const next = key < 3 ? { next: `${path}?key=${key + 1}` } : {};
      return { body: { transactions: { booked: [coffee], _links: next } } };
    });
    assert.equal((await Array.fromAsync(clientOf(bank).transactions(ofAccount))).length, 3);
  });

  test("500 pages are read unless said otherwise", async (t) => {
    const bank = await bankOf(t, ({ query }) => {
      const key = Number(query.get("key") ?? "1");
      return page([String(key)], `${path}?key=${key + 1}`);
    });
    const { ids, error } = await read(clientOf(bank));
    assert.deepEqual([ids.length, error?.code], [500, "page_limit"]);
  });
});

test("card accounts are read alike", async (t) => {
  const bank = await bankOf(t, ({ query }) => {
    const booked = [
      { cardTransactionId: query.get("key") ?? "1", transactionAmount: { currency: "EUR", amount: "1.00" } },
    ];
    const next = query.has("key") ? {} : { next: "/x/v1/card-accounts/r1/transactions?key=2" };
    return { body: { cardTransactions: { booked, _links: next } } };
  });
  const entries = await Array.fromAsync(clientOf(bank).cardTransactions(ofAccount));
  assert.deepEqual(
    entries.map(({ cardTransactionId, bookingStatus }) => [cardTransactionId, bookingStatus]),
    [
      ["1", "booked"],
      ["2", "booked"],
    ],
  );
});
