// The example's adapter passes the suite that every core banking behind the XS2A interface passes.
import { sql } from "kysely";
import { coreBankingContract } from "@tallystick/aspsp/contract";
import { systemClock } from "@tallystick/kit";
import { openTestDatabase } from "@tallystick/kit/testing";
import { createPostgresCore } from "./core.ts";
import { addDemoCustomers, demoIbans } from "./demo.ts";
import { coreTables } from "./tables.ts";

coreBankingContract(async () => {
  const { close, db } = await openTestDatabase<unknown>(coreTables);
  await addDemoCustomers(db);
  return {
    spi: createPostgresCore({ db, clock: systemClock, timeZone: "Europe/Vilnius", bankCode: "99999" }),
    fixtures: {
      payer: { login: "ada", secret: "ada-password" },
      stranger: { login: "bruno", secret: "bruno-password" },
      creditorIban: demoIbans.bruno,
      product: "sepa-credit-transfers",
      foreignCurrency: "CHF",
      unknownProduct: "no-such-transfers",
      unknownIban: "LT059999912345670000",
    },
    balanceOf: async (iban) => {
      const { rows } = await sql<{ minor: string }>`
        select (balance * 100)::bigint as minor from accounts where iban = ${iban}`.execute(db);
      return BigInt(rows[0]?.minor ?? 0);
    },
    close,
  };
});
