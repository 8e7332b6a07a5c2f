import type { HttpRequest } from "../client/transport.ts";
import type { OAuthContext } from "../oauth/context.ts";

const issuer = "https://bank.example/x/xs2a/berlin/1.3";

export type TokenAnswer = { readonly status: number; readonly body?: object } | Error;

export interface TokenServer {
  readonly context: OAuthContext;
  readonly asked: { readonly path: string; readonly form: URLSearchParams }[];
}

/** An authorization server that answers each request by `answer`, given its form and its number from 1. */
export function tokenServer(
  answer: (form: URLSearchParams, number: number) => TokenAnswer | Promise<TokenAnswer>,
  metadata: object = {},
): TokenServer {
  const asked: { path: string; form: URLSearchParams }[] = [];
  const request: HttpRequest = async ({ url, body }) => {
    const form = new URLSearchParams(typeof body === "string" ? body : new TextDecoder().decode(body));
    asked.push({ path: url.slice(issuer.length), form });
    const given = await answer(form, asked.length);
    if (given instanceof Error) throw given;
    const text = given.body === undefined ? "" : JSON.stringify(given.body);
    return {
      status: given.status,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(text),
    };
  };
  const server = {
    issuer,
    authorization_endpoint: "https://pages.example/x/oauth/authorize",
    token_endpoint: `${issuer}/oauth/token`,
    authorization_response_iss_parameter_supported: true,
    ...metadata,
  };
  return { context: { server, clientId: "PSDLT-BOL-123456", request }, asked };
}

/** Tokens of that number, the refresh token rotated. */
export const rotated = (number: number) => ({
  status: 200,
  body: { access_token: `at${number}`, token_type: "bearer", expires_in: 300, refresh_token: `rt${number}` },
});
