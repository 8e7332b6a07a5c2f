import type { AuthorisationDeps } from "./deps.ts";
import type { Holdings } from "./subject.ts";

/** Asks core banking what the PSU holds; never inside a transaction, which would keep its locks for as long. */
export async function holdingsOf({ spi }: Pick<AuthorisationDeps, "spi">, psuId: string): Promise<Holdings> {
  const [accounts, cards] = await Promise.all([spi.accounts(psuId), spi.cardAccounts?.(psuId) ?? []]);
  return { accounts, cards };
}
