import assert from "node:assert/strict";
import { test } from "node:test";
import { enumOf, readOpenApi } from "../testing/openapi.ts";
import { readShared } from "../testing/shared.ts";
import {
  asMessageCode,
  codeSpellings,
  httpStatusOf,
  messageCodes,
  spellCode,
  type MessageCode,
  type Service,
} from "./codes.ts";

const rows = Object.entries(messageCodes) as [
  MessageCode,
  { statuses: readonly number[]; paysera: readonly number[]; services: readonly Service[] },
][];
const errorStatuses = [400, 401, 403, 404, 405, 406, 409, 429];

test("the table holds exactly the codes, statuses and services of the standard's OpenAPI file", (t) => {
  const file = readOpenApi(t);
  if (file === undefined) return;
  const published = new Set<string>();
  for (const status of errorStatuses) {
    for (const service of ["PIS", "AIS", "PIIS", "SBS", "PIS_CANC"]) {
      for (const code of enumOf(file, `MessageCode${status}_${service}`)) {
        published.add(`${status} ${service.replace("_CANC", "")} ${code}`);
      }
    }
  }
  assert.ok(published.size > 100);
  const ours = rows.flatMap(([code, row]) =>
    row.statuses
      .filter((status) => status >= 400)
      .flatMap((status) => row.services.map((service) => `${status} ${service} ${code}`)),
  );
  assert.deepEqual(ours.toSorted(), [...published].toSorted());
  assert.deepEqual(enumOf(file, "MessageCode2XX"), ["WARNING"]);
  assert.deepEqual(enumOf(file, "MessageCode200InitiationStatus"), ["FUNDS_NOT_AVAILABLE"]);
  assert.deepEqual(enumOf(file, "MessageCode201PaymentInitiation"), ["WARNING", "BENEFICIARY_WHITELISTING_REQUIRED"]);
});

test("the Paysera column holds exactly the codes and statuses that the profile prints", (t) => {
  const contract = readShared(t, "spec/xs2a-bank.md");
  if (contract === undefined) return;
  const [, table = ""] = contract.split("### 6.1 Table as printed");
  const published = [...(table.split("### 6.2")[0] ?? "").matchAll(/^\| (\d{3}) \| ([A-Z_, ]+) \|$/gm)].flatMap(
    ([, status, codes]) => (codes ?? "").split(", ").map((code) => `${status} ${code}`),
  );
  assert.ok(published.length > 45);
  const ours = rows.flatMap(([code, row]) =>
    row.paysera.map((status) => `${status} ${spellCode(code, "CERTIFICATE_REVOKED")}`),
  );
  assert.deepEqual(ours.toSorted(), published.toSorted());
});

test("one code has its status by place", () => {
  const table: readonly (readonly [MessageCode, Parameters<typeof httpStatusOf>[1], number])[] = [
    ["CONSENT_UNKNOWN", "path", 403],
    ["CONSENT_UNKNOWN", "header", 400],
    ["CONSENT_UNKNOWN", "payload", 400],
    ["RESOURCE_UNKNOWN", "path", 404],
    ["RESOURCE_UNKNOWN", "payload", 400],
    ["RESOURCE_UNKNOWN", undefined, 404],
    ["RESOURCE_EXPIRED", "path", 403],
    ["RESOURCE_EXPIRED", "payload", 400],
    ["SERVICE_INVALID", "payload", 400],
    ["SERVICE_INVALID", "method", 405],
    ["FORMAT_ERROR", "header", 400],
    ["FORMAT_ERROR", "path", 400],
    ["ROLE_INVALID", undefined, 401],
    ["PRODUCT_UNKNOWN", "path", 404],
    ["PRODUCT_INVALID", undefined, 403],
    ["STATUS_INVALID", undefined, 409],
    ["ACCESS_EXCEEDED", undefined, 429],
  ];
  for (const [code, place, status] of table) assert.equal(httpStatusOf(code, place), status, `${code} ${place}`);
});

test("tokens and expired consents are 401 by the standard and 403 in the Paysera profile", () => {
  for (const code of ["TOKEN_UNKNOWN", "TOKEN_INVALID", "TOKEN_EXPIRED", "CONSENT_EXPIRED"] as const) {
    assert.equal(httpStatusOf(code), 401);
    assert.equal(httpStatusOf(code, undefined, "paysera"), 403);
  }
});

test("every code has a status in both profiles, at every place one that its table allows", () => {
  for (const [code, row] of rows) {
    for (const place of [undefined, "path", "header", "payload", "method"] as const) {
      const allowed: readonly number[] = row.statuses.length > 0 ? row.statuses : row.paysera;
      assert.ok(allowed.includes(httpStatusOf(code, place)), `${code} ${place}`);
      const inProfile: readonly number[] = row.paysera.length > 0 ? row.paysera : row.statuses;
      assert.ok(inProfile.includes(httpStatusOf(code, place, "paysera")), `${code} ${place} in the profile`);
    }
  }
});

test("spellings from the field are understood, names of Object.prototype are no codes", () => {
  for (const [code] of rows) assert.equal(asMessageCode(code), code);
  assert.equal(asMessageCode("CERTIFICATE_REVOKED"), "CERTIFICATE_REVOKE");
  assert.equal(asMessageCode("REQUIRED_KID_MISSING"), "KID_MISSING");
  for (const text of ["toString", "constructor", "__proto__", "format_error", "", undefined, null, 400]) {
    assert.equal(asMessageCode(text), undefined);
  }
  for (const spelling of Object.keys(codeSpellings)) assert.ok(!Object.hasOwn(messageCodes, spelling));
});
