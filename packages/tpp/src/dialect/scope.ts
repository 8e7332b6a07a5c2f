/** Scopes of a bank's authorization server; `{id}` stands for the id of the resource that the token is for. */
export interface ScopeForm {
  readonly consent: string;
  readonly payment: string;
  readonly fundsConsent: string;
  /** What is asked for before anything is created; undefined where there is no pre-step. */
  readonly preStep: string | undefined;
}

export type ScopeResource = Exclude<keyof ScopeForm, "preStep">;

/** The scope of a token for one resource, `AIS:<consentId>` by the standard (guidelines 13.1). */
export function scopeOf({ scopeForm }: { readonly scopeForm: ScopeForm }, kind: ScopeResource, id: string): string {
  return scopeForm[kind].replaceAll("{id}", () => id);
}
