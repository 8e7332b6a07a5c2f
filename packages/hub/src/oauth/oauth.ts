import { generateKeyPairSync } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { systemClock, type Clock, type Db, type HttpHandler, type Log } from "@tallystick/kit";
import type { AccessTokens } from "../client/authenticate.ts";
import type { Clients } from "../client/clients.ts";
import type { ClientLimits } from "../client/limits.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { oauthAddresses } from "./addresses.ts";
import type { Visit } from "./configuration.ts";
import { serverMetadata } from "./metadata.ts";
import { createMount, type Mount } from "./mount.ts";
import { createProvider } from "./provider.ts";
import { sweepTokens } from "./store/adapters.ts";
import { createAccessTokens } from "./tokens.ts";

export interface OauthDeps {
  readonly environment: "test" | "live";
  /** The hub's own address, without a slash at the end. */
  readonly url: string;
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
  readonly log: Log;
  readonly clients: Clients;
  readonly limits: ClientLimits;
}

export interface Oauth {
  /** Token endpoint and metadata. */
  readonly serve: Mount;
  readonly tokens: AccessTokens;
  /** Removes what has expired. */
  sweep(): Promise<void>;
}

/** The hub's authorization server for one environment: tokens for its API clients (hub-api section 2). */
export function createOauth(deps: OauthDeps): Oauth {
  const addresses = oauthAddresses(deps.url, deps.environment);
  const { db, clock, log, clients, limits } = deps;
  const machineClock = systemClock;
  const visits = new WeakMap<IncomingMessage, Visit>();
  const signingKey = madeUpKey();
  const provider = createProvider({ db, clock, log, clients, limits, addresses, machineClock, visits, signingKey });
  return {
    serve: createMount({
      addresses,
      metadata: serverMetadata(addresses),
      library: provider.callback() as unknown as HttpHandler,
      log,
    }),
    tokens: createAccessTokens(deps),
    sweep: () => sweepTokens(deps, machineClock),
  };
}

/** Tokens are opaque, so that nothing is signed, but the library insists on a key. */
function madeUpKey(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" };
}
