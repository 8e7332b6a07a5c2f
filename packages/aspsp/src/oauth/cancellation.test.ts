/** Proves that a cancellation which the PSU has to authorise is reached by the payment's own scope. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TestBrowser, textOf } from "../sca-pages/testing/browser.ts";
import { samplePayment, testProfile } from "../testing/test-bank.ts";
import { openBank } from "./testing/open-bank.ts";
import { begin, exchange, payAtBank } from "./testing/stranger.ts";
import { redirectUri, tppAt } from "./testing/tpp.ts";

test("PIS:<paymentId> leads to the newest of the payment's authorisations, that of its cancellation too", async () => {
  const server = await openBank({
    profile: { ...testProfile, approach: "oauth", scaOAuth: true, cancellationNeedsPsu: true },
  });
  try {
    const tpp = tppAt(server);
    const requestedExecutionDate = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const path = `/v1/payments/${server.profile.defaultProduct}`;
    const made = await tpp.call({ path, body: { ...samplePayment, requestedExecutionDate } });
    const paymentId: string = made.body.paymentId;
    const config = await tpp.client();
    const first = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
    const tokens = await exchange(first, await payAtBank(server, first.url));
    const token = tokens.access_token;
    assert.equal((await tpp.call({ method: "DELETE", path: `${path}/${paymentId}`, token })).status, 202);
    const started = await tpp.call({ path: `${path}/${paymentId}/cancellation-authorisations`, body: {}, token });
    assert.equal(started.status, 201, JSON.stringify(started.body));
    const second = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
    const page = await new TestBrowser().get(second.url.href);
    assert.equal(page.location, started.body._links.scaRedirect.href);
    assert.match(textOf(await new TestBrowser().open(second.url.href)), /Keep the payment/);
    const again = await exchange(second, await payAtBank(server, second.url));
    const status = await tpp.call({ path: tpp.statusPath(paymentId), token: again.access_token });
    assert.equal(status.body.transactionStatus, "CANC");
  } finally {
    await server.close();
  }
});
