import type { FastifyReply, FastifyRequest } from "fastify";
import type { HubDeps } from "../deps.ts";
import type { Browsers } from "./browser.ts";
import type { GuessLimit } from "./guess-limit.ts";
import type { BankHealth } from "./views/model.ts";

/** What the pages' handlers share. */
export interface Web {
  readonly hub: HubDeps;
  readonly browsers: Browsers;
  readonly guesses: GuessLimit;
  readonly healthOf: (providerId: string) => BankHealth | undefined;
  readonly https: boolean;
  /** Origin of the hub's own address; never a request's `Host` (decision 7). */
  readonly origin: string;
}

export type Handler = (web: Web, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
