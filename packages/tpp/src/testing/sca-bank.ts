import type { HttpAnswer, HttpRequest, HttpRequestInput } from "../client/transport.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A bank whose account holder authorises as the test says. */
export interface ScaBank {
  readonly issuer: string;
  readonly request: HttpRequest;
  readonly asked: readonly Asked[];
  /** What the resource and its authorisation are from now on. */
  says(status: string, scaStatus: string): void;
  /** What a confirmation does; a status answers it so. */
  onConfirm(does: () => number | void): void;
  /** Answers a path by that status; 0: breaks the connection. */
  fails(path: string | undefined, status: number): void;
  /** Never answers a path. */
  hangs(path: string | undefined): void;
  exchanges(): number;
  created(): Asked;
}

const issuer = "https://bank.example/xs2a/berlin/1.3";

interface ScaBankOptions {
  /** Wants the code of the redirect. */
  readonly confirms?: boolean;
  readonly links?: readonly ("scaRedirect" | "scaOAuth")[];
}

export function scaBank({ confirms = false, links = ["scaRedirect", "scaOAuth"] }: ScaBankOptions = {}): ScaBank {
  const asked: Asked[] = [];
  let state = { status: "", scaStatus: confirms ? "unconfirmed" : "started" };
  let failing: { path: string | undefined; status: number } = { path: undefined, status: 0 };
  let hanging: string | undefined;
  let confirmed: () => number | void = () => {};

  const linksOf = (resource: string) => ({
    ...(links.includes("scaRedirect") && { scaRedirect: { href: "https://bank.example/sca/c1" } }),
    ...(links.includes("scaOAuth") && { scaOAuth: { href: `${issuer}/.well-known/oauth-authorization-server` } }),
    ...(confirms && { confirmation: { href: `${issuer}${resource}/authorisations/a1` } }),
  });

  function answer({ method, path }: Asked): { status: number; body: object } {
    const ok = (body: object, status = 200) => ({ status, body });
    if (path.endsWith("/oauth-authorization-server")) return ok(metadata);
    if (path === "/oauth/token") return ok(tokens);
    if (method === "PUT") {
      const status = confirmed() ?? 200;
      return ok(status === 200 ? { scaStatus: "finalised" } : refusal, status);
    }
    if (path === "/v1/consents" && method === "POST") {
      return ok({ consentId: "c1", consentStatus: "received", _links: linksOf("/v1/consents/c1") }, 201);
    }
    if (method === "POST")
      return ok({ paymentId: "p1", transactionStatus: "RCVD", _links: linksOf(`${path}/p1`) }, 201);
    if (path.endsWith("/authorisations")) return ok({ authorisationIds: ["a1"] });
    if (path.endsWith("/authorisations/a1")) return ok({ scaStatus: state.scaStatus });
    if (path.startsWith("/v1/consents")) return ok({ consentStatus: state.status || "received" });
    return ok({ transactionStatus: state.status || "RCVD" });
  }

  const request: HttpRequest = async ({ method, url, headers = {}, body }: HttpRequestInput): Promise<HttpAnswer> => {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    const one = { method, path: url.slice(issuer.length), headers, body: text };
    asked.push(one);
    if (one.path === hanging) await new Promise<never>(() => {});
    if (one.path === failing.path && failing.status === 0) throw new TypeError("the connection broke");
    const { status, body: document } = one.path === failing.path ? { ...failing, body: {} } : answer(one);
    const bytes = new TextEncoder().encode(JSON.stringify(document));
    return { status, headers: { "content-type": "application/json" }, body: bytes };
  };

  return {
    issuer,
    request,
    asked,
    says: (status, scaStatus) => void (state = { status, scaStatus }),
    onConfirm: (does) => void (confirmed = does),
    fails: (path, status) => void (failing = { path, status }),
    hangs: (path) => void (hanging = path),
    exchanges: () => asked.filter(({ path }) => path === "/oauth/token").length,
    created: () => asked.find(({ method }) => method === "POST")!,
  };
}

const metadata = {
  issuer,
  authorization_endpoint: "https://pages.bank.example/authorize",
  token_endpoint: `${issuer}/oauth/token`,
  authorization_response_iss_parameter_supported: true,
};
const tokens = { access_token: "at1", token_type: "bearer", expires_in: 300, refresh_token: "rt1" };
const refusal = { tppMessages: [{ category: "ERROR", code: "SCA_INVALID" }] };
