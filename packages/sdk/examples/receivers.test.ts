// Proves that each example receiver takes a genuine webhook over HTTP, as bytes, and refuses a changed one.
import assert from "node:assert/strict";
import type { Server } from "node:http";
import { after, before, describe, test } from "node:test";
import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { createWebhookVerifier, type WebhookEvent } from "@tallystick/sdk";
import { createReceiver as onExpress } from "./express.ts";
import { createReceiver as onFastify } from "./fastify.ts";
import { createReceiver as onNode } from "./node.ts";

// Spaces and a non-ASCII letter: what a parser would not give back as it was.
const body =
  '{ "type":"link_status_update",  "event_id":"e1","link_id":"l1","status":"completed","sequence":1, "x":"ș" }';
let signature: string;
const received: WebhookEvent[] = [];
let verifier: ReturnType<typeof createWebhookVerifier>;

before(async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" };
  verifier = createWebhookVerifier({
    jwksUrl: "http://localhost/jwks",
    fetch: async () => Response.json({ keys: [jwk] }),
  });
  signature = await new CompactSign(new TextEncoder().encode(body))
    .setProtectedHeader({ alg: "ES256", kid: "k1", iat: Math.floor(Date.now() / 1000) })
    .sign(privateKey);
});

const receivers: Record<string, () => Promise<{ server: Server; port: number }>> = {
  node: () => listening(onNode(verifier, (event) => received.push(event)).listen(0, "127.0.0.1")),
  express: () => listening(onExpress(verifier, (event) => received.push(event)).listen(0, "127.0.0.1")),
  fastify: async () => {
    const app = onFastify(verifier, (event) => received.push(event));
    await app.listen({ host: "127.0.0.1", port: 0 });
    return { server: app.server, port: (app.server.address() as { port: number }).port };
  },
};

async function listening(server: Server): Promise<{ server: Server; port: number }> {
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  return { server, port: (server.address() as { port: number }).port };
}

for (const [name, start] of Object.entries(receivers)) {
  describe(name, () => {
    let server: Server;
    let url: string;
    before(async () => {
      const started = await start();
      server = started.server;
      url = `http://127.0.0.1:${started.port}/webhooks`;
    });
    after(() => server.close());

    const post = (text: string) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-signature": signature, "x-signature-kid": "k1" },
        body: text,
      });

    test("takes a genuine webhook once", async () => {
      received.length = 0;
      assert.equal((await post(body)).status, 204);
      assert.deepEqual(
        received.map(({ event_id }) => event_id),
        ["e1"],
      );
    });

    test("refuses the same event in other bytes", async () => {
      received.length = 0;
      assert.equal((await post(JSON.stringify(JSON.parse(body)))).status, 400);
      assert.deepEqual(received, []);
    });
  });
}
