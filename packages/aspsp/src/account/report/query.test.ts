/** Proves: the parameters of a report, tried wrong, are refused by name with the code of their kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingStatuses, Xs2aError } from "@tallystick/xs2a";
import { readReportQuery, requireWithinHistory } from "./query.ts";

const rules = { today: "2026-03-01", statuses: bookingStatuses };
const read = (query: Record<string, string>) => readReportQuery(query, rules);

/** `CODE path` of the refusal, always 400, or "taken". */
function outcome(query: Record<string, string>, as = rules): string {
  try {
    readReportQuery(query, as);
    return "taken";
  } catch (error) {
    assert.ok(error instanceof Xs2aError);
    assert.equal(error.status, 400);
    return `${error.code} ${error.path}`;
  }
}

const good = { bookingStatus: "booked", dateFrom: "2026-01-01" };

test("bookingStatus is required and one of five, of card accounts one of three", () => {
  assert.equal(outcome({ dateFrom: "2026-01-01" }), "FORMAT_ERROR bookingStatus");
  for (const bookingStatus of bookingStatuses) assert.equal(outcome({ ...good, bookingStatus }), "taken");
  for (const bookingStatus of ["", "BOOKED", "booked ", "none", "toString"]) {
    assert.equal(outcome({ ...good, bookingStatus }), "FORMAT_ERROR bookingStatus");
  }
  const cards = { ...rules, statuses: ["booked", "pending", "both"] as const as unknown as typeof bookingStatuses };
  for (const bookingStatus of ["information", "all"]) {
    assert.equal(outcome({ ...good, bookingStatus }, cards), "FORMAT_ERROR bookingStatus");
  }
});

test("dateFrom is required, dateTo is today when left out, both are days that exist", () => {
  assert.equal(outcome({ bookingStatus: "booked" }), "FORMAT_ERROR dateFrom");
  assert.equal(read(good).to, "2026-03-01");
  assert.deepEqual(
    [read({ ...good, dateTo: "2026-01-01" }).from, read({ ...good, dateTo: "2026-01-01" }).to],
    ["2026-01-01", "2026-01-01"],
  );
  for (const wrong of ["", "2026-02-30", "2026-1-1", "01.01.2026", "2026-01-01T00:00:00Z", "today", "２０２６-01-01"]) {
    assert.equal(outcome({ ...good, dateFrom: wrong }), "FORMAT_ERROR dateFrom", wrong);
    assert.equal(outcome({ ...good, dateTo: wrong }), "FORMAT_ERROR dateTo", wrong);
    assert.equal(
      outcome({ bookingStatus: "booked", entryReferenceFrom: "1", dateFrom: wrong }),
      "FORMAT_ERROR dateFrom",
    );
  }
});

test("a range that ends before it begins is PERIOD_INVALID, also when it begins after today", () => {
  assert.equal(outcome({ ...good, dateTo: "2025-12-31" }), "PERIOD_INVALID dateFrom");
  assert.equal(outcome({ ...good, dateFrom: "2026-03-02" }), "PERIOD_INVALID dateFrom");
  assert.equal(outcome({ ...good, dateFrom: "2026-03-02", dateTo: "2026-03-02" }), "taken");
});

test("a delta needs no date and ignores the period; deltaList is not supported", () => {
  const delta = read({
    bookingStatus: "booked",
    entryReferenceFrom: "42",
    dateFrom: "2026-01-01",
    dateTo: "2025-01-01",
  });
  assert.deepEqual([delta.entryReferenceFrom, delta.from, delta.to], ["42", undefined, undefined]);
  for (const entryReferenceFrom of ["", "x".repeat(36)]) {
    assert.equal(outcome({ ...good, entryReferenceFrom }), "FORMAT_ERROR entryReferenceFrom");
  }
  assert.equal(outcome({ bookingStatus: "booked", deltaList: "true" }), "PARAMETER_NOT_SUPPORTED deltaList");
  assert.equal(outcome({ ...good, deltaList: "false" }), "taken");
  assert.equal(outcome({ ...good, deltaList: "1" }), "FORMAT_ERROR deltaList");
});

test("information ignores the other filters, whatever they say", () => {
  const query = { bookingStatus: "information", dateFrom: "x", dateTo: "y", deltaList: "z", entryReferenceFrom: "" };
  assert.equal(outcome(query), "taken");
  const { from, to, entryReferenceFrom } = read(query);
  assert.deepEqual([from, to, entryReferenceFrom], [undefined, undefined, undefined]);
});

test("withBalance is true or false, and a parameter that nobody knows is ignored", () => {
  assert.deepEqual([read(good).withBalance, read({ ...good, withBalance: "true" }).withBalance], [false, true]);
  for (const withBalance of ["", "TRUE", "1", "yes"]) {
    assert.equal(outcome({ ...good, withBalance }), "FORMAT_ERROR withBalance");
  }
  assert.equal(outcome({ ...good, sort: "x", "page-size": "7" }), "taken");
});

test("B9: a page holds 1 to 250 entries, and is followed by links and not by number", () => {
  assert.equal(read(good).itemsPerPage, 100);
  for (const [itemsPerPage, items] of [
    ["1", 1],
    ["250", 250],
  ] as const) {
    assert.equal(read({ ...good, itemsPerPage, page: "1", pageIndex: "1" }).itemsPerPage, items);
  }
  for (const itemsPerPage of ["0", "-1", "251", "1e9", "50abc", "", "1.0", "01", "9".repeat(30), "٣"]) {
    assert.equal(outcome({ ...good, itemsPerPage }), "FORMAT_ERROR itemsPerPage", itemsPerPage);
  }
  for (const name of ["page", "pageIndex"]) {
    for (const number of ["0", "2", "1000"]) {
      assert.equal(outcome({ ...good, [name]: number }), `PARAMETER_NOT_SUPPORTED ${name}`);
    }
    for (const wrong of ["", "-1", "x", "1.5"])
      assert.equal(outcome({ ...good, [name]: wrong }), `FORMAT_ERROR ${name}`);
  }
});

test("A4: what lies before the open history is PERIOD_INVALID, the first open day is not", () => {
  requireWithinHistory("2026-01-02", "2026-01-02", "dateFrom");
  requireWithinHistory("2000-01-01", undefined, "dateFrom");
  assert.throws(() => requireWithinHistory("2026-01-01", "2026-01-02", "dateFrom"), {
    code: "PERIOD_INVALID",
    status: 400,
    path: "dateFrom",
  });
});
