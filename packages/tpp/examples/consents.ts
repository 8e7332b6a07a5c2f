// Keeps consents from their creation to their end, and reads balances under them every six hours.
import { createConsentLifecycle, type BankClient, type ConsentLifecycle, type ToldEvent } from "@tallystick/tpp";
import { consentMigration, createPostgresConsentStore, createTables, queryOf } from "@tallystick/tpp/postgres";
import type { Pool } from "pg";

export async function keepConsents(
  pool: Pool,
  banks: Readonly<Record<string, BankClient>>,
  record: (event: ToldEvent) => Promise<void>,
): Promise<ConsentLifecycle> {
  const query = queryOf(pool);
  await createTables(query, consentMigration);
  const consents: ConsentLifecycle = createConsentLifecycle({
    store: createPostgresConsentStore(query),
    banks,
    async onEvent(event) {
      // At least once: record it under its eventId, so that a second time changes nothing.
      await record(event);
      if (event.to === "authorised") readEverySixHours(consents, banks, event);
    },
    onError: ({ doing, bank, consentId, error }) => console.warn(doing, bank, consentId, error),
  });
  consents.start();
  return consents;
}

/** Ends by itself when the consent does; after a restart call it for the authorised ones. */
function readEverySixHours(consents: ConsentLifecycle, banks: Readonly<Record<string, BankClient>>, key: ToldEvent) {
  const { bank, consentId } = key;
  consents.every({ bank, consentId }, 6 * 3_600_000, async (signal) => {
    await banks[bank]!.listAccounts({ consentId, withBalance: true, signal });
  });
}
