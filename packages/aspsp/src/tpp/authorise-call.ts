import { Xs2aError, type CodeProfile, type EndpointRow, type Psd2Role } from "@tallystick/xs2a";
import type { AccountRead, TokenChecker, TokenGrant } from "./token.ts";
import type { Tpp } from "./tpp.ts";

/** Refuses a TPP whose certificate lacks the operation's role (C7); 401 as the standard has it. */
export function requireRole(tpp: Tpp, role: Psd2Role): void {
  if (tpp.roles.includes(role)) return;
  throw new Xs2aError({ code: "ROLE_INVALID", text: `The operation needs the role ${role}.` });
}

export interface TokenRules {
  readonly tokens: TokenChecker | undefined;
  readonly codeProfile: CodeProfile;
  /** Decision 1: reads of account data need a token at an OAuth bank. */
  readonly readsNeedToken: boolean;
  /** Creation needs one where the authorization server is visited first. */
  readonly creationNeedsToken: boolean;
  /** The authorization server's discovery document, for who comes without a token. */
  readonly discoveryUrl: string;
}

export interface TokenCall {
  readonly row: Pick<EndpointRow, "subject" | "method" | "role">;
  readonly params: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly tpp: Tpp;
}

/**
 * Checks the bearer token of a call: known, alive, bound to this certificate and TPP, and of a scope that covers the
 * operation and its resource. Undefined where none was sent and none is needed.
 */
export async function checkToken(call: TokenCall, rules: TokenRules): Promise<TokenGrant | undefined> {
  const refuse = (code: "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED"): Xs2aError =>
    new Xs2aError({ code, profile: rules.codeProfile, text: "The access token does not allow this call." });
  if (call.authorization === undefined) {
    if (!isNeeded(call, rules)) return undefined;
    throw new Xs2aError({
      code: "TOKEN_UNKNOWN",
      profile: rules.codeProfile,
      path: "Authorization",
      text: "An access token is needed.",
      headers: { "www-authenticate": "Bearer" },
      links: { scaOAuth: { href: rules.discoveryUrl } },
    });
  }
  const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(call.authorization)?.[1];
  if (token === undefined) throw refuse("TOKEN_INVALID");
  const result = await rules.tokens?.check(token, call.tpp.thumbprint, readOf(call));
  if (result === undefined) throw refuse("TOKEN_UNKNOWN");
  if (result.kind === "refused") throw refuse(result.code);
  const { grant } = result;
  if (grant.tppId !== call.tpp.tppId || !covers(grant, call)) throw refuse("TOKEN_INVALID");
  return grant;
}

function readOf({ row: { subject }, params }: TokenCall): AccountRead | undefined {
  if (subject !== "account" && subject !== "card-account") return undefined;
  const resourceId = params["account-id"];
  return resourceId === undefined ? {} : { resourceId };
}

function isNeeded({ row, params }: TokenCall, rules: TokenRules): boolean {
  if (row.subject === "account" || row.subject === "card-account" || row.subject === "funds")
    return rules.readsNeedToken;
  const creates = row.method === "POST" && params["paymentId"] === undefined && params["consentId"] === undefined;
  return creates && rules.creationNeedsToken;
}

function covers(grant: TokenGrant, { row, params }: TokenCall): boolean {
  const plain = (...names: readonly string[]): boolean => names.some((name) => grant.scopes.includes(name));
  switch (row.subject) {
    case "payment":
      return plain("payments") || isOf(grant.paymentId, params["paymentId"]);
    case "consent":
      if (row.role === "PSP_IC") return isOfFunds(grant, params["consentId"]);
      return plain("accounts", "transactions") || isOf(grant.consentId, params["consentId"]);
    case "account":
    case "card-account":
      return plain("accounts", "transactions") || grant.consentId !== undefined;
    case "funds":
      return grant.fundsConsentId !== undefined;
  }
}

/** Creation has no consent yet that a token could be bound to. */
function isOfFunds({ fundsConsentId }: TokenGrant, addressed: string | undefined): boolean {
  return addressed === undefined || isOf(fundsConsentId, addressed);
}

function isOf(granted: string | undefined, addressed: string | undefined): boolean {
  return granted !== undefined && granted === addressed;
}
