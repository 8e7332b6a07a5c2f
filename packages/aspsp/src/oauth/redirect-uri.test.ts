/** Proves that a redirect URI stays in the TPP's hosts, whatever is tried (row O1). */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { redirectUriAllowed } from "./redirect-uri.ts";

const rules = { certificateHosts: ["tpp.example", "*.wild.example"], allowedHosts: ["localhost:4000"] };

test("hosts of the certificate, their sub-domains, wildcards and allowed host:port pairs", () => {
  const good = [
    "https://tpp.example/",
    "https://tpp.example/cb?x=1",
    "https://a.b.tpp.example/cb",
    "https://one.wild.example/",
    "http://localhost:4000/pay/return",
  ];
  const bad = [
    "https://wild.example/",
    "https://tpp.example.evil/",
    "https://nottpp.example/",
    "http://tpp.example/",
    "https://tpp.example:444/",
    "https://tpp.example:443/",
    "https://user@tpp.example/",
    "https://tpp.example/#f",
    "https://tpp.example",
    "http://localhost:4001/",
    "https://localhost/",
    "ftp://tpp.example/",
  ];
  for (const uri of good) assert.equal(redirectUriAllowed(uri, rules), true, uri);
  for (const uri of bad) assert.equal(redirectUriAllowed(uri, rules), false, uri);
});

test("names of a certificate that are no domains allow nothing", () => {
  for (const host of ["example", "*", "*.example", "10.0.0.1", "", "Some Bank Ltd"]) {
    const of = { certificateHosts: [host], allowedHosts: [] };
    for (const uri of ["https://example/", "https://a.example/", "https://10.0.0.1/", "https://anything/"]) {
      assert.equal(redirectUriAllowed(uri, of), false, `${host} ${uri}`);
    }
  }
});

test("the resource's own URI is compared character by character", () => {
  const of = { ...rules, ofResource: "https://Else.example/a/../b" };
  assert.equal(redirectUriAllowed("https://Else.example/a/../b", of), true);
  for (const uri of ["https://else.example/b", "https://Else.example/a/../b/", "https://Else.example/a/../b?"]) {
    assert.equal(redirectUriAllowed(uri, of), false, uri);
  }
  assert.equal(redirectUriAllowed("javascript:alert(1)", { ...rules, ofResource: "javascript:alert(1)" }), false);
});

test("whatever is accepted opens at one of the hosts", () => {
  const piece = fc.constantFrom(
    "https:",
    "http:",
    "//",
    "/",
    "\\",
    "@",
    "tpp.example",
    "evil.example",
    ".",
    ":",
    "443",
    "#",
    "?",
    "%2e",
    "\t",
    "\u200b",
    "a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const uri = pieces.join("");
      if (!redirectUriAllowed(uri, rules)) return;
      assert.match(new URL(uri).host, /^([\w-]+\.)*(tpp|wild)\.example$/);
      assert.equal(new URL(uri).protocol, "https:");
    }),
    { numRuns: 5_000 },
  );
});
