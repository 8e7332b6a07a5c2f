// Proves which addresses of a client may be stored (rows O2, W1): its registered ones, and in test those on this machine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readUrl } from "./options.ts";

const registered = ["https://shop.test/done", "https://shop.test/hook?a=1"];

test("O2: exactly the registered addresses are taken", () => {
  for (const url of registered) assert.deepEqual(readUrl(url, registered, "live"), { ok: true, href: url });
  const refused = [
    "https://shop.test/done/",
    "https://shop.test/done?x",
    "https://shop.test/hook",
    "https://shop.test:8443/done",
    "https://shop.test/done#x",
    "https://shop.test#/done",
    "https://shop.test@evil.test/done",
    "https://shop.test:x@evil.test/done",
    "https://shop.test\\@evil.test/done",
    "https://shop.test.evil.test/done",
    "https://evilshop.test/done",
    "https://shop.test/done\n",
    "https://shop.test/do\tne",
    "https://shop.test/done ",
    "https://shop.test/d%6Fne",
    "https://ѕhop.test/done",
    "http://shop.test/done",
    "//shop.test/done",
    "/done",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:shop.test/x",
  ];
  for (const url of refused) assert.equal(readUrl(url, registered, "test").ok, false, url);
});

test("W1: addresses of this machine are taken in test only, and look-alikes never", () => {
  for (const url of ["http://localhost:4001/hook", "http://127.0.0.1:1/", "https://[::1]/x"]) {
    assert.equal(readUrl(url, [], "test").ok, true, url);
    assert.equal(readUrl(url, [], "live").ok, false, url);
  }
  const refused = [
    "http://localhost.evil.test/",
    "http://127.0.0.1.evil.test/",
    "http://a@localhost/",
    "ftp://localhost/",
    "http://10.0.0.1/",
    "https://169.254.169.254/",
    "http://0.0.0.0/",
    "http://[::ffff:127.0.0.1]/",
  ];
  for (const url of refused) assert.equal(readUrl(url, [], "test").ok, false, url);
});
