/** Proves the parts of the pages' look that can be computed: contrast, figures, weight. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { html } from "hono/html";
import { testProfile } from "../testing/test-bank.ts";
import { contrast, palettesOf } from "./brand.ts";
import { showAmount, showIban, showMinor, showMinutesUntil } from "./format.ts";
import { renderPage } from "./layout.ts";
import { isSameOrigin } from "./session/same-origin.ts";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test("whatever a bank's colours are, text on them reaches 4.5 : 1 in both schemes", () => {
  assert.equal(Math.round(contrast("#000000", "#ffffff")), 21);
  fc.assert(
    fc.property(colour, colour, (main, accent) => {
      const brand = { ...testProfile.brand, colour: main, accent };
      for (const palette of Object.values(palettesOf(brand))) {
        const { background, surface, text, muted, fill, onFill, link, danger } = palette;
        for (const on of [background, surface]) {
          for (const ink of [text, muted, danger]) assert.ok(contrast(ink, on) >= 4.5, `${ink} on ${on}`);
        }
        assert.ok(contrast(onFill, fill) >= 4.5, `${onFill} on ${fill}`);
        assert.ok(contrast(link, surface) >= 4.5, `${link} on ${surface}`);
        assert.ok(contrast(link, background) >= 4.5, `${link} on ${background}`);
      }
    }),
  );
});

test("a brand that is no colour falls back instead of reaching the style sheet", () => {
  const brand = { ...testProfile.brand, colour: "red;}</style>", accent: "x" };
  const page = renderPage({ ...testProfile, brand }, { title: "T", body: html`` }, "n");
  assert.ok(!page.includes("red;}"));
});

test("amounts, balances, IBANs and minutes read as they should", () => {
  const ron = (amount: string) => showAmount({ amount, currency: "RON" });
  assert.equal(ron("12.50"), "12.50\u00a0RON");
  assert.equal(ron("1234.50"), "1234.50\u00a0RON");
  assert.equal(ron("12345.50"), "12\u202f345.50\u00a0RON");
  assert.equal(ron("99999999999999.99"), "99\u202f999\u202f999\u202f999\u202f999.99\u00a0RON");
  assert.equal(showMinor(-5n, "RON"), "\u22120.05\u00a0RON");
  assert.equal(showMinor(1_234_567n, "JPY"), "1\u202f234\u202f567\u00a0JPY");
  assert.equal(showIban("RO03RZBR0000069999999999"), "RO03 RZBR 0000 0699 9999 9999");
  const now = new Date(0);
  assert.equal(showMinutesUntil(new Date(1_000), now), "1 minute");
  assert.equal(showMinutesUntil(new Date(61_000), now), "2 minutes");
  assert.equal(showMinutesUntil(new Date(-1), now), "1 minute");
});

test("S4: what counts as a POST from our own page", () => {
  const origin = "http://127.0.0.1:4080";
  assert.equal(isSameOrigin({ origin }, origin), true);
  assert.equal(isSameOrigin({ origin, "sec-fetch-site": "same-origin" }, origin), true);
  assert.equal(isSameOrigin({ "sec-fetch-site": "same-origin" }, origin), true);
  assert.equal(isSameOrigin({}, origin), false);
  assert.equal(isSameOrigin({ origin: "http://localhost:4080" }, origin), false);
  assert.equal(isSameOrigin({ origin, "sec-fetch-site": "cross-site" }, origin), false);
});
