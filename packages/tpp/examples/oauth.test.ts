// Runs the example against a bank whose clock is ahead of ours: it calls the first token expired at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient, createMemoryTokenStore, type HttpRequest } from "@tallystick/tpp";
import { begin, comeBack, readAccounts } from "./oauth.ts";

const issuer = "https://bank.example/lt/xs2a/berlin/1.3";
const metadata = {
  issuer,
  authorization_endpoint: "https://pages.bank.example/authorize",
  token_endpoint: `${issuer}/oauth/token`,
  authorization_response_iss_parameter_supported: true,
};

test("the example authorises, and its read survives a token that the bank calls expired", async () => {
  const requestIds: (string | undefined)[] = [];
  const request: HttpRequest = async ({ url, body, headers = {} }) => {
    const answer = (status: number, document: object) => ({
      status,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(document)),
    });
    if (url.endsWith("oauth-authorization-server")) return answer(200, metadata);
    if (url.endsWith("/token")) {
      const form = new URLSearchParams(new TextDecoder().decode(body as Uint8Array));
      const token = form.get("grant_type") === "refresh_token" ? "second" : "first";
      return answer(200, { access_token: token, token_type: "bearer", expires_in: 300, refresh_token: `of-${token}` });
    }
    requestIds.push(headers["x-request-id"]);
    const error = { tppMessages: [{ category: "ERROR", code: "TOKEN_EXPIRED" }] };
    if (headers["authorization"] !== "Bearer second") return answer(401, error);
    return answer(200, { accounts: [{ resourceId: "a1", iban: "LT121000011101001000", currency: "EUR" }] });
  };
  const scaOAuth = `${issuer}/.well-known/oauth-authorization-server`;
  const { context, pending } = await begin(request, "PSDLT-BOL-123456", scaOAuth, "AIS:c1");
  const back = `https://tpp.example/back?${new URLSearchParams({ code: "c", state: pending.state, iss: issuer })}`;
  const tokens = await comeBack(context, pending, back, createMemoryTokenStore());
  const accounts = await readAccounts(tokens, createBankClient({ baseUrl: issuer, request }), "c1");
  assert.deepEqual(
    accounts.map(({ resourceId }) => resourceId),
    ["a1"],
  );
  assert.deepEqual([requestIds.length, new Set(requestIds).size], [2, 1]);
});
