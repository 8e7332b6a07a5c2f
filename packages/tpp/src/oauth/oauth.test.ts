// Proves the code flow from the metadata to the token, and that an answer of another bank, browser or time is refused.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { HttpRequest } from "../client/transport.ts";
import { beginAuthorization, finishAuthorization } from "./authorize.ts";
import type { OAuthContext } from "./context.ts";
import { discover } from "./discover.ts";
import { codeChallengeOf, createCodeVerifier } from "./pkce.ts";
import { refreshTokens } from "./refresh.ts";

const issuer = "https://bank.example/x/xs2a/berlin/1.3";
const metadata = {
  issuer,
  authorization_endpoint: "https://pages.example/x/oauth/authorize",
  token_endpoint: `${issuer}/oauth/token`,
  response_types_supported: ["code"],
  authorization_response_iss_parameter_supported: true,
};
const redirectUri = "https://tpp.example/back";

interface FakeServer {
  readonly request: HttpRequest;
  readonly forms: URLSearchParams[];
}

function server(token: { status: number; body: object }, document: object = metadata): FakeServer {
  const forms: URLSearchParams[] = [];
  const request: HttpRequest = async ({ url, body }) => {
    const isToken = url.endsWith("/token");
    if (isToken) forms.push(new URLSearchParams(typeof body === "string" ? body : new TextDecoder().decode(body)));
    const answer = isToken ? token : { status: 200, body: document };
    return {
      status: answer.status,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(answer.body)),
    };
  };
  return { request, forms };
}

const granted = {
  status: 200,
  body: { access_token: "at", token_type: "bearer", expires_in: 300, refresh_token: "rt" },
};

async function context(fake: FakeServer): Promise<OAuthContext> {
  const metadataUrl = `${issuer}/.well-known/oauth-authorization-server`;
  return { server: await discover(metadataUrl, fake.request), clientId: "PSDLT-BOL-123456", request: fake.request };
}

describe("discovery", () => {
  test("is read at both addresses in use", async () => {
    const { request } = server(granted);
    for (const url of [
      `${issuer}/.well-known/oauth-authorization-server`,
      "https://bank.example/.well-known/oauth-authorization-server/x/xs2a/berlin/1.3",
    ]) {
      assert.equal((await discover(url, request)).issuer, issuer);
    }
  });

  test("refuses metadata of another issuer", async () => {
    const { request } = server(granted, { ...metadata, issuer: "https://evil.example" });
    const read = discover(`${issuer}/.well-known/oauth-authorization-server`, request);
    await assert.rejects(read, { name: "OAuthError", code: "discovery_failed" });
  });
});

describe("the code flow", () => {
  test("asks with PKCE S256 and a fresh state, and exchanges the code with the verifier", async () => {
    const fake = server(granted);
    const oauth = await context(fake);
    const pending = await beginAuthorization(oauth, { scope: "PIS:p1", redirectUri });
    const asked = new URL(pending.url).searchParams;
    assert.match(pending.state, /^[\w-]{22,}$/);
    assert.equal(asked.get("code_challenge"), await codeChallengeOf(pending.codeVerifier));
    assert.deepEqual(
      ["response_type", "client_id", "redirect_uri", "scope", "code_challenge_method"].map((name) => asked.get(name)),
      ["code", "PSDLT-BOL-123456", redirectUri, "PIS:p1", "S256"],
    );
    const back = `${redirectUri}?${new URLSearchParams({ code: "c1", state: pending.state, iss: issuer })}`;
    const tokens = await finishAuthorization(oauth, pending, back);
    assert.deepEqual([tokens.accessToken, tokens.refreshToken, tokens.expiresIn], ["at", "rt", 300]);
    assert.equal(fake.forms[0]?.get("code_verifier"), pending.codeVerifier);
    assert.equal(fake.forms[0]?.get("client_id"), "PSDLT-BOL-123456");
  });

  test("O3, O4: another state, another issuer, a missing issuer and a refusal never reach the token endpoint", async () => {
    const fake = server(granted);
    const oauth = await context(fake);
    const pending = await beginAuthorization(oauth, { scope: "PIS:p1", redirectUri });
    const back = (answer: Record<string, string>) =>
      finishAuthorization(oauth, pending, `${redirectUri}?${new URLSearchParams(answer)}`);
    await assert.rejects(back({ code: "c", state: "x", iss: issuer }), { code: "state_mismatch" });
    await assert.rejects(back({ code: "c", state: pending.state, iss: "https://evil.example" }), {
      code: "issuer_mismatch",
    });
    await assert.rejects(back({ code: "c", state: pending.state }), { code: "issuer_mismatch" });
    await assert.rejects(back({ error: "access_denied", state: pending.state, iss: issuer }), {
      code: "access_denied",
      error: "access_denied",
    });
    await assert.rejects(back({ error: "server_error", state: pending.state, iss: issuer }), {
      code: "authorization_failed",
    });
    assert.equal(fake.forms.length, 0);
  });

  test("a spent code is invalid_grant", async () => {
    const oauth = await context(server({ status: 400, body: { error: "invalid_grant" } }));
    const pending = await beginAuthorization(oauth, { scope: "PIS:p1", redirectUri });
    const back = `${redirectUri}?${new URLSearchParams({ code: "c1", state: pending.state, iss: issuer })}`;
    await assert.rejects(finishAuthorization(oauth, pending, back), { name: "OAuthError", code: "invalid_grant" });
  });
});

test("fifty callers refresh one token with one request; a bank that does not rotate leaves it in force", async () => {
  const fake = server({ status: 200, body: { access_token: "at2", token_type: "bearer" } });
  const oauth = await context(fake);
  const all = await Promise.all(Array.from({ length: 50 }, () => refreshTokens(oauth, "rt")));
  assert.equal(fake.forms.length, 1);
  assert.ok(all.every(({ accessToken, refreshToken }) => accessToken === "at2" && refreshToken === "rt"));
});

test("RFC 7636: the example of appendix B, and verifiers of a wrong form", async () => {
  assert.equal(
    await codeChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
  assert.match(createCodeVerifier(), /^[\w-]{43}$/);
  for (const wrong of ["a".repeat(42), "a".repeat(129), "ä".repeat(43)])
    await assert.rejects(codeChallengeOf(wrong), TypeError);
});
