import type { BankClient } from "../../client/bank-client.ts";
import type { HttpRequest } from "../../client/transport.ts";
import type { OAuthContext } from "../../oauth/context.ts";
import { discover } from "../../oauth/discover.ts";
import type { TokenStore } from "../../oauth/token-store.ts";
import type { Clock, Sleep } from "../time.ts";
import type { ScaStore } from "./store.ts";

/** What flows by OAuth need. */
export interface ScaOAuth {
  /** The TPP's organizationIdentifier, as in its certificate: `PSDLT-BOL-123456`. */
  readonly clientId: string;
  /** The transport of the client, with the TPP's certificate. */
  readonly request: HttpRequest;
  /** Takes the tokens, under the `tokenKey` of the outcome. */
  readonly tokens: TokenStore;
}

export interface ScaContext {
  readonly bankId: string;
  readonly client: BankClient;
  readonly store: ScaStore;
  readonly oauth: ScaOAuth | undefined;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly lifetimeMs: number;
}

/** The bank's authorization server. Throws OAuthError `discovery_failed`, and a TypeError without the option `oauth`. */
export async function oauthContext({ oauth }: ScaContext, metadataUrl: string): Promise<OAuthContext> {
  if (oauth === undefined) throw new TypeError("a flow by OAuth needs the option oauth");
  const { clientId, request } = oauth;
  return { server: await discover(metadataUrl, request), clientId, request };
}
