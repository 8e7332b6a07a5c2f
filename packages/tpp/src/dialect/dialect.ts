// How banks differ, as data. One object per bank, merged over the default; the groups follow what real banks do.

export interface Dialect {
  /** Path from the base URL to the operations; "" when the base URL already ends in the standard's folder. */
  readonly basePath: string;
  /** Value of `Accept`; some banks refuse anything but their own. */
  readonly accept: string;
  /** Header names that this bank refuses, in lower case; they are not sent. */
  readonly dropHeaders: readonly string[];
  /** Headers that this bank wants on every call. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** Send `Digest` of each body. */
  readonly digest: boolean;
  /** Product that the shorthand `/v1/payments` of older guides means. */
  readonly defaultProduct: string;
  /** The bank's name of a link, to the standard's. */
  readonly linkNames: Readonly<Record<string, string>>;
}

export const berlinGroup: Dialect = {
  basePath: "",
  accept: "application/json",
  dropHeaders: [],
  extraHeaders: {},
  digest: true,
  defaultProduct: "sepa-credit-transfers",
  linkNames: {},
};

export function dialectOf(differences: Partial<Dialect> = {}): Dialect {
  return { ...berlinGroup, ...differences };
}
