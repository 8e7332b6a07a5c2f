// Proves where a `next` link may lead, and what becomes of its parameters.
import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import fc from "fast-check";
import { createBankClient, type BankClientOptions } from "./bank-client.ts";
import { bankOf, clientOf, page, path, read } from "./testing/paged-bank.ts";

describe("parameters of a link", () => {
  const parametersOf = async (t: TestContext, next: string, options: Partial<BankClientOptions> = {}) => {
    const bank = await bankOf(t, ({ query }) => (query.has("key") ? page(["2"]) : page(["1"], next)));
    const { error } = await read(clientOf(bank, options));
    return { error, query: Object.fromEntries(bank.asked[1]?.query ?? []) };
  };

  test("what it leaves out of the first request is put back; what it says stands", async (t) => {
    const { query } = await parametersOf(t, `${path}?key=2&dateFrom=2026-11-01`);
    assert.deepEqual(query, { key: "2", bookingStatus: "both", dateFrom: "2026-11-01" });
  });

  test("a bank that takes its links only as they are gets them so", async (t) => {
    const paging = { style: "links", repeatParameters: false, itemsParameter: "itemsPerPage" } as const;
    const { query } = await parametersOf(t, `${path}?key=2`, { dialect: { paging } });
    assert.deepEqual(query, { key: "2" });
  });

  test("what it says twice is said once; two values for one name are refused", async (t) => {
    const twice = await parametersOf(t, `${path}?key=2&key=2&bookingStatus=both&dateFrom=2026-01-01`);
    assert.deepEqual(twice.query, { key: "2", bookingStatus: "both", dateFrom: "2026-01-01" });
    const unclear = await parametersOf(t, `${path}?key=2&key=3`);
    assert.deepEqual([unclear.error?.code, unclear.error?.path], ["bad_answer", "_links.next"]);
  });
});

describe("a report that only seems to have ended", () => {
  for (const next of ["https://[bad", "ftp://bank.example/2", {}, { href: null }, [{ href: path }], 2, false]) {
    test(`a link that cannot be read is no last page: ${JSON.stringify(next)}`, async (t) => {
      const bank = await bankOf(t, () => page(["1"], next));
      const { ids, error } = await read(clientOf(bank));
      assert.deepEqual([ids, error?.code, error?.path], [["1"], "bad_answer", "_links.next"]);
    });
  }

  test("null is no link", async (t) => {
    const bank = await bankOf(t, () => page(["1"], null));
    assert.deepEqual(await read(clientOf(bank)), { ids: ["1"], error: undefined });
  });

  test("a dialect's other name for a creation's `next` hides no page of a report", async (t) => {
    const bank = await bankOf(t, ({ query }) =>
      query.has("key") ? page(["2"]) : page(["1"], { href: `${path}?key=2` }),
    );
    const { ids } = await read(clientOf(bank, { dialect: { linkNames: { next: "startAuthorisation" } } }));
    assert.deepEqual(ids, ["1", "2"]);
  });

  test("an answer without a report is no empty report, whether of an account or a card", async (t) => {
    let body: object = {};
    const bank = await bankOf(t, () => ({ body }));
    for (body of [{}, { _links: { download: { href: "/camt" } } }, { account: { iban: "LT803500010001234567" } }]) {
      const { error } = await read(clientOf(bank));
      assert.deepEqual([error?.code, error?.path], ["bad_answer", "transactions"]);
      const cards = Array.fromAsync(clientOf(bank).cardTransactions({ consentId: "c1", accountId: "r1" }));
      await assert.rejects(cards, { code: "bad_answer", path: "cardTransactions" });
    }
    body = { transactions: {} };
    assert.deepEqual(await read(clientOf(bank)), { ids: [], error: undefined });
  });
});

describe("a link elsewhere", () => {
  const elsewhere = (url: string): string[] => [
    "https://evil.example/x/v1/accounts/r1/transactions?page=2",
    `//evil.example${path}`,
    `/\\evil.example${path}`,
    url.replace("127.0.0.1", "localhost") + path,
    url.replace(/:\d+$/, ":1") + path,
    url.replace("http:", "https:") + path,
    url.replace("http://", "http://user:password@") + path,
    `${url}/other/v1/accounts/r1/transactions`,
    `${url}/xx/v1/accounts/r1/transactions`,
    "/x/../other/v1/accounts",
    "/x/%2e%2e/other/v1/accounts",
    "/x/..%2fother/v1/accounts",
    "/x/..%5cother",
  ];
  test("is not followed: nobody else gets the token", async (t) => {
    let next = "";
    const bank = await bankOf(t, () => page(["1"], next));
    for (next of elsewhere(bank.url)) {
      const before = bank.asked.length;
      const { ids, error } = await read(clientOf(bank));
      assert.deepEqual(
        [ids, error?.code, error?.path, bank.asked.length - before],
        [["1"], "foreign_link", "_links.next", 1],
        next,
      );
    }
  });

  test("whatever a link says, the token goes to the bank's own interface or nowhere", async () => {
    const sent: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.webPath(),
          fc.constantFrom("http:", "javascript:x", "/x", "?", "#", ".."),
        ),
        async (next) => {
          const client = createBankClient({
            baseUrl: "https://bank.example/x",
            maximumPages: 3,
            request: async ({ url }) => {
              sent.push(url);
              const body = new TextEncoder().encode(JSON.stringify(page([String(sent.length)], next).body));
              return { status: 200, headers: {}, body };
            },
          });
          await read(client);
          for (const url of sent) assert.ok(url.startsWith("https://bank.example/x/"), url);
        },
      ),
      { numRuns: 500 },
    );
  });
});
