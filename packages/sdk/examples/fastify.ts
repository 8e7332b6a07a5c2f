// Receives webhooks with Fastify: its JSON parser is replaced by one that leaves the bytes as they came.
import fastify, { type FastifyInstance } from "fastify";
import { WebhookError, type WebhookEvent, type WebhookVerifier } from "@tallystick/sdk";

export function createReceiver(verifier: WebhookVerifier, handle: (event: WebhookEvent) => void): FastifyInstance {
  const app = fastify();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/webhooks", async (request, reply) => {
    try {
      handle(await verifier.verify(request.body as Buffer, request.headers));
      return await reply.code(204).send();
    } catch (error) {
      const later = error instanceof WebhookError && error.code === "keys_unavailable";
      return reply.code(later ? 503 : 400).send();
    }
  });
  return app;
}
