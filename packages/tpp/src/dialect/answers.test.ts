// Proves each member of a dialect that shapes how answers are read, before a bank that answers so, and how loosely an
// answer is read in any dialect.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { readLoosely } from "../client/loose.ts";
import { openSmallBank, type Reply } from "../client/testing/small-bank.ts";
import { readDate, writeDate } from "./dates.ts";
import { memberAt, renameMembers } from "./members.ts";

const ofAccount = { consentId: "c1", accountId: "r1" };
const money = { currency: "EUR", amount: "-1.00" };
const report = (...booked: object[]): Reply => ({ body: { transactions: { booked, _links: {} } } });

describe("names of members", () => {
  test("accountMembers, balanceMembers: an account and its balances in another shape", async (t) => {
    const balance = { value: { units: "12.50", iso: "EUR" }, kind: "interimAvailable" };
    const account = { id: "r1", IBAN: "DE89370400440532013000", ccy: "EUR", balances: [balance] };
    const bank = await openSmallBank(t, ({ path }) => {
      if (path.endsWith("/balances")) return { body: { balances: [balance] } };
      return { body: path.endsWith("/r1") ? { account } : { accounts: [account] } };
    });
    const client = bank.client({
      dialect: {
        accountMembers: { id: "resourceId", IBAN: "iban", ccy: "currency" },
        balanceMembers: {
          "value.units": "balanceAmount.amount",
          "value.iso": "balanceAmount.currency",
          kind: "balanceType",
        },
      },
    });
    const expected = { balanceAmount: { amount: "12.50", currency: "EUR" }, balanceType: "interimAvailable" };
    for (const one of [...(await client.listAccounts(ofAccount)), await client.getAccount(ofAccount)]) {
      assert.deepEqual([one.resourceId, one.iban, one.currency], ["r1", "DE89370400440532013000", "EUR"]);
      assert.deepEqual(memberAt(one.balances?.[0], "balanceAmount"), expected.balanceAmount);
    }
    const { balances } = await client.getBalances(ofAccount);
    assert.deepEqual([balances[0]?.balanceAmount, balances[0]?.balanceType], Object.values(expected));
    await assert.rejects(bank.client().getBalances(ofAccount), {
      code: "bad_answer",
      path: "balances.0.balanceAmount",
    });
  });

  test("transactionMembers: in lists and in the details", async (t) => {
    const entry = { amount: money, text: "Rent", counterparty: { name: "House Ltd" } };
    const bank = await openSmallBank(t, ({ path }) =>
      path.endsWith("/transactions") ? report(entry) : { body: { transactionsDetails: entry } },
    );
    const transactionMembers = {
      amount: "transactionAmount",
      text: "remittanceInformationUnstructured",
      "counterparty.name": "creditorName",
    };
    const client = bank.client({ dialect: { transactionMembers } });
    const listed = await Array.fromAsync(client.transactions(ofAccount));
    for (const one of [...listed, await client.getTransaction({ ...ofAccount, transactionId: "t1" })]) {
      assert.deepEqual(
        [one.transactionAmount, one.remittanceInformationUnstructured, one.creditorName],
        [money, "Rent", "House Ltd"],
      );
    }
  });

  test("linkNames", async (t) => {
    const bank = await openSmallBank(t, () => ({
      status: 201,
      body: { paymentId: "p1", transactionStatus: "RCVD", _links: { redirect: { href: "https://bank.example/sca" } } },
    }));
    const payment = {
      instructedAmount: money,
      creditorAccount: { iban: "LT803500010001234567" },
      creditorName: "Shop",
    };
    const input = { payment, psuIpAddress: "203.0.113.7", redirectUri: "https://tpp.example/back" };
    assert.equal((await bank.client().initiatePayment(input)).scaRedirect, undefined);
    const client = bank.client({ dialect: { linkNames: { redirect: "scaRedirect" } } });
    assert.equal((await client.initiatePayment(input)).scaRedirect, "https://bank.example/sca");
  });

  test("a member stays where it was, and what stands at the standard's place is left", () => {
    const given = { a: { b: 1 }, to: { c: 2 } };
    assert.deepEqual(renameMembers(given, { "a.b": "to.d", a: "to.c" }), { a: { b: 1 }, to: { c: 2, d: 1 } });
    assert.deepEqual(given, { a: { b: 1 }, to: { c: 2 } }, "the bank's own answer is not changed");
    assert.equal(memberAt({}, "constructor.name"), undefined);
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.string(), (value, from, to) => {
        renameMembers(value, { [from]: to });
        assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
      }),
    );
    renameMembers(JSON.parse('{"x":{"polluted":1}}'), { x: "__proto__" });
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });
});

describe("dates", () => {
  test("an instant where a day is due belongs to the bank's day", async (t) => {
    const bank = await openSmallBank(t, () =>
      report({ transactionAmount: money, bookingDate: "2026-11-01T23:30:00Z", valueDate: "2026-11-02" }),
    );
    const dates = { form: "date-time", timeZone: "Europe/Berlin" } as const;
    const [entry] = await Array.fromAsync(bank.client({ dialect: { dates } }).transactions(ofAccount));
    assert.deepEqual([entry?.bookingDate, entry?.valueDate], ["2026-11-02", "2026-11-02"]);
    const [plain] = await Array.fromAsync(bank.client().transactions(ofAccount));
    assert.deepEqual([plain?.bookingDate, plain?.valueDate], [undefined, "2026-11-02"], "no day, so left out");
  });

  test("every form is read back from what it writes, and what is no day is none", () => {
    const day = fc
      .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    for (const form of ["YYYY-MM-DD", "DD.MM.YYYY", "YYYYMMDD", "date-time"] as const) {
      fc.assert(fc.property(day, (date) => assert.equal(readDate(writeDate(date, { form }), { form }), date)));
      for (const wrong of ["", "2026-02-30", "30.02.2026", "20260230", "today", "2026-13-01T10:00:00Z"]) {
        assert.equal(readDate(wrong, { form }), undefined, `${form} ${wrong}`);
      }
    }
    assert.equal(readDate("2026-11-01T23:30:00Z", { form: "date-time" }), "2026-11-01");
    assert.equal(readDate("2026-11-01T23:30:00", { form: "date-time", timeZone: "Europe/Berlin" }), "2026-11-01");
  });
});

test("paging by number ends with the first page that is not full", async (t) => {
  const all = ["1", "2", "3", "4", "5"].map((transactionId) => ({ transactionId, transactionAmount: money }));
  const bank = await openSmallBank(t, ({ query }) => {
    const [page, size] = [Number(query.get("pageIndex")), Number(query.get("size"))];
    return report(...all.slice(page * size, (page + 1) * size));
  });
  const paging = {
    style: "numbers",
    pageParameter: "pageIndex",
    firstPage: 0,
    itemsParameter: "size",
    items: 2,
  } as const;
  const client = bank.client({ dialect: { paging } });
  const ids = async (itemsPerPage?: number) => {
    const wanted = itemsPerPage === undefined ? ofAccount : { ...ofAccount, itemsPerPage };
    return (await Array.fromAsync(client.transactions(wanted))).map(({ transactionId }) => transactionId);
  };
  assert.deepEqual(await ids(), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(
    bank.asked.map(({ query }) => query.get("pageIndex")),
    ["0", "1", "2"],
  );
  assert.deepEqual(await ids(5), ["1", "2", "3", "4", "5"]);
  const deaf = await openSmallBank(t, () => report(...all.slice(0, 2)));
  const again = Array.fromAsync(deaf.client({ dialect: { paging } }).transactions(ofAccount));
  await assert.rejects(again, { code: "page_loop" }, "a bank that does not hear the number");
});

test("consentCapDays: a consent ends with the bank's cap, whatever date it shows", async (t) => {
  const consent = {
    access: { allPsd2: "allAccounts" },
    recurringIndicator: true,
    validUntil: "9999-12-31",
    frequencyPerDay: 4,
    lastActionDate: "2026-11-25",
    consentStatus: "valid",
  };
  let answer: object = consent;
  const bank = await openSmallBank(t, () => ({ body: answer }));
  const endOf = async (consentCapDays?: number) =>
    (await bank.client({ dialect: { consentCapDays } }).getConsent({ consentId: "c1" })).validUntil;
  assert.deepEqual([await endOf(90), await endOf()], ["2027-02-23", "9999-12-31"]);
  answer = { ...consent, validUntil: "2026-12-24" };
  assert.equal(await endOf(90), "2026-12-24");
  answer = { ...consent, consentStatus: "received" };
  assert.equal(await endOf(90), "9999-12-31", "one that is not authorised has not begun to end");
});

describe("errors", () => {
  test("errorCodes: the bank's own codes mean the standard's", async (t) => {
    const error = { tppMessages: [{ category: "ERROR", code: "CONSENT_GONE", text: "gone" }] };
    const bank = await openSmallBank(t, () => ({ status: 401, body: error }));
    await assert.rejects(bank.client().listAccounts(ofAccount), { code: "unknown", bankCode: "CONSENT_GONE" });
    const client = bank.client({ dialect: { errorCodes: { CONSENT_GONE: "CONSENT_EXPIRED" } } });
    await assert.rejects(client.listAccounts(ofAccount), {
      code: "CONSENT_EXPIRED",
      bankCode: "CONSENT_GONE",
      bankText: "gone",
      status: 401,
    });
  });

  test("errorMembers: a body of neither standard form, under whatever media type", async (t) => {
    let body: object = { fault: { id: 4711, says: "no such account" } };
    const bank = await openSmallBank(t, () => ({ status: 404, headers: { "content-type": "text/plain" }, body }));
    const client = bank.client({
      dialect: { errorMembers: { code: "fault.id", text: "fault.says" }, errorCodes: { 4711: "RESOURCE_UNKNOWN" } },
    });
    const expected = { code: "RESOURCE_UNKNOWN", bankCode: "4711", bankText: "no such account" };
    await assert.rejects(client.listAccounts(ofAccount), expected);
    body = { tppMessages: [{ category: "ERROR", code: "CONSENT_UNKNOWN" }] };
    await assert.rejects(
      client.listAccounts(ofAccount),
      { code: "CONSENT_UNKNOWN" },
      "the standard's form still counts",
    );
  });
});

describe("how loosely an answer is read", () => {
  test("unknown members pass, odd optional ones are left out, numbers for texts are those texts", async (t) => {
    const bank = await openSmallBank(t, () =>
      report({
        transactionId: 4711,
        transactionAmount: { currency: "EUR", amount: 12.5 },
        creditorName: null,
        debtorAccount: "none",
        remittanceInformationUnstructured: "x".repeat(400),
        ourOwn: { deep: [1] },
        _links: { transactionDetails: "/t/4711" },
      }),
    );
    const [entry] = await Array.fromAsync(bank.client().transactions(ofAccount));
    assert.deepEqual(entry, {
      transactionId: "4711",
      transactionAmount: { currency: "EUR", amount: "12.5" },
      remittanceInformationUnstructured: "x".repeat(400),
      ourOwn: { deep: [1] },
      _links: { transactionDetails: { href: `${bank.url}/t/4711` } },
      bookingStatus: "booked",
    });
  });

  for (const [what, amount] of Object.entries({
    "no amount": undefined,
    "a comma": "12,50",
    "an exponent": 1e21,
    "more digits than JSON keeps": 12345678901234.25,
    nothing: null,
  })) {
    test(`money must be exact: ${what} is a bad answer that names the entry`, async (t) => {
      const bank = await openSmallBank(t, () =>
        report({ transactionAmount: money }, { transactionAmount: { currency: "EUR", amount } }),
      );
      const read = Array.fromAsync(bank.client().transactions(ofAccount));
      const path = "transactions.booked.1.transactionAmount.amount";
      await assert.rejects(read, { code: "bad_answer", path, outcome: "unknown" });
    });
  }

  test("a code inside that nobody knows passes, a status at the top does not", async (t) => {
    let body: object = { balances: [{ balanceAmount: money, balanceType: "authorised" }] };
    const bank = await openSmallBank(t, () => ({ body }));
    assert.equal((await bank.client().getBalances(ofAccount)).balances[0]?.balanceType as string, "authorised");
    body = { consentStatus: "pending_authorization" };
    await assert.rejects(bank.client().getConsentStatus({ consentId: "c1" }), {
      code: "bad_answer",
      path: "consentStatus",
    });
  });

  test("whatever a bank answers, it is read or refused and nothing else", () => {
    const schema = {
      type: "object",
      required: ["list"],
      properties: { list: { type: "array", items: { type: "object", properties: { n: { type: "string" } } } } },
    };
    const options = { dates: { form: "YYYY-MM-DD" }, links: (value: unknown) => value } as const;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const result = readLoosely(schema, value, options);
        assert.ok(result.ok || typeof result.path === "string");
      }),
    );
  });
});
