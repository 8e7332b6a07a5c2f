// @tallystick/sdk: payment links from an application, and their webhooks.
export * from "./client.ts";
export * from "./error.ts";
export * from "./types.ts";
export * from "./webhook.ts";
