/** Proves: a bearer token that is sent must be alive, this TPP's, bound to this certificate, and cover the payment. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { endpoints, Xs2aError } from "@tallystick/xs2a";
import { testTpp } from "../testing/test-bank.ts";
import { checkToken, requireRole } from "./authorise-call.ts";
import type { TokenCheck, TokenChecker } from "./token.ts";

const valid = (scopes: string[], paymentId?: string, tppId = testTpp.tppId): TokenCheck => ({
  kind: "valid",
  grant: { tppId, scopes, ...(paymentId === undefined ? {} : { paymentId }) },
});

const checks: Readonly<Record<string, TokenCheck>> = {
  payments: valid(["payments"]),
  one: valid(["PIS:p1"], "p1"),
  accounts: valid(["accounts", "transactions"]),
  foreign: valid(["payments"], undefined, "PSDLT-BOL-999999"),
  expired: { kind: "refused", code: "TOKEN_EXPIRED" },
  revoked: { kind: "refused", code: "TOKEN_INVALID" },
};

/** Knows a token only together with the certificate that it is bound to. */
const tokens: TokenChecker = {
  check: async (token, thumbprint) =>
    thumbprint === testTpp.thumbprint && Object.hasOwn(checks, token)
      ? checks[token]!
      : { kind: "refused", code: "TOKEN_UNKNOWN" },
};

async function said(
  authorization: string | undefined,
  paymentId?: string,
  o = { tokens: tokens as TokenChecker | undefined },
) {
  const row = endpoints.getPaymentInformation;
  const params: Record<string, string> = paymentId === undefined ? {} : { paymentId };
  const nothingNeeded = { readsNeedToken: false, creationNeedsToken: false, discoveryUrl: "" };
  for (const codeProfile of ["standard", "paysera"] as const) {
    try {
      await checkToken({ row, params, authorization, tpp: testTpp }, { ...o, ...nothingNeeded, codeProfile });
    } catch (error) {
      assert.ok(error instanceof Xs2aError);
      assert.equal(error.status, codeProfile === "standard" ? 401 : 403);
      if (codeProfile === "paysera") return error.code;
    }
  }
  return "ok";
}

test("no token is needed; `payments` covers every payment, `PIS:` its own", async () => {
  assert.equal(await said(undefined), "ok");
  assert.equal(await said("Bearer payments"), "ok");
  assert.equal(await said("bearer payments", "p1"), "ok");
  assert.equal(await said("Bearer one", "p1"), "ok");
});

test("O8, O15: a token of another payment, scope or TPP, an expired, a revoked, an unknown one is refused", async () => {
  assert.equal(await said("Bearer one", "p2"), "TOKEN_INVALID");
  assert.equal(await said("Bearer one"), "TOKEN_INVALID");
  assert.equal(await said("Bearer accounts", "p1"), "TOKEN_INVALID");
  assert.equal(await said("Bearer foreign", "p1"), "TOKEN_INVALID");
  assert.equal(await said("Bearer expired", "p1"), "TOKEN_EXPIRED");
  assert.equal(await said("Bearer revoked", "p1"), "TOKEN_INVALID");
  assert.equal(await said("Bearer nothing", "p1"), "TOKEN_UNKNOWN");
  assert.equal(await said("Bearer payments", "p1", { tokens: undefined }), "TOKEN_UNKNOWN");
});

test("anything but one bearer token in the header is refused", async () => {
  for (const header of [
    "",
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "Basic payments",
    "payments",
    "Bearer pay,ments",
    "MAC id=1",
  ]) {
    assert.equal(await said(header, "p1"), "TOKEN_INVALID", header);
  }
});

test("C7: a role is held or it is not", () => {
  assert.doesNotThrow(() => requireRole(testTpp, "PSP_PI"));
  for (const role of ["PSP_AI", "PSP_IC", "PSP_AS"] as const) assert.throws(() => requireRole(testTpp, role), /PSP_/);
});
