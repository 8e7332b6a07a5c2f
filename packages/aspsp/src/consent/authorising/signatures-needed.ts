import type { AccountAccess } from "@tallystick/xs2a";
import type { NamedAccount } from "../../spi/account-data.ts";
import type { CoreBanking } from "../../spi/spi.ts";
import { referenceKey } from "../record/reference.ts";

/** How many PSUs have to authorise a consent to the accounts that the TPP has named, each of them asked about once. */
export async function signaturesNeeded(
  spi: Pick<CoreBanking, "accessSignatures">,
  { accounts = [], balances = [], transactions = [] }: AccountAccess,
): Promise<number> {
  const once = new Map([...accounts, ...balances, ...transactions].map((one) => [referenceKey(one), one]));
  const named = [...once.values()].flatMap(({ iban, currency }): NamedAccount[] =>
    iban === undefined ? [] : [{ iban, ...(currency === undefined ? {} : { currency }) }],
  );
  return named.length === 0 ? 1 : ((await spi.accessSignatures?.(named)) ?? 1);
}
