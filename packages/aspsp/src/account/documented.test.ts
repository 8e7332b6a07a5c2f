/** Proves: the answers of account information are what the standard's OpenAPI file says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { endpoints, pathOf, type OperationId } from "@tallystick/xs2a";
import { assertDocumented } from "../testing/openapi/assert-documented.ts";
import { testProfile } from "../testing/test-bank.ts";
import { accountHandlers } from "./routes.ts";
import { openAccounts, ronAccount } from "./testing/open-accounts.ts";

const account = { "account-id": ronAccount.resourceId };
const calls: readonly (readonly [OperationId, Record<string, string>, Record<string, string>])[] = [
  ["getAccountList", {}, { withBalance: "true" }],
  ["readAccountDetails", account, { withBalance: "true" }],
  ["getBalances", account, {}],
  ["getTransactionList", account, { bookingStatus: "both", dateFrom: "2020-01-01", withBalance: "true" }],
  ["getTransactionList", account, { bookingStatus: "information" }],
];

for (const [operation, params, query] of calls) {
  test(`${operation} ${JSON.stringify(query)}`, async () => {
    const of = openAccounts();
    of.give({ ownerName: true });
    const handlers = accountHandlers(of.deps) as Record<
      string,
      (call: unknown) => Promise<{ status: number; body: unknown }>
    >;
    const { status, body } = await handlers[operation]!(of.call(operation, params as never, query));
    assert.equal(status, 200);
    const requestId = "99391c7e-ad88-49ec-a2ad-99ddcb1f7721";
    const used = assertDocumented({
      method: endpoints[operation].method,
      path: `/test_ro/xs2a/berlin/1.3${pathOf(operation, params as never)}`,
      requestId,
      status,
      headers: { "x-request-id": requestId, "content-type": "application/json" },
      text: JSON.stringify(body),
      profile: testProfile,
    });
    assert.deepEqual(used, []);
  });
}
