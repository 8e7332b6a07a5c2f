/** Scopes that are not bound to one resource (C15 of the profile). */
export const plainScopes = ["accounts", "transactions", "payments"] as const;
type PlainScope = (typeof plainScopes)[number];

export type RequestedScope =
  | { readonly kind: "payment"; readonly paymentId: string }
  | { readonly kind: "plain"; readonly names: readonly PlainScope[] }
  | { readonly kind: "invalid"; readonly reason: string };

/** What a `PIS:` scope looks like; the guidelines themselves write it in lower case, so case does not matter. */
const paymentScope = /^PIS:([A-Za-z0-9._~-]{1,64})$/i;

/** Reads a scope parameter: either one `PIS:<paymentId>` or plain scopes, never both. */
export function parseScope(text: string | undefined): RequestedScope {
  // Every client gets refresh tokens here, so that asking for them adds nothing.
  const names = [...new Set((text ?? "").split(" "))].filter((name) => name !== "" && name !== "offline_access");
  if (names.length === 0) return { kind: "invalid", reason: "a scope is required" };
  const [first] = names;
  const bound = names.length === 1 ? paymentScope.exec(first ?? "") : null;
  if (bound?.[1] !== undefined) return { kind: "payment", paymentId: bound[1] };
  const plain = names.filter((name): name is PlainScope => (plainScopes as readonly string[]).includes(name));
  if (plain.length === names.length) return { kind: "plain", names: plain };
  return { kind: "invalid", reason: "the scope is one PIS:<paymentId>, or of: accounts, transactions, payments" };
}

/** The roles of the certificate without which a scope is neither given nor usable (row O15). */
export function rolesOf(scope: RequestedScope): readonly ("PSP_PI" | "PSP_AI")[] {
  if (scope.kind === "payment") return ["PSP_PI"];
  if (scope.kind === "invalid") return [];
  const roles = scope.names.map((name) => (name === "payments" ? "PSP_PI" : "PSP_AI"));
  return [...new Set(roles)];
}
