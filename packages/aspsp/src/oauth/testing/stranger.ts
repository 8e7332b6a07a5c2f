import * as client from "openid-client";
import { TestBrowser, titleOf, type Answer } from "../../sca-pages/testing/browser.ts";
import { alice, method, type FakePsu } from "../../testing/fake-core-banking.ts";
import type { TestCertificate } from "../../testing/certificates.ts";
import type { TestServer } from "./open-server.ts";

/** A TPP's OAuth client that shares no code with the server: openid-client, over mutual TLS. */
export async function discoverAs(server: TestServer, certificate: TestCertificate): Promise<client.Configuration> {
  return discoverWith(server.issuer, server.tppOf(certificate).tppId, server.fetchWith(certificate));
}

/** As above, at whatever issuer: it is given nothing but the address of the discovery document and the certificate. */
export function discoverWith(issuer: string, tppId: string, fetchIt: typeof fetch): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), tppId, {}, client.TlsClientAuth(), {
    algorithm: "oauth2",
    [client.customFetch]: fetchIt as client.CustomFetch,
  });
}

export interface Begun {
  readonly config: client.Configuration;
  readonly url: URL;
  readonly codeVerifier: string;
  readonly state: string;
}

/** An authorization request with PKCE; `changes` replaces parameters, undefined leaves one out. */
export async function begin(
  config: client.Configuration,
  request: { scope: string; redirectUri: string },
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Begun> {
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  // The authorize endpoint of the sandbox is plain http (decision 7).
  client.allowInsecureRequests(config);
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: request.redirectUri,
    scope: request.scope,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    state,
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return { config, url, codeVerifier, state };
}

/** The PSU authorises the payment that the request is about; returns where the browser is sent in the end. */
export async function payAtBank(server: Pick<TestServer, "spi">, url: URL, psu: FakePsu = alice): Promise<string> {
  const browser = new TestBrowser();
  const login = await browser.open(url.href);
  const review = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  const code = await browser.fill(review, "method", { method_id: method.code.methodId });
  return addressOf(await browser.fill(code, "answer", { code: server.spi.lastCode() }));
}

/** The PSU allows a plain scope. */
export async function allowAtBank(url: URL, psu: FakePsu = alice): Promise<string> {
  const browser = new TestBrowser();
  const login = await browser.open(url.href);
  const asked = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  return addressOf(await browser.fill(asked, "allow"));
}

function addressOf(answer: Answer): string {
  if (answer.location === undefined)
    throw new Error(`${answer.url} led nowhere (${answer.status}): ${answer.text.slice(0, 200)}`);
  return answer.location;
}

export function exchange(begun: Begun, callback: string): ReturnType<typeof client.authorizationCodeGrant> {
  return client.authorizationCodeGrant(begun.config, new URL(callback), {
    pkceCodeVerifier: begun.codeVerifier,
    expectedState: begun.state,
  });
}

/** The PSU authorises the consent that the request is about, after choosing accounts where there is a choice. */
export async function consentAtBank(
  server: Pick<TestServer, "spi">,
  url: URL,
  by: { psu?: FakePsu; browser?: TestBrowser } = {},
): Promise<string> {
  const { psu = alice, browser = new TestBrowser() } = by;
  const login = await browser.open(url.href);
  let page = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  if (titleOf(page).startsWith("Choose your account")) page = await browser.fill(page, "account");
  const code = await browser.fill(page, "method", { method_id: method.code.methodId });
  return addressOf(await browser.fill(code, "answer", { code: server.spi.lastCode() }));
}
