/** Proves, over real mutual TLS: every field of payment initiation, tried wrong, is 400 with its name, and stores nothing. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { messagesOf, openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { samplePayment } from "../testing/test-bank.ts";

let bank: HttpBank;
let stored = 0;
before(async () => {
  bank = await openHttpBank();
  assert.equal((await bank.initiate()).status, 201);
  stored = await bank.countPayments();
});
after(async () => {
  const found = await bank.countPayments();
  // First, since an open listener would keep a failing run from ending.
  await bank.close();
  assert.equal(found, stored, "nothing was stored");
});

async function refused(change: Record<string, unknown>, path: string, code = "FORMAT_ERROR"): Promise<void> {
  const reply = await bank.initiate(change);
  const said = `${JSON.stringify(change).slice(0, 120)}: ${reply.status} ${reply.text}`;
  assert.equal(reply.status, 400, said);
  assert.ok(messagesOf(reply).includes(`${code} ${path}`), said);
}

const texts: Readonly<Record<string, number>> = {
  creditorName: 70,
  endToEndIdentification: 35,
  instructionIdentification: 35,
  debtorName: 70,
  ultimateDebtor: 70,
  ultimateCreditor: 70,
  creditorAgentName: 140,
  creditorId: 35,
  remittanceInformationUnstructured: 140,
};

const amount = (value: unknown, currency: unknown = "RON") => ({ instructedAmount: { currency, amount: value } });

test("each member of another type, empty, too long or unknown is refused by name", async () => {
  for (const [member, max] of Object.entries(texts)) {
    for (const value of [1, true, null, {}, [], "", "x".repeat(max + 1)]) await refused({ [member]: value }, member);
  }
  for (const member of ["instructedAmount", "creditorAccount", "debtorAccount", "creditorAddress"]) {
    for (const value of [1, true, null, [], "x"]) await refused({ [member]: value }, member);
  }
  for (const member of ["creditorName", "creditorAccount", "instructedAmount"])
    await refused({ [member]: undefined }, member);
  await refused({ chargeBearer: "ALL" }, "chargeBearer");
  await refused({ purposeCode: "toolong" }, "purposeCode");
  await refused({ creditorAgent: "NOTABIC" }, "creditorAgent");
  await refused({ creditorAddress: { streetName: "Street" } }, "creditorAddress.country");
  await refused({ creditorAddress: { country: "ro" } }, "creditorAddress.country");
  await refused({ remittanceInformationUnstructuredArray: [] }, "remittanceInformationUnstructuredArray");
  await refused(
    { remittanceInformationStructured: { reference: "RF19539007547034" } },
    "remittanceInformationStructured.reference",
  );
});

test("B5: members that are the bank's to set, or nobody's, are refused and not dropped", async () => {
  for (const member of ["status", "transactionStatus", "paymentId", "tppId", "psuId", "_links", "x", "toString"]) {
    await refused({ [member]: "x" }, member);
  }
  await refused({ instructedAmount: { currency: "RON", amount: "1.00", minor: 100 } }, "instructedAmount.minor");
  await refused({ creditorAccount: { ...samplePayment.creditorAccount, owner: "x" } }, "creditorAccount.owner");
});

test("B5: texts and references beyond the ones that are carried are refused and not dropped", async () => {
  const [text, reference] = ["Order 1", { reference: "RF18539007547034" }];
  const cases: [Record<string, unknown>, string[]][] = [
    [{ remittanceInformationUnstructuredArray: [text] }, ["remittanceInformationUnstructuredArray"]],
    [
      { remittanceInformationStructured: reference, remittanceInformationStructuredArray: [reference] },
      ["remittanceInformationStructuredArray"],
    ],
    [{ remittanceInformationStructuredArray: [reference, reference] }, ["remittanceInformationStructuredArray.1"]],
  ];
  for (const [change, paths] of cases) {
    const reply = await bank.initiate({ remittanceInformationUnstructured: text, ...change });
    assert.deepEqual([reply.status, messagesOf(reply)], [400, paths.map((path) => `FORMAT_ERROR ${path}`)]);
  }
});

test("I1: only plain positive decimals with at most the currency's digits are amounts", async () => {
  const wrong = [
    "1e3",
    "01.00",
    "00",
    ".5",
    "5.",
    "+1",
    "-1",
    "0",
    "0.00",
    "-0",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "1,00",
    " 1",
    "1 ",
    "1 000",
    "",
    "１２",
    "١٢",
    "1.005",
    "12.500",
    "1.0.0",
    "1..0",
    "999999999999999.00",
    "1\u0000",
    "1\n",
    "--1",
    "9".repeat(40),
    "1e-2",
    "1.2e1",
    "1d",
    "1f",
    "0b1",
    "0o7",
    "²",
    "½",
    "1.-5",
  ];
  for (const value of wrong) await refused(amount(value), "instructedAmount.amount");
  for (const value of [1, 12.5, null, true, [], {}]) await refused(amount(value), "instructedAmount.amount");
  for (const value of ["1.0", "1.50"]) await refused(amount(value, "JPY"), "instructedAmount.amount");
  await refused(amount("1.0001", "KWD"), "instructedAmount.amount");
  for (const currency of ["ron", "RO", "RONN", "ZZZ", "XXX", "", 1, null, "R0N", "ＲＯＮ"]) {
    await refused(amount("1.00", currency), "instructedAmount.currency");
  }
});

test("I2: an IBAN with any fault is refused on either side; samples of the documentation too", async () => {
  const wrong = [
    "RO10RZBR0000069999999971",
    "RO11RZBR0000069999999970",
    "RO01RZBR0000069999999970",
    "RO10RZBR000006999999997",
    "RO10RZBR00000699999999700",
    "ro10rzbr0000069999999970",
    "RO10 RZBR 0000 0699 9999 9970",
    "XX10RZBR0000069999999970",
    "RО10RZBR0000069999999970",
    "",
    "RO",
    "US64SVBKUS6S3300958879",
    "LT123456789012345678",
    "LT987654321098765432",
    `RO10${"0".repeat(40)}`,
    "RO10RZBR0000069999999970\u0000",
    "RO10RZBR000006999999997０",
  ];
  for (const member of ["creditorAccount", "debtorAccount"]) {
    for (const iban of wrong) await refused({ [member]: { iban } }, `${member}.iban`);
    await refused({ [member]: { bban: "123" } }, `${member}.iban`);
    await refused({ [member]: {} }, `${member}.iban`);
    await refused({ [member]: { ...samplePayment.creditorAccount, currency: "zzz" } }, `${member}.currency`);
  }
});

test("I3: controls, bidirectional controls, surrogates and what cannot be seen are refused in every text", async () => {
  const hidden = [
    "\u0000",
    "\u0007",
    "\r\n",
    "\u007f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u{e0041}",
    "\ud800",
    "\udc00",
    "\ufffe",
  ];
  for (const member of Object.keys(texts)) {
    for (const character of hidden) await refused({ [member]: `a${character}b` }, member);
    await refused({ [member]: "   " }, member);
    await refused({ [member]: `a${"\u0301".repeat(20)}` }, member);
  }
});

test("I4: dates that do not exist, lie in the past or too far ahead are refused", async () => {
  const member = "requestedExecutionDate";
  const wrong = [
    "2027-02-30",
    "2027-02-29",
    "2027-13-01",
    "2027-00-10",
    "2027-1-1",
    "27-01-01",
    "20270101",
    "2027-01-01T00:00:00Z",
    "24:00",
    "",
    "0000-01-01",
    "tomorrow",
    "２０２７-01-01",
    20270101,
  ];
  for (const value of wrong) await refused({ [member]: value }, member);
  for (const value of ["1999-01-01", "9999-12-31"])
    await refused({ [member]: value }, member, "EXECUTION_DATE_INVALID");
});

test("the headers of initiation, tried wrong, are refused by name", async () => {
  const wrong: Readonly<Record<string, readonly (string | undefined)[]>> = {
    "X-Request-ID": [
      undefined,
      "",
      "x",
      "123",
      "99391c7e-ad88-49ec-a2ad-99ddcb1f7721x",
      "{99391c7e-ad88-49ec-a2ad-99ddcb1f7721}",
    ],
    "PSU-IP-Address": [undefined, "", "256.1.1.1", "localhost", "1.2.3", "192.0.2.1, 192.0.2.2", "::g"],
    "TPP-Redirect-URI": [
      undefined,
      "",
      "/back",
      "javascript:alert(1)",
      "data:text/html,x",
      "http://tpp.example/",
      "https://u:p@tpp.example/",
      "//evil",
      "https:tpp.example",
      "https://tpp.example/#x",
      "https://tpp.example\\@evil",
      "ftp://tpp.example/",
      `https://tpp.example/${"x".repeat(2_100)}`,
      "http://localhost:4001/",
      "https://",
      "https:///x",
    ],
    "TPP-Nok-Redirect-URI": ["", "/back", "javascript:alert(1)", "http://tpp.example/"],
    "PSU-IP-Port": ["0", "65536", "-1", "x", ""],
    "PSU-Device-ID": ["x", ""],
    "PSU-Http-Method": ["get", "TRACE"],
    "PSU-Geo-Location": ["GEO:1;2", "here"],
    "TPP-Redirect-Preferred": ["yes", "1", ""],
    "TPP-Explicit-Authorisation-Preferred": ["yes"],
    "TPP-Rejection-NoFunds-Preferred": ["yes"],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const reply = await bank.initiate({}, { headers: { [name]: value } });
      assert.deepEqual([reply.status, messagesOf(reply)], [400, [`FORMAT_ERROR ${name}`]], `${name}: ${value}`);
    }
  }
  const consent = await bank.initiate({}, { headers: { "Consent-ID": "x" } });
  assert.deepEqual([consent.status, messagesOf(consent)], [400, ["CONSENT_UNKNOWN Consent-ID"]]);
  const digest = await bank.initiate({}, { headers: { Digest: "SHA-256=AAAA" } });
  assert.deepEqual([digest.status, messagesOf(digest)], [401, ["SIGNATURE_INVALID Digest"]]);
});
