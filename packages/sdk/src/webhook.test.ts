// Proves that the verifier accepts exactly what the hub signed: every changed byte, header, key or time is refused.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import fc from "fast-check";
import { CompactSign, exportJWK, generateKeyPair, type JWK } from "jose";
import { createWebhookVerifier, type WebhookErrorCode } from "./webhook.ts";

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

const body = JSON.stringify({
  type: "link_status_update",
  event_id: "e1",
  link_id: "l1",
  status: "completed",
  sequence: 7,
});
const now = new Date("2026-11-21T10:00:00Z");
const iat = now.getTime() / 1000;
let keys: KeyPair;
let stranger: KeyPair;
let jwks: { keys: JWK[] };

const served: typeof fetch = async () => Response.json(jwks);
const verifier = (options: { now?: Date; fetch?: typeof fetch } = {}) =>
  createWebhookVerifier({
    jwksUrl: "http://localhost:4000/jwks.json",
    fetch: options.fetch ?? served,
    now: () => options.now ?? now,
  });

async function sign(text: string, header: object = {}, by: KeyPair = keys): Promise<string> {
  const protectedHeader = { alg: "ES256", kid: "k1", typ: "webhook+jws", iat, ...header };
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(protectedHeader).sign(by.privateKey);
}

const headersOf = (signature: string, kid = "k1") => ({ "x-signature": signature, "x-signature-kid": kid });
const refusedWith = (code: WebhookErrorCode) => ({ name: "WebhookError", code });

before(async () => {
  keys = await generateKeyPair("ES256", { extractable: true });
  stranger = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  const other = {
    ...(await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey)),
    kid: "k2",
    alg: "ES256",
  };
  jwks = { keys: [other, jwk] };
});

describe("what the hub signed", () => {
  test("is accepted with the headers of Node, of fetch and as bytes", async () => {
    const signature = await sign(body);
    const event = await verifier().verify(body, headersOf(signature));
    assert.equal(event.sequence, 7);
    await verifier().verify(new TextEncoder().encode(body), new Headers(headersOf(signature)));
  });

  test("W5: is refused once it is more than five minutes old, or from the future", async () => {
    const headers = headersOf(await sign(body));
    for (const seconds of [-300, 300])
      await verifier({ now: new Date(now.getTime() + seconds * 1000) }).verify(body, headers);
    for (const seconds of [-301, 301]) {
      await assert.rejects(
        verifier({ now: new Date(now.getTime() + seconds * 1000) }).verify(body, headers),
        refusedWith("too_old"),
      );
    }
  });
});

describe("W6: anything else is refused", () => {
  test("a body with one byte changed", async () => {
    const headers = headersOf(await sign(body));
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
        const changed = new TextEncoder().encode(body);
        changed[at] = (changed[at] ?? 0) ^ flip;
        await assert.rejects(verifier().verify(changed, headers), refusedWith("body_differs"));
      }),
      { numRuns: 30 },
    );
  });

  test("a signature with one character changed or added (F3 spellings included)", async () => {
    const signature = await sign(body);
    for (const spelling of [
      `${signature}=`,
      ` ${signature}`,
      `${signature}\n`,
      signature.replaceAll("-", "+"),
      `${signature}A`,
    ]) {
      if (spelling === signature) continue;
      await assert.rejects(verifier().verify(body, headersOf(spelling)), { name: "WebhookError" });
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(signature.length - 1), fc.constantFrom(..."AZaz09-_.".split("")), async (at, letter) => {
        fc.pre(signature[at] !== letter);
        const changed = signature.slice(0, at) + letter + signature.slice(at + 1);
        await assert.rejects(verifier().verify(body, headersOf(changed)), { name: "WebhookError" });
      }),
      { numRuns: 100 },
    );
  });

  test("another's key, a kid header that differs, a kid that nobody has", async () => {
    await assert.rejects(
      verifier().verify(body, headersOf(await sign(body, {}, stranger))),
      refusedWith("signature_wrong"),
    );
    await assert.rejects(
      verifier().verify(body, headersOf(await sign(body), "k2")),
      refusedWith("signature_malformed"),
    );
    const unknown = await sign(body, { kid: "k9" });
    await assert.rejects(verifier().verify(body, headersOf(unknown, "k9")), refusedWith("signature_wrong"));
  });

  test("K1: alg none and an HMAC with the public key", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const none = `${encode({ alg: "none", kid: "k1", iat })}.${Buffer.from(body).toString("base64url")}.AA`;
    await assert.rejects(verifier().verify(body, headersOf(none)), { name: "WebhookError" });
    const secret = new TextEncoder().encode(JSON.stringify(jwks.keys[1]));
    const hmac = await new CompactSign(new TextEncoder().encode(body))
      .setProtectedHeader({ alg: "HS256", kid: "k1", iat })
      .sign(secret);
    await assert.rejects(verifier().verify(body, headersOf(hmac)), { name: "WebhookError" });
  });

  test("missing headers, and a JWS without a time", async () => {
    await assert.rejects(verifier().verify(body, {}), refusedWith("header_missing"));
    await assert.rejects(verifier().verify(body, { "x-signature": await sign(body) }), refusedWith("header_missing"));
    const timeless = await sign(body, { iat: undefined });
    await assert.rejects(verifier().verify(body, headersOf(timeless)), refusedWith("signature_malformed"));
  });

  test("when the keys cannot be read it says so, for the receiver to answer 503", async () => {
    const down = verifier({ fetch: () => Promise.reject(new TypeError("fetch failed")) });
    await assert.rejects(down.verify(body, headersOf(await sign(body))), refusedWith("keys_unavailable"));
  });
});
