// Proves that both forms of Retry-After are read, all three spellings of an HTTP-date, and nothing else.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseHttpDate, retryAfterMs } from "./retry-after.ts";

const now = new Date("2026-11-24T10:00:00Z");

describe("an HTTP-date", () => {
  test("is read in the three forms of RFC 9110", () => {
    const instant = Date.UTC(1994, 10, 6, 8, 49, 37);
    for (const text of [
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994",
    ]) {
      assert.equal(parseHttpDate(text, now), instant, text);
    }
  });

  test("of two digits is the nearest such year", () => {
    assert.equal(parseHttpDate("Friday, 01-Jan-70 00:00:00 GMT", now), Date.UTC(2070, 0, 1));
    assert.equal(parseHttpDate("Friday, 01-Jan-77 00:00:00 GMT", now), Date.UTC(1977, 0, 1));
  });

  test("that does not exist is none", () => {
    for (const text of [
      "Mon, 30 Feb 2026 10:00:00 GMT",
      "Mon, 24 Nov 2026 24:00:00 GMT",
      "Mon, 24 Foo 2026 10:00:00 GMT",
      "Mon, 24 Nov 2026 10:00:00 CET",
      "2026-11-24T10:00:00Z",
    ]) {
      assert.equal(parseHttpDate(text, now), undefined, text);
    }
  });

  test("comes back from what the platform writes", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
        (date) => {
          const second = Math.floor(date.getTime() / 1_000) * 1_000;
          assert.equal(parseHttpDate(date.toUTCString(), now), second);
        },
      ),
    );
  });
});

describe("Retry-After", () => {
  test("in seconds", () => {
    assert.equal(retryAfterMs({ "retry-after": "120" }, now), 120_000);
    assert.equal(retryAfterMs({ "retry-after": "0" }, now), 0);
  });

  test("as a date counts from the bank's own Date, so that its clock may differ", () => {
    const headers = { "retry-after": "Tue, 24 Nov 2026 12:00:30 GMT", date: "Tue, 24 Nov 2026 12:00:00 GMT" };
    assert.equal(retryAfterMs(headers, now), 30_000);
    assert.equal(retryAfterMs({ "retry-after": "Tue, 24 Nov 2026 10:01:00 GMT" }, now), 60_000);
    assert.equal(retryAfterMs({ "retry-after": "Tue, 24 Nov 2026 09:00:00 GMT" }, now), 0);
  });

  test("that cannot be understood asks for nothing, whatever it is", () => {
    for (const text of ["", "-1", "1.5", "1e3", "soon", "99999999999"]) {
      assert.equal(retryAfterMs({ "retry-after": text }, now), undefined, text);
    }
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, date) => {
        const ms = retryAfterMs({ "retry-after": text, date }, now);
        assert.ok(ms === undefined || (Number.isFinite(ms) && ms >= 0));
      }),
    );
  });
});
