/** Proves: each message code is met through its documented cause, with its status, in every form of an error. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { messageCodes, parseErrorBody, spellCode, type MessageCode } from "@tallystick/xs2a";
import { sql } from "kysely";
import { causes } from "./testing/error-causes/all.ts";
import { concurrent, type Asking, type Cause, type CauseBank } from "./testing/error-causes/cause.ts";
import { withoutCause } from "./testing/error-causes/none.ts";
import { openHttpBank, productPath, type HttpBank, type Reply } from "./testing/http-bank.ts";
import { flatProfile, testProfile } from "./testing/test-bank.ts";

const choices = { confirmationCode: true, limits: { perSecond: 10_000, perHour: 1_000_000, concurrent } } as const;
const profiles = { standard: { ...testProfile, ...choices }, flat: { ...flatProfile, ...choices } } as const;
const banks = {} as Record<CauseBank, HttpBank>;
before(async () => {
  for (const name of ["standard", "flat"] as const) banks[name] = await openHttpBank({ profile: profiles[name] });
});
after(() => Promise.all(Object.values(banks).map((bank) => bank.close())));

/** The form that a bank answers in by itself, and the two that `Accept` may ask for. */
const forms = ["own", "tppMessages", "flat", "problem"] as const;
type Form = (typeof forms)[number];
const askingFor: Readonly<Record<Form, Asking>> = {
  own: { Accept: undefined },
  tppMessages: { Accept: "application/json;form=tppMessages" },
  flat: { Accept: "application/json;form=flat" },
  problem: { Accept: "application/problem+json" },
};

function assertForm(reply: Reply, form: Form, at: CauseBank): void {
  const expected = form === "own" ? profiles[at].errorForm : form;
  const type = expected === "problem" ? "application/problem+json" : "application/json";
  assert.equal(reply.headers["content-type"], `${type}; charset=utf-8`);
  const { body } = reply;
  if (expected === "tppMessages") assert.deepEqual(Object.keys(body), ["tppMessages"]);
  else assert.ok(typeof body.title === "string" && typeof body.detail === "string");
  assert.equal("type" in body, expected === "problem");
}

describe("each code by its cause", () => {
  for (const { code, when, status, inOwnFormOnly, open, provoke } of causes) {
    for (const [at, expected] of Object.entries(status) as [CauseBank, number][]) {
      test(`${code} ${expected} at the ${at} bank: ${when}`, async (t) => {
        const bank = (await open?.(profiles[at])) ?? banks[at];
        if (bank !== banks[at]) t.after(() => bank.close());
        for (const form of inOwnFormOnly ? (["own"] as const) : forms) {
          const reply = await provoke(bank, askingFor[form]);
          assert.equal(reply.status, expected, reply.text);
          assertForm(reply, form, at);
          const [first] = parseErrorBody(reply.text, String(reply.headers["content-type"])).messages;
          assert.deepEqual(
            [first?.category, first?.codeText],
            ["ERROR", spellCode(code, profiles[at].revokedSpelling)],
            form,
          );
          assert.match(String(reply.headers["x-request-id"]), /^[0-9a-f-]{36}$/);
        }
      });
    }
  }
});

test("a warning goes with an answer of success: a redirect that leaves the hosts of the certificate", async () => {
  const reply = await banks.standard.initiate({}, { headers: { "TPP-Redirect-URI": "https://elsewhere.example/" } });
  assert.deepEqual([reply.status, reply.body.tppMessages[0].code], [201, "WARNING"]);
});

test("a warning goes with the status of a payment that was rejected for lack of funds", async () => {
  for (const bank of Object.values(banks)) {
    const { paymentId } = (await bank.initiate()).body;
    const refused = { status: "RJCT", funds_available: false } as const;
    await bank.database.db.updateTable("payment").set(refused).where("payment_id", "=", paymentId).execute();
    const { status, body } = await bank.call({ path: `${productPath}/${paymentId}/status` });
    assert.deepEqual([status, body.fundsAvailable, body.tppMessages[0].code], [200, false, "FUNDS_NOT_AVAILABLE"]);
  }
});

test("406 outside account information, 415, 500 and 503 have no code in any form, and no body in the standard's", async () => {
  const calls: Readonly<Record<number, (bank: HttpBank, asking: Asking) => Promise<Reply>>> = {
    406: (bank) => bank.initiate({}, { headers: { Accept: "text/xml" } }),
    415: (bank, headers) =>
      bank.call({
        method: "POST",
        path: productPath,
        body: "<x/>",
        headers: { ...headers, "Content-Type": "text/xml" },
      }),
    500: async (bank, headers) => {
      bank.spi.failing.add("checkPayment");
      const reply = await bank.initiate({}, { headers });
      bank.spi.failing.clear();
      return reply;
    },
  };
  for (const at of ["standard", "flat"] as const) {
    for (const [status, call] of Object.entries(calls)) {
      for (const form of forms) assertCodeless(await call(banks[at], askingFor[form]), Number(status), form, at);
    }
    await banks[at].database.db.transaction().execute(async (tx) => {
      await sql`lock table payment in access exclusive mode`.execute(tx);
      const path = `${productPath}/00000000-0000-4000-8000-000000000000`;
      const replies = forms.map((form) => banks[at].call({ path, headers: askingFor[form] }));
      for (const [n, reply] of (await Promise.all(replies)).entries()) assertCodeless(reply, 503, forms[n]!, at);
    });
  }
});

function assertCodeless(reply: Reply, status: number, form: Form, at: CauseBank): void {
  assert.equal(reply.status, status, reply.text);
  assert.match(String(reply.headers["x-request-id"]), /^[0-9a-f-]{36}$/);
  const codes = parseErrorBody(reply.text).messages.map(({ codeText }) => codeText);
  assert.ok(
    codes.every((code) => code === undefined),
    `${status} ${form}: ${reply.text}`,
  );
  const expected = form === "own" || status === 406 ? profiles[at].errorForm : form;
  if (expected === "tppMessages") assert.equal(reply.text, "", `${status} ${form}`);
}

test("every code has a cause or a reason, and none has both", () => {
  const provoked = new Set<string>(["WARNING", "FUNDS_NOT_AVAILABLE", ...causes.map(({ code }) => code)]);
  const excused = Object.keys(withoutCause);
  assert.deepEqual(
    excused.filter((code) => provoked.has(code)),
    [],
  );
  const codes = Object.keys(messageCodes) as MessageCode[];
  const open = codes.filter((code) => !provoked.has(code) && !excused.includes(code));
  assert.deepEqual(open, []);
});

test("a cause is tried at every bank whose table has its code", () => {
  const missing = causes.filter(
    ({ code, status }: Cause) => messageCodes[code].paysera.length > 0 && status.flat === undefined,
  );
  assert.deepEqual(
    missing.map(({ code }) => code),
    [],
  );
});

test("a code that cannot occur is named nowhere in the bank's code", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((one) => one.endsWith(".ts") && !/\.test\.ts$|\btesting\b/.test(one))) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    for (const code of Object.keys(withoutCause)) assert.ok(!text.includes(`"${code}"`), `${file} has ${code}`);
  }
});
