import { Xs2aError, type CodeProfile, type Psd2Role } from "@tallystick/xs2a";
import type { TokenChecker } from "./token.ts";
import type { Tpp } from "./tpp.ts";

/** Refuses a TPP whose certificate lacks the operation's role (C7); 401 as the standard has it. */
export function requireRole(tpp: Tpp, role: Psd2Role): void {
  if (tpp.roles.includes(role)) return;
  throw new Xs2aError({ code: "ROLE_INVALID", text: `The operation needs the role ${role}.` });
}

/**
 * Checks a bearer token that was sent for a payment: known, alive, bound to this certificate and TPP, and of a scope
 * that covers the payment. Without the header nothing is required here.
 */
export async function checkPaymentToken(
  call: { authorization: string | undefined; tpp: Tpp; paymentId: string | undefined },
  rules: { tokens: TokenChecker | undefined; codeProfile: CodeProfile },
): Promise<void> {
  if (call.authorization === undefined) return;
  const refuse = (code: "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED"): Xs2aError =>
    new Xs2aError({ code, profile: rules.codeProfile, text: "The access token does not allow this call." });
  const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(call.authorization)?.[1];
  if (token === undefined) throw refuse("TOKEN_INVALID");
  const result = await rules.tokens?.check(token, call.tpp.thumbprint);
  if (result === undefined) throw refuse("TOKEN_UNKNOWN");
  if (result.kind === "refused") throw refuse(result.code);
  const { grant } = result;
  if (grant.tppId !== call.tpp.tppId) throw refuse("TOKEN_INVALID");
  const covers =
    grant.scopes.includes("payments") || (call.paymentId !== undefined && grant.paymentId === call.paymentId);
  if (!covers) throw refuse("TOKEN_INVALID");
}
