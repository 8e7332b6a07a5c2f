import assert from "node:assert/strict";
import { openDb, type Db } from "@tallystick/kit";
import { checkBooks, readTransfers, type LedgerSchema } from "../../src/index.ts";
import { sql } from "kysely";

export interface Paid {
  readonly endToEndId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly bank: string;
  readonly debtorIban: string;
  readonly creditorIban: string;
}

/** The truth about money, read past the system: the ledger, and what the bank was asked to do. */
export class Books {
  readonly #ledger: Db<LedgerSchema>;

  constructor(databaseUrl: string) {
    this.#ledger = openDb<LedgerSchema>({ url: databaseUrl, schema: "ledger", max: 2 });
  }

  /** However often anything was repeated: one payment at the bank, one execution of this amount, and balanced books. */
  async proveOneExecution(paid: Paid): Promise<void> {
    const { endToEndId, amount, bank, debtorIban, creditorIban } = paid;
    const transfers = await readTransfers(this.#ledger, creditorIban);
    const own = transfers.filter((transfer) => transfer.endToEndId === endToEndId);
    assert.deepEqual(
      own.map((one) => [one.status, one.amount, one.bank, one.debtorIban, one.creditorIban]),
      [["ACSC", amount, bank, debtorIban, creditorIban]],
      `executions of ${endToEndId}`,
    );
    const { rows } = await sql<{ status: string }>`
      select status from ${sql.table(`bank_${bank}.payment`)} where end_to_end_id = ${endToEndId}`.execute(
      this.#ledger,
    );
    assert.deepEqual(rows, [{ status: "ACSC" }], `payments at the bank for ${endToEndId}`);
    assert.deepEqual(await checkBooks(this.#ledger), { unbalanced: [], wrong: [] });
  }

  /** Whether nothing is left to be executed by that bank, or to be told. */
  async isQuiet(bank: string): Promise<boolean> {
    const { rows } = await sql`
      select from hub_test.outbox where topic = 'webhook.deliver'
      union all select from ${sql.table(`bank_${bank}.outbox`)}`.execute(this.#ledger);
    return rows.length === 0;
  }

  async close(): Promise<void> {
    await this.#ledger.destroy();
  }
}
