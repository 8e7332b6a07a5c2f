// Runs the example: the right browser comes back twice, another one in between.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient, type HttpRequest } from "@tallystick/tpp";
import { scaAt } from "./sca.ts";

test("the example leads to the bank and believes the bank alone", async () => {
  let redirect = "";
  let consentStatus = "received";
  const request: HttpRequest = async ({ method, url, headers = {} }) => {
    redirect ||= headers["tpp-redirect-uri"] ?? "";
    const created = { consentId: "c1", consentStatus, _links: { scaRedirect: { href: "https://bank.example/sca" } } };
    const read = url.endsWith("/status") ? { consentStatus } : { authorisationIds: [] };
    return {
      status: method === "POST" ? 201 : 200,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(method === "POST" ? created : read)),
    };
  };
  const sca = scaAt("rzb_ro", createBankClient({ baseUrl: "https://bank.example", request }));
  const cookie = "a-random-value-of-this-browser";
  assert.equal(await sca.begin(cookie, "192.0.2.7"), "https://bank.example/sca");
  assert.equal(await sca.back(redirect, cookie), "pending");
  consentStatus = "valid";
  assert.equal(await sca.back(redirect, undefined), "other_browser");
  assert.equal(await sca.back(redirect, cookie), "authorised");
  assert.equal(await sca.back(redirect, cookie), "authorised");
});
