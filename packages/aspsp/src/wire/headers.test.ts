/** Proves: a PSU address is an IP address of either version, and a redirect leads only where it may. */
import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import { endpoints, Xs2aError } from "@tallystick/xs2a";
import fc from "fast-check";
import { isRedirectOfTpp, readHeaders } from "./headers.ts";

const rules = { tolerateMissingPsuIpAddress: false, redirectUriRequired: true, redirectHosts: ["localhost:4000"] };

function read(headers: Record<string, string>) {
  const sent = { "psu-ip-address": "192.0.2.1", "tpp-redirect-uri": "https://tpp.example/back", ...headers };
  try {
    return readHeaders(sent, endpoints.initiatePayment, rules);
  } catch (error) {
    assert.ok(error instanceof Xs2aError);
    return error.path;
  }
}

const takesAddress = (address: string): boolean => read({ "psu-ip-address": address }) !== "PSU-IP-Address";

test("what Node takes for an IP address passes, of both versions", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), takesAddress));
  for (const address of ["::1", "::ffff:192.0.2.1", "2001:db8::1", "0.0.0.0", "255.255.255.255"]) {
    assert.ok(takesAddress(address), address);
  }
});

test("what Node does not take for one is refused", () => {
  const near = fc.stringMatching(/^[0-9a-f.:]{0,20}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => isIP(text) !== 0 || !takesAddress(text)),
    { numRuns: 5_000 },
  );
  for (const text of ["01.2.3.4", "1.2.3.4.", "1.2.3", "1.2.3.4.5", "[::1]", "::1%eth0", ":::", "1::2::3"]) {
    assert.ok(!takesAddress(text), text);
  }
});

test("headers without a meaning for an operation are not looked at", () => {
  const row = endpoints.getPaymentInitiationStatus;
  assert.deepEqual(readHeaders({ "tpp-redirect-uri": "nonsense" }, row, rules), {});
});

test("a redirect is the TPP's own at a name of its certificate, below one, or at an excepted address", () => {
  const hosts = ["tpp.example", "*.wild.example"];
  const own = ["https://tpp.example/", "https://a.tpp.example/x", "https://b.wild.example/", "http://localhost:4000/x"];
  const foreign = [
    "https://tpp.example.evil/",
    "https://eviltpp.example/",
    "https://localhost:4001/",
    "https://evil/?tpp.example",
  ];
  for (const uri of own) assert.ok(isRedirectOfTpp(uri, hosts, rules.redirectHosts), uri);
  for (const uri of foreign) assert.ok(!isRedirectOfTpp(uri, hosts, rules.redirectHosts), uri);
});
