export const scopes = ["pay_by_link", "account_data"] as const;
export type Scope = (typeof scopes)[number];

const byResource: readonly (readonly [resource: RegExp, scope: Scope])[] = [
  [/^\/links\//, "pay_by_link"],
  [/^\/(?:ais|consents|jobs)\//, "account_data"],
];

/** The scope that an operation needs, by its path without environment and version; undefined: any will do. */
export function scopeNeeded(path: string): Scope | undefined {
  return byResource.find(([resource]) => resource.test(path))?.[1];
}
