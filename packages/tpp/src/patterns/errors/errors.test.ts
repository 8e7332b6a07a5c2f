// Proves that every status and code is explained, that a report says when and what, and that the error reference of the
// docs is this data.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { messageCodes, type MessageCode } from "@tallystick/xs2a";
import { BankError, clientErrorCodes, type BankErrorDetails } from "../../client/bank-error.ts";
import { openSmallBank, type Reply } from "../../client/testing/small-bank.ts";
import { codeMap } from "./codes.ts";
import { explainError } from "./explain.ts";
import { errorMap } from "./statuses.ts";

const at = new Date("2026-11-25T10:00:00Z");
const requestId = "6f6d2f6e-7d3c-4a0e-8f59-4d2f0a7b9c33";
const errorOf = (details: Partial<BankErrorDetails>) =>
  new BankError("getAccountList", { code: "unknown", requestId, outcome: "refused", ...details });

describe("an error is explained", () => {
  for (const status of [400, 401, 403, 404, 405, 409, 429, 500, 503] as const) {
    test(`${status} without a code, by its status`, () => {
      const { reason, advice, timestamp, status: told } = explainError(errorOf({ status }), at);
      assert.deepEqual({ reason, advice }, errorMap[status]);
      assert.deepEqual([told, timestamp], [status, "2026-11-25T10:00:00.000Z"]);
    });
  }

  test("by its code where there is one, with everything that helps", () => {
    const report = explainError(
      errorOf({ code: "ACCESS_EXCEEDED", status: 429, bankText: "4 of 4", path: "x", retryAfterSeconds: 7 }),
      at,
    );
    assert.deepEqual(report, {
      timestamp: "2026-11-25T10:00:00.000Z",
      operation: "getAccountList",
      code: "ACCESS_EXCEEDED",
      status: 429,
      ...codeMap.ACCESS_EXCEEDED,
      outcome: "refused",
      retryable: true,
      requestId,
      details: { path: "x", bankText: "4 of 4", retryAfterSeconds: 7 },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report, "it is plain data");
  });

  test("without an answer, and with a status that nobody lists", () => {
    const network = explainError(errorOf({ code: "network", outcome: "not_sent" }), at);
    assert.deepEqual([network.reason, network.retryable, "status" in network], [codeMap.network.reason, true, false]);
    assert.equal(explainError(errorOf({ status: 418 }), at).reason, errorMap[400].reason);
    assert.equal(explainError(errorOf({ status: 507 }), at).reason, errorMap[500].reason);
  });

  test("every text is a sentence", () => {
    for (const [name, { reason, advice }] of [...Object.entries(errorMap), ...Object.entries(codeMap)]) {
      for (const text of [reason, advice]) assert.match(text, /^[A-Z][^|\n]+\.$/, name);
    }
  });
});

describe("what banks send in place of an answer", () => {
  const page = (title: string) => `<!doctype html>\n<html><head><title>${title}</title></head><body>x</body></html>`;
  const rows: [string, Reply, object][] = [
    [
      "tppMessages",
      { status: 403, body: { tppMessages: [{ category: "ERROR", code: "SERVICE_BLOCKED", text: "no", path: "x" }] } },
      { code: "SERVICE_BLOCKED", bankText: "no", path: "x" },
    ],
    [
      "a warning before the error",
      {
        status: 400,
        body: {
          tppMessages: [
            { category: "WARNING", code: "WARNING" },
            { category: "ERROR", code: "FORMAT_ERROR" },
          ],
        },
      },
      { code: "FORMAT_ERROR" },
    ],
    [
      "RFC 7807",
      {
        status: 404,
        headers: { "content-type": "application/problem+json" },
        body: { type: "about:blank", title: "Not Found", detail: "no such consent", code: "RESOURCE_UNKNOWN" },
      },
      { code: "RESOURCE_UNKNOWN", bankText: "no such consent" },
    ],
    [
      "RFC 7807 with its code in additionalErrors",
      {
        status: 400,
        body: { title: "Bad Request", additionalErrors: [{ code: "PERIOD_INVALID", detail: "too old" }] },
      },
      { code: "PERIOD_INVALID", bankText: "too old" },
    ],
    [
      "a spelling of the field",
      { status: 401, body: { title: "Unauthorized", code: "CERTIFICATE_REVOKED" } },
      { code: "CERTIFICATE_REVOKE", bankCode: "CERTIFICATE_REVOKED" },
    ],
    [
      "a code of the bank's own",
      { status: 400, body: { title: "x", code: "OUR_OWN" } },
      { code: "unknown", bankCode: "OUR_OWN" },
    ],
    [
      "HTML",
      { status: 503, headers: { "content-type": "text/html" }, body: page("Down for maintenance") },
      { code: "unknown", bankText: "Down for maintenance", retryable: true },
    ],
    ["nothing", { status: 500, body: "" }, { code: "unknown", bankText: undefined, retryable: true }],
    [
      "a redirect",
      { status: 302, headers: { location: "https://evil.example/" } },
      { code: "unknown", status: 302, retryable: false },
    ],
    [
      "HTML for a success",
      { status: 200, body: page("Log in") },
      { code: "html", bankText: "Log in", outcome: "unknown" },
    ],
    ["nothing for a success", { status: 200, body: "" }, { code: "bad_answer", outcome: "unknown" }],
    ["half an answer", { status: 200, body: '{"accounts":[' }, { code: "bad_answer", outcome: "unknown" }],
    ["another answer", { status: 200, body: { balances: [] } }, { code: "bad_answer", path: "accounts" }],
    ["a list where an object is due", { status: 200, body: [] }, { code: "bad_answer", path: undefined }],
  ];
  for (const [what, reply, expected] of rows) {
    test(what, async (t) => {
      const bank = await openSmallBank(t, () => reply);
      const error: unknown = await bank
        .client()
        .listAccounts({ consentId: "c1" })
        .catch((caught: unknown) => caught);
      assert.ok(error instanceof BankError, String(error));
      assert.equal(error.operation, "getAccountList");
      for (const [member, value] of Object.entries(expected)) {
        assert.equal(error[member as keyof BankError], value, member);
      }
    });
  }

  test("nobody there, no answer in time, and a caller who leaves", async (t) => {
    const bank = await openSmallBank(t, () => ({ body: { accounts: [] } }));
    const gone = bank.client({ baseUrl: "http://127.0.0.1:9" });
    await assert.rejects(gone.listAccounts({ consentId: "c1" }), { code: "network" });
    const silent = bank.client({
      request: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("x")))),
    });
    const late = silent.listAccounts({ consentId: "c1", signal: AbortSignal.timeout(1) });
    await assert.rejects(late, { code: "timeout", outcome: "unknown", retryable: true });
    const stop = new AbortController();
    const left = silent.listAccounts({ consentId: "c1", signal: stop.signal });
    setImmediate(() => stop.abort());
    await assert.rejects(left, { code: "aborted", outcome: "unknown", retryable: false });
    const never = bank.client().listAccounts({ consentId: "c1", signal: AbortSignal.abort() });
    await assert.rejects(never, { code: "aborted", outcome: "not_sent" });
    assert.equal(bank.asked.length, 0);
  });

  test("what cannot be sent is named, and nothing is", async (t) => {
    const bank = await openSmallBank(t, () => ({ body: {} }));
    const inputs: [Promise<unknown>, string][] = [
      [bank.client().getConsent({ consentId: "" }), "consentId"],
      [bank.client().getConsent({ consentId: ".." }), "consentId"],
      [bank.client().listAccounts({ consentId: "a\r\nx-evil: 1" }), "consent-id"],
      [bank.client().listAccounts({ consentId: "ș" }), "consent-id"],
    ];
    for (const [call, path] of inputs)
      await assert.rejects(call, { name: "BankError", code: "bad_input", path, outcome: "not_sent" });
    assert.equal(bank.asked.length, 0);
  });
});

test("docs/toolkit/errors.md has these tables", async () => {
  const text = await readFile(new URL("../../../../../docs/toolkit/errors.md", import.meta.url), "utf8");
  const tables = text.slice(text.indexOf("## By status"));
  const rows = tables.split("\n").filter((line) => line.startsWith("| "));
  const written = new Set(rows.map((row) => cells(row).join(" | ")));
  const expected = [
    ...Object.entries(errorMap).map(([status, { reason, advice }]) => [status, reason, advice]),
    ...clientErrorCodes.map((code) => [`\`${code}\``, codeMap[code].reason, codeMap[code].advice]),
    ...(Object.keys(messageCodes) as MessageCode[]).map((code) => {
      const { statuses, paysera } = messageCodes[code];
      const known = [...new Set<number>([...statuses, ...paysera])].toSorted((one, other) => one - other);
      return [`\`${code}\``, known.join(", "), codeMap[code].reason, codeMap[code].advice];
    }),
  ].map((row) => row.join(" | "));
  const missing = expected.filter((row) => !written.has(row));
  assert.deepEqual(missing, [], "rows that the page has not, or not so");
  const headed = rows.filter((row) => /^\| (?:-|status|code)/.test(row)).length;
  assert.equal(rows.length - headed, expected.length, "and it has no others");
});

function cells(row: string): string[] {
  return row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
