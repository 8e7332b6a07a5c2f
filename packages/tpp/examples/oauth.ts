// From an OAuth bank's metadata to tokens that refresh themselves: begin, come back, read.
import {
  beginAuthorization,
  createTokenSource,
  discover,
  finishAuthorization,
  storeTokens,
  type BankClient,
  type HttpRequest,
  type OAuthContext,
  type PendingAuthorization,
  type TokenStore,
} from "@tallystick/tpp";

const redirectUri = "https://tpp.example/back";

/** `scaOAuth` and `scope` as the consent's creation answered them; `request` has the TPP's certificate. */
export async function begin(request: HttpRequest, clientId: string, scaOAuth: string, scope: string) {
  const context: OAuthContext = { server: await discover(scaOAuth, request), clientId, request };
  return { context, pending: await beginAuthorization(context, { scope, redirectUri }) };
}

/** With the address at which the browser came back, in the session in which it began. */
export async function comeBack(context: OAuthContext, pending: PendingAuthorization, url: string, store: TokenStore) {
  await storeTokens(store, pending.state, await finishAuthorization(context, pending, url));
  return createTokenSource({ store, context, key: pending.state });
}

export function readAccounts(tokens: ReturnType<typeof createTokenSource>, client: BankClient, consentId: string) {
  const requestId = crypto.randomUUID();
  return tokens.withToken((accessToken) => client.listAccounts({ accessToken, consentId, requestId }));
}
