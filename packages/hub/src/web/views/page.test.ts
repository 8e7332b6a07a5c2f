import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { locales, translate } from "../catalogue/locale.ts";
import { manyBanks, samplePage, sampleSteps } from "../testing/samples.ts";
import { endingCodes, type Page } from "./model.ts";
import { renderPage } from "./page.ts";

const names = Object.keys(sampleSteps);
const everyPage = names.flatMap((name) => locales.map((locale) => [name, locale] as const));

test("every page in every language has a language, a title, one heading, its code, and nothing left to fill in", () => {
  for (const [name, locale] of everyPage) {
    const text = renderPage(samplePage(name, { locale }));
    assert.match(text, new RegExp(`<html lang="${locale}"`), name);
    assert.equal(text.match(/<h1[\s>]/g)?.length, 1, name);
    assert.match(text, /<title>[^<]+<\/title>/, name);
    const code = /<meta name="tallystick:code" content="([a-z_]+)"/.exec(text)?.[1];
    assert.match(text, new RegExp(`data-code="${code}"`), name);
    assert.doesNotMatch(text, /\{\w+\}|undefined|\[object|>null<|NaN/, `${name} ${locale}`);
  }
});

test("every ending has a title, a reason, a next step and its own code", () => {
  for (const code of endingCodes) {
    const text = renderPage(samplePage(code));
    assert.match(text, new RegExp(`data-code="${code}"`));
    assert.match(text, /role="status"/);
    assert.match(text, /class="action"|class="after"/, code);
    assert.doesNotMatch(translate("en", `${code}.reason`), /^$/);
  }
});

test("P7: amount, payee and the whole IBAN in groups of four are on every page of a link", () => {
  for (const name of names) {
    const page = samplePage(name);
    if (page.summary === undefined) continue;
    const text = renderPage(page);
    assert.match(text, />12\.50<\/span>/, name);
    assert.match(text, /RO10 RZBR 0000 0699 9999 9970/, name);
    assert.match(text, /<bdi>Casa Verde Florărie SRL<\/bdi>/, name);
  }
});

const attacks = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `</title><svg/onload=alert(1)>`,
  "`${alert(1)}`",
  `javascript:alert(1)`,
  `&lt;b&gt;`,
  `\u202Egnp.exe`,
  `]]><!--`,
];

test("S6: whatever stands in a name, text or query stays text", () => {
  for (const attack of attacks) {
    const page: Partial<Page> = {
      summary: {
        merchant: attack,
        money: { amount: "12.50", currency: "RON" },
        payee: attack,
        payeeIban: attack,
        description: attack,
        reference: attack,
        items: [{ name: attack, quantity: 2, unitPrice: attack }],
      },
    };
    for (const name of names) {
      const sample = samplePage(name, { page });
      const step = JSON.parse(JSON.stringify(sample.step), (key, value) =>
        ["query", "name", "bankName", "says", "bic", "value"].includes(key) ? attack : revive(key, value),
      ) as Page["step"];
      const text = renderPage({ ...sample, step });
      assert.doesNotMatch(
        text,
        /<script>|<img src=x|<svg\/onload|onmouseover='|\sonerror=alert\(1\)>/i,
        `${name} ${attack}`,
      );
      assert.doesNotMatch(text, /(href|src|action)="javascript:/i, `${name} ${attack}`);
    }
  }
});

function revive(key: string, value: unknown): unknown {
  return key === "since" || key === "at" ? new Date(String(value)) : value;
}

test("S6: no page needs an inline style, an inline script or a handler, nor anything of another origin", () => {
  for (const name of names) {
    const text = renderPage(samplePage(name));
    assert.doesNotMatch(text, /\sstyle=|<style|\son[a-z]+=|javascript:/i, name);
    assert.equal(text.match(/<script/g)?.length, 1, name);
    assert.match(text, /<script defer src="\/assets\/[\w-]+-pay\.js"><\/script>/, name);
    for (const [, address] of text.matchAll(/(?:src|<link[^>]* href)="([^"]*)"/g)) assert.match(address!, /^\//, name);
  }
});

test("a wait ends: after ten seconds it says what for, after sixty that one may leave; without scripts it reloads", () => {
  const shown = (name: string) =>
    [...renderPage(samplePage(name)).matchAll(/<p data-after="(\d+)"([^>]*)>/g)]
      .filter(([, , rest]) => !rest!.includes("hidden"))
      .map(([, after]) => after);
  assert.deepEqual(shown("wait"), []);
  assert.deepEqual(shown("wait_slow"), ["10000"]);
  assert.deepEqual(shown("wait_long"), ["10000", "60000"]);
  assert.match(renderPage(samplePage("wait")), /<noscript><meta http-equiv="refresh" content="3"/);
  assert.match(renderPage(samplePage("wait_long")), /content="30"/);
});

test("the first view weighs under 60 KB with style, script and icon, fifty banks included", () => {
  const files = ["base.css", "layout.css", "steps.css", "pay.js", "icon.svg"].map((file) =>
    readFileSync(new URL(`../assets/${file}`, import.meta.url)),
  );
  const page = samplePage("choose_many", { locale: "ka", page: {} });
  assert.equal(manyBanks.length, 50);
  const all = Buffer.concat([Buffer.from(renderPage(page)), ...files]);
  assert.ok(all.length < 60_000, `${all.length} bytes`);
  assert.ok(gzipSync(all).length < 20_000);
});
