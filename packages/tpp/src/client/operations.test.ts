// Proves that the client reaches every operation of the endpoint table, each by its own method and path, and that account
// reads say under which consent and for whom they are made.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { endpoints, type OperationId } from "@tallystick/xs2a";
import type { BankClient } from "./bank-client.ts";
import {
  account,
  baseUrl,
  clientOf,
  links,
  money,
  ofAccount,
  ofConsent,
  operations,
  psu,
} from "./testing/every-operation.ts";
import type { HttpRequestInput } from "./transport.ts";

/** The path of a row with the parameters that every call above gives. */
function pathOfRow(id: OperationId): string {
  const given: Record<string, string> = {
    "payment-service": "payments",
    "payment-product": "sepa-credit-transfers",
    paymentId: "id",
    consentId: "id",
    authorisationId: "a1",
    "account-id": "r1",
    transactionId: "t1",
  };
  return endpoints[id].path.replace(/\{([^}]+)\}/g, (_, name: string) => given[name] ?? name);
}

describe("every operation of the table", () => {
  for (const id of Object.keys(endpoints) as OperationId[]) {
    test(`${id} is one call of its method and path, with an id of its own`, async () => {
      const { by, answer, status } = operations[id];
      const { client, asked } = clientOf(answer, status);
      await by(client);
      assert.equal(asked.length, 1);
      const [{ method, url, headers = {} } = { method: "", url: "" }] = asked;
      assert.equal(`${method} ${url.split("?")[0]}`, `${endpoints[id].method} ${baseUrl}${pathOfRow(id)}`);
      assert.match(headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/);
      assert.equal("digest" in headers, "request" in endpoints[id]);
      if (endpoints[id].headers.consentId === "required") assert.equal(headers["consent-id"], "id");
      if (endpoints[id].headers.psuIpAddress === "required") assert.equal(headers["psu-ip-address"], psu.ipAddress);
    });
  }
});

describe("what is read", () => {
  test("a consent says where to go on, and what was asked for", async () => {
    const { client, asked } = clientOf(operations.createConsent.answer, 201);
    const created = (await operations.createConsent.by(client)) as Awaited<ReturnType<BankClient["createConsent"]>>;
    assert.deepEqual(
      [created.consentId, created.scaRedirect, created.oauthScope],
      ["id", links.scaRedirect.href, "AIS:id"],
    );
    assert.deepEqual(JSON.parse(String(asked[0]?.body)), {
      access: { allPsd2: "allAccounts" },
      recurringIndicator: true,
      validUntil: "9999-12-31",
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    });
    assert.deepEqual(created.asked, JSON.parse(String(asked[0]?.body)));
  });

  test("the PSU's headers are sent when somebody is there, and none when nobody is", async () => {
    const { client, asked } = clientOf({ accounts: [account] });
    const details = { ...psu, ipPort: 443, acceptLanguage: "lt", deviceId: "99435c7e-ad88-49ec-a2ad-99ddcb1f5555" };
    await client.listAccounts({ ...ofConsent, psu: details, withBalance: true, accessToken: "t" });
    await client.listAccounts(ofConsent);
    const psuHeaders = ({ headers = {} }: HttpRequestInput) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("psu-")));
    assert.deepEqual(psuHeaders(asked[0]!), {
      "psu-ip-address": psu.ipAddress,
      "psu-user-agent": psu.userAgent,
      "psu-ip-port": "443",
      "psu-accept-language": "lt",
      "psu-device-id": details.deviceId,
    });
    assert.deepEqual(psuHeaders(asked[1]!), {});
    assert.deepEqual(
      asked.map(({ url }) => url),
      [`${baseUrl}/v1/accounts?withBalance=true`, `${baseUrl}/v1/accounts`],
    );
    assert.equal(asked[0]?.headers?.["authorization"], "Bearer t");
  });

  test("a report without dates is of the last 90 days, today among them", async () => {
    const { client, asked } = clientOf(operations.getTransactionList.answer);
    await Array.fromAsync(client.transactions(ofAccount));
    const { searchParams } = new URL(asked[0]!.url);
    assert.deepEqual(Object.fromEntries(searchParams), { bookingStatus: "both", dateFrom: "2026-08-28" });
  });

  test("entries say under which status they were reported", async () => {
    const transactions = {
      booked: [{ transactionId: "1", transactionAmount: money }],
      pending: [{ transactionId: "2", transactionAmount: money }],
      information: [{ transactionId: "3", transactionAmount: money }],
      _links: {},
    };
    const { client } = clientOf({ transactions });
    const entries = await Array.fromAsync(client.transactions({ ...ofAccount, bookingStatus: "all" }));
    assert.deepEqual(
      entries.map(({ transactionId, bookingStatus }) => [transactionId, bookingStatus]),
      [
        ["1", "booked"],
        ["2", "pending"],
        ["3", "information"],
      ],
    );
  });
});
