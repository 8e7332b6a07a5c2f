import type { FastifyInstance } from "fastify";
import type { HubDeps } from "../deps.ts";
import { registerAssets } from "./assets.ts";
import { Browsers } from "./browser.ts";
import type { Handler, Web } from "./context.ts";
import { answerFault } from "./fault.ts";
import { GuessLimit } from "./guess-limit.ts";
import { answerBanks, answerStatus, showGo, showLink } from "./show.ts";
import { cancelLinkOfPayer, leaveLink, pay, takeBack } from "./submit.ts";
import { sendQr } from "./send-qr.ts";
import type { BankHealth } from "./views/model.ts";

export interface WebDeps {
  readonly hub: HubDeps;
  /** 32 bytes; the key of form tokens is derived from it. */
  readonly sealKey: Buffer;
  /** Whether the hub is reached by https: cookies are then `Secure` and named `__Host-`. */
  readonly secureCookies: boolean;
  /** What is known of a bank in trouble; nothing: it is up. */
  readonly healthOf?: (providerId: string) => BankHealth | undefined;
}

const pages: readonly (readonly ["GET" | "POST", string, Handler])[] = [
  ["GET", "/pay/:webId", showLink],
  ["POST", "/pay/:webId", pay],
  ["GET", "/pay/:webId/go", showGo],
  ["GET", "/pay/:webId/return/:state", takeBack],
  ["POST", "/pay/:webId/leave", leaveLink],
  ["POST", "/pay/:webId/cancel", cancelLinkOfPayer],
  ["GET", "/pay/:webId/status", answerStatus],
  ["GET", "/pay/:webId/banks", answerBanks],
  ["GET", "/links/:webId/qr.svg", sendQr],
  ["GET", "/links/:webId/qr.png", sendQr],
];

/**
 * The hosted pages (hub-api section 9): `/pay/{web_id}` and what belongs to it, `/links/{web_id}/qr.svg|png`, `/assets/*`.
 * They answer in HTML, errors too, in a scope of their own. The app must read form bodies (`contentTypes` with `form`).
 */
export function registerWeb(app: FastifyInstance, deps: WebDeps): void {
  const { hub, sealKey, secureCookies, healthOf = () => undefined } = deps;
  const web: Web = {
    hub,
    browsers: new Browsers({ sealKey, secure: secureCookies, random: hub.random }),
    guesses: new GuessLimit(hub.clock),
    healthOf,
    https: hub.url.startsWith("https:"),
    origin: new URL(hub.url).origin,
  };
  void app.register(async (scope) => {
    // JSON belongs to the API.
    scope.removeContentTypeParser("application/json");
    scope.setErrorHandler((error, request, reply) => answerFault(web, error, request, reply));
    registerAssets(scope);
    for (const [method, url, handler] of pages) {
      scope.route({ method, url, handler: (request, reply) => handler(web, request, reply) });
    }
  });
}
