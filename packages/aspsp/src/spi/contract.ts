// The suite for implementers of `CoreBanking`: `import { coreBankingContract } from "@tallystick/aspsp/contract"`.
import { after, before, describe } from "node:test";
import { testBalances } from "./contract/balances.ts";
import { testEntries, testSelections } from "./contract/entries.ts";
import { testForeignAccounts } from "./contract/foreign-accounts.ts";
import { testAccounts, testIdentity } from "./contract/identity.ts";
import { testOptionalData } from "./contract/optional-data.ts";
import { testChecks, testExecution } from "./contract/payments.ts";
import type { ContractSubject } from "./contract/subject.ts";

export type { ContractFixtures, ContractSubject } from "./contract/subject.ts";

/** Registers the suite that every implementation of `CoreBanking` passes, with node:test. */
export function coreBankingContract(make: () => Promise<ContractSubject>): void {
  describe("core banking contract", () => {
    let subject: ContractSubject;
    before(async () => {
      subject = await make();
    });
    after(() => subject.close());
    const current = (): ContractSubject => subject;
    testIdentity(current);
    testAccounts(current);
    testChecks(current);
    testExecution(current);
    testBalances(current);
    testEntries(current);
    testSelections(current);
    testForeignAccounts(current);
    testOptionalData(current);
  });
}
