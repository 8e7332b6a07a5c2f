import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { flatBody, parseErrorBody, tppMessagesBody } from "./body.ts";
import { Xs2aError } from "./xs2a-error.ts";

const formatError = Xs2aError.of([
  { path: "instructedAmount.amount", code: "FORMAT_ERROR", text: "must be over zero" },
  { path: "", code: "FORMAT_ERROR", text: "is no object" },
]);
const revoked = new Xs2aError({ code: "CERTIFICATE_REVOKE", text: "The certificate is revoked." });
const codeless = new Xs2aError({ status: 503, text: "Try again later.", headers: { "retry-after": "5" } });

test("an error takes its status from code, place and profile, and keeps what it is given", () => {
  assert.equal(formatError.status, 400);
  assert.equal(formatError.path, "instructedAmount.amount");
  assert.equal(formatError.additional.length, 1);
  assert.equal(new Xs2aError({ code: "CONSENT_UNKNOWN", place: "path", text: "" }).status, 403);
  assert.equal(new Xs2aError({ code: "TOKEN_EXPIRED", profile: "paysera", text: "" }).status, 403);
  assert.equal(new Xs2aError({ code: "CANCELLATION_INVALID", status: 409, text: "" }).status, 409);
  assert.equal(new Xs2aError({ text: "" }).status, 500);
  assert.deepEqual(codeless.headers, { "retry-after": "5" });
  assert.throws(() => Xs2aError.of([]), RangeError);
});

test("tppMessages lists every violation with category, code, path and text", () => {
  assert.deepEqual(tppMessagesBody(formatError), {
    tppMessages: [
      { category: "ERROR", code: "FORMAT_ERROR", path: "instructedAmount.amount", text: "must be over zero" },
      { category: "ERROR", code: "FORMAT_ERROR", text: "is no object" },
    ],
  });
  assert.equal(tppMessagesBody(revoked)?.tppMessages[0]?.code, "CERTIFICATE_REVOKE");
  const spelt = tppMessagesBody(revoked, { revokedSpelling: "CERTIFICATE_REVOKED" });
  assert.equal(spelt?.tppMessages[0]?.code, "CERTIFICATE_REVOKED");
  assert.equal(tppMessagesBody(codeless), undefined);
});

test("the flat form has title, detail and code, and type where RFC 7807 is asked for", () => {
  assert.deepEqual(flatBody(formatError), {
    title: "Bad Request",
    detail: "instructedAmount.amount: must be over zero",
    code: "FORMAT_ERROR",
    additionalErrors: [{ code: "FORMAT_ERROR", detail: "is no object" }],
  });
  assert.deepEqual(flatBody(revoked, { withType: true }), {
    type: "about:blank",
    title: "Unauthorized",
    detail: "The certificate is revoked.",
    code: "CERTIFICATE_REVOKED",
  });
  assert.deepEqual(flatBody(codeless), { title: "Service Unavailable", detail: "Try again later." });
});

test("texts are cut at 500 code points in both forms", () => {
  const long = new Xs2aError({ code: "FORMAT_ERROR", text: "\u{1f600}".repeat(600) });
  assert.equal(Array.from(tppMessagesBody(long)?.tppMessages[0]?.text ?? "").length, 500);
  assert.equal(Array.from(flatBody(long).detail).length, 500);
  const fitting = "\u{1f600}".repeat(500);
  assert.equal(flatBody(new Xs2aError({ code: "FORMAT_ERROR", text: fitting })).detail, fitting);
});

test("a client reads back what either form says", () => {
  const tpp = parseErrorBody(JSON.stringify(tppMessagesBody(formatError)), "application/json; charset=utf-8");
  assert.equal(tpp.form, "tppMessages");
  assert.deepEqual(tpp.messages[0], {
    category: "ERROR",
    code: "FORMAT_ERROR",
    codeText: "FORMAT_ERROR",
    path: "instructedAmount.amount",
    text: "must be over zero",
  });
  const flat = parseErrorBody(new TextEncoder().encode(JSON.stringify(flatBody(revoked))), "application/problem+json");
  assert.equal(flat.form, "flat");
  assert.equal(flat.messages[0]?.code, "CERTIFICATE_REVOKE");
  assert.equal(flat.messages[0]?.codeText, "CERTIFICATE_REVOKED");
  assert.equal(parseErrorBody(JSON.stringify(flatBody(formatError))).messages.length, 2);
});

test("a code that nobody defined is told as text, a warning as a warning", () => {
  const body = { tppMessages: [{ category: "WARNING", code: "MOON_PHASE", text: "full" }, 7, null, []] };
  assert.deepEqual(parseErrorBody(JSON.stringify(body)), {
    form: "tppMessages",
    messages: [{ category: "WARNING", code: undefined, codeText: "MOON_PHASE", path: undefined, text: "full" }],
  });
});

test("of an endless list of messages the first twenty are read", () => {
  const entry = { category: "ERROR", code: "FORMAT_ERROR", title: "x" };
  const many = Array.from({ length: 500 }, () => entry);
  assert.equal(parseErrorBody(JSON.stringify({ tppMessages: many })).messages.length, 20);
  assert.equal(parseErrorBody(JSON.stringify({ ...entry, additionalErrors: many })).messages.length, 21);
});

test("what is no error body has the form none", () => {
  const bodies = [
    "",
    "null",
    "7",
    "[]",
    "{}",
    '"x"',
    "<html>503</html>",
    "{",
    '{"error":"invalid_grant"}',
    '{"tppMessages":7}',
  ];
  for (const body of bodies) assert.deepEqual(parseErrorBody(body), { form: "none", messages: [] }, body);
  const html = parseErrorBody('{"title":"x"}', "text/html");
  assert.deepEqual(html, { form: "none", messages: [] });
  assert.deepEqual(parseErrorBody(Uint8Array.of(0x7b, 0xff, 0x7d)), { form: "none", messages: [] });
  assert.deepEqual(parseErrorBody("[".repeat(200_000)), { form: "none", messages: [] });
});

test("no answer of a bank makes the reader throw, and what it keeps is bounded", () => {
  const entry = fc.dictionary(fc.constantFrom("category", "code", "path", "text", "title", "detail"), fc.jsonValue());
  const body = fc.oneof(
    fc.record({ tppMessages: fc.array(fc.oneof(entry, fc.jsonValue()), { maxLength: 40 }) }),
    fc.record({
      title: fc.jsonValue(),
      code: fc.jsonValue(),
      additionalErrors: fc.oneof(fc.array(entry), fc.jsonValue()),
    }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string(),
        body.map((value) => JSON.stringify(value)),
      ),
      (bytes) => {
        const answer = parseErrorBody(bytes);
        assert.ok(answer.messages.length <= 21);
        for (const message of answer.messages) assert.ok((message.text?.length ?? 0) <= 1_000);
      },
    ),
    { numRuns: 2_000 },
  );
});
