/** Scopes that are not bound to one resource (C15 of the profile). */
export const plainScopes = ["accounts", "transactions", "payments"] as const;
export type PlainScope = (typeof plainScopes)[number];

/** What one scope may be bound to: a consent to account information or to funds confirmations, or a payment. */
export type BoundTo = "consent" | "funds" | "payment";

export type RequestedScope =
  | { readonly kind: "bound"; readonly to: BoundTo; readonly id: string }
  | { readonly kind: "plain"; readonly names: readonly PlainScope[] }
  | { readonly kind: "invalid"; readonly reason: string };

/** The guidelines themselves write the prefix in lower case, so case does not matter. */
const boundScope = /^(AIS|PIS|PIIS):([A-Za-z0-9._~-]{1,64})$/i;

const boundBy: Readonly<Record<string, BoundTo>> = { AIS: "consent", PIIS: "funds", PIS: "payment" };

/** Reads a scope parameter: either one that is bound to a resource or plain scopes, never both. */
export function parseScope(text: string | undefined): RequestedScope {
  // Every client gets refresh tokens here, so that asking for them adds nothing.
  const names = [...new Set((text ?? "").split(" "))].filter((name) => name !== "" && name !== "offline_access");
  if (names.length === 0) return { kind: "invalid", reason: "a scope is required" };
  const [, prefix = "", id] = (names.length === 1 ? boundScope.exec(names[0] ?? "") : null) ?? [];
  const to = boundBy[prefix.toUpperCase()];
  if (to !== undefined && id !== undefined) return { kind: "bound", to, id };
  const plain = names.filter((name): name is PlainScope => (plainScopes as readonly string[]).includes(name));
  if (plain.length === names.length) return { kind: "plain", names: plain };
  return {
    kind: "invalid",
    reason:
      "the scope is one of AIS:<consentId>, PIS:<paymentId>, PIIS:<consentId>, or of: accounts, transactions, payments",
  };
}

type Role = "PSP_PI" | "PSP_AI" | "PSP_IC";

const roleFor: Readonly<Record<BoundTo | PlainScope, Role>> = {
  consent: "PSP_AI",
  funds: "PSP_IC",
  payment: "PSP_PI",
  accounts: "PSP_AI",
  transactions: "PSP_AI",
  payments: "PSP_PI",
};

/** The roles of the certificate without which a scope is neither given nor usable (row O15). */
export function rolesOf(scope: RequestedScope): readonly Role[] {
  if (scope.kind === "invalid") return [];
  const asked = scope.kind === "bound" ? [scope.to] : scope.names;
  return [...new Set(asked.map((one) => roleFor[one]))];
}

/** Whether the scope lets its holder read accounts, for which there has to be a consent. */
export function readsAccounts(scope: RequestedScope): boolean {
  return scope.kind === "plain" && scope.names.some((name) => name !== "payments");
}
