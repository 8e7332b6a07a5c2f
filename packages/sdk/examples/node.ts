// Receives webhooks with nothing but Node: the raw bytes are collected before anything reads them.
import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { WebhookError, type WebhookEvent, type WebhookVerifier } from "@tallystick/sdk";

export function createReceiver(verifier: WebhookVerifier, handle: (event: WebhookEvent) => void): Server {
  return createServer(async (request, response) => {
    try {
      handle(await verifier.verify(await buffer(request), request.headers));
      response.writeHead(204).end();
    } catch (error) {
      const later = error instanceof WebhookError && error.code === "keys_unavailable";
      response.writeHead(later ? 503 : 400).end();
    }
  });
}
