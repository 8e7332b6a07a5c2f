// Receives webhooks with Express: `express.raw` leaves the body as the bytes that were signed.
import express, { type Express } from "express";
import { WebhookError, type WebhookEvent, type WebhookVerifier } from "@tallystick/sdk";

export function createReceiver(verifier: WebhookVerifier, handle: (event: WebhookEvent) => void): Express {
  const app = express();
  app.post("/webhooks", express.raw({ type: "application/json" }), async (request, response) => {
    try {
      handle(await verifier.verify(request.body as Buffer, request.headers));
      response.sendStatus(204);
    } catch (error) {
      const later = error instanceof WebhookError && error.code === "keys_unavailable";
      response.sendStatus(later ? 503 : 400);
    }
  });
  return app;
}
