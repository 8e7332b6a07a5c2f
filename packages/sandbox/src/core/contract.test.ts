// Every sandbox bank passes the suite that any core banking behind the XS2A interface must pass.
import { describe } from "node:test";
import { coreBankingContract, type ContractFixtures } from "@tallystick/aspsp/contract";
import { systemClock } from "@tallystick/kit";
import { openTestDatabase } from "@tallystick/kit/testing";
import { sandboxBanks } from "../banks/all.ts";
import type { SandboxBank, SandboxUser } from "../banks/bank.ts";
import { ledgerMigrations } from "../ledger/migrations.ts";
import { readBalance } from "../ledger/read.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { createCoreBanking } from "./core.ts";
import { openSandboxBank } from "./open.ts";

/** The first of the bank's people pays the second. */
function fixturesOf({ profile, users }: SandboxBank): ContractFixtures {
  const [payer, stranger] = users as [SandboxUser, SandboxUser];
  const iban = payer.accounts[0]!.iban;
  const pinHolder = users.find((user) => user.pin !== undefined);
  return {
    payer: { login: payer.login, secret: payer.password },
    stranger: { login: stranger.login, secret: stranger.password },
    creditorIban: stranger.accounts[0]!.iban,
    product: profile.defaultProduct,
    foreignCurrency: "CHF",
    unknownProduct: "no-such-transfers",
    unknownIban: withOwnCheckDigits(iban.slice(0, 2), `${iban.slice(4, -4)}0000`),
    ...(pinHolder === undefined
      ? {}
      : { pinHolder: { login: pinHolder.login, secret: pinHolder.password, pin: pinHolder.pin! } }),
  };
}

function withOwnCheckDigits(country: string, bban: string): string {
  const digits = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, "0")}${bban}`;
}

for (const bank of sandboxBanks) {
  describe(bank.profile.providerId, () => {
    coreBankingContract(async () => {
      const { close, db } = await openTestDatabase<LedgerSchema>(ledgerMigrations);
      await openSandboxBank(db, bank, systemClock.now());
      return {
        spi: createCoreBanking({ bank, db, clock: systemClock }),
        fixtures: fixturesOf(bank),
        balanceOf: async (iban) => (await readBalance(db, iban))!,
        close,
      };
    });
  });
}
