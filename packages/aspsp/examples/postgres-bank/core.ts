import type { CoreBanking } from "@tallystick/aspsp";
import { accountData } from "./account-data.ts";
import { payments, type PaymentParts } from "./payments.ts";
import { people } from "./people.ts";

/** The adapter: what the XS2A interface asks of core banking, answered from plain tables. */
export function createPostgresCore(parts: PaymentParts): CoreBanking {
  return { ...people(parts.db), ...payments(parts), ...accountData(parts.db) };
}
