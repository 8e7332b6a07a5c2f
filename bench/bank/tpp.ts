// The bench as a TPP of the bank: calls with its certificate, consents and tokens by the flow that every TPP goes through.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { request } from "node:https";
import type { Issued } from "@tallystick/sandbox/testing";
import { TestBrowser } from "../../packages/aspsp/src/sca-pages/testing/browser.ts";

export interface TppOptions {
  readonly xs2aUrl: string;
  readonly pagesUrl: string;
  /** Below both: where the standard begins. */
  readonly standard: string;
  readonly ca: string;
  readonly client: Issued;
  readonly tppId: string;
  readonly psu: { readonly login: string; readonly password: string };
  /** Reads the newest code on the PSU's phone. */
  readonly readCode: () => Promise<string>;
}

interface TppCall {
  readonly method?: "GET" | "POST";
  /** Below the standard. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Tpp {
  /** The answer's body; any other status than 200 and 201 is an error. */
  call(call: TppCall): Promise<any>;
  /** A token of that scope, authorised by the PSU on the bank's pages. */
  token(scope: string): Promise<string>;
}

const redirectUri = "https://tpp.example/back";

export function createTpp(options: TppOptions): Tpp {
  const call: Tpp["call"] = (of) => send(options, of);
  return {
    call,
    token: async (scope) => {
      const verifier = randomBytes(32).toString("base64url");
      const code = await authorise(options, scope, createHash("sha256").update(verifier).digest("base64url"));
      const form = {
        grant_type: "authorization_code",
        client_id: options.tppId,
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      };
      const answer = await call({
        method: "POST",
        path: "/oauth/token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      });
      return answer.access_token as string;
    },
  };
}

/** A browser with nobody in front of it: login, the method where one is asked for, the code from the phone. */
async function authorise(options: TppOptions, scope: string, challenge: string): Promise<string> {
  const { login, password } = options.psu;
  const url = new URL(`${options.pagesUrl}${options.standard}/oauth/authorize`);
  const parameters = {
    response_type: "code",
    client_id: options.tppId,
    redirect_uri: redirectUri,
    scope,
    state: randomUUID(),
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  url.search = new URLSearchParams(parameters).toString();
  const browser = new TestBrowser();
  let page = await browser.fill(await browser.open(url.href), "login", { login, secret: password });
  if (page.text.includes('/allow"')) page = await browser.fill(page, "allow");
  if (page.text.includes('/method"')) page = await browser.fill(page, "method", { method_id: "phone-code" });
  if (page.text.includes('/answer"')) page = await browser.fill(page, "answer", { code: await options.readCode() });
  const code = new URL(page.location ?? page.url).searchParams.get("code");
  if (code === null)
    throw new Error(`the bank's pages led to ${page.location ?? page.url}: ${page.text.slice(0, 500)}`);
  return code;
}

function send({ xs2aUrl, standard, ca, client }: TppOptions, of: TppCall): Promise<unknown> {
  const { method = "GET", path, headers, body } = of;
  const always = { "x-request-id": randomUUID(), "psu-ip-address": "203.0.113.7", "tpp-redirect-uri": redirectUri };
  const tls = { ca, cert: client.chain, key: client.key };
  return new Promise((resolve, reject) => {
    const call = request(
      xs2aUrl + standard + path,
      { method, ...tls, headers: { ...always, ...headers } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => {
          if (answer.statusCode === 200 || answer.statusCode === 201) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        });
      },
    );
    call.on("error", reject).end(body);
  });
}
