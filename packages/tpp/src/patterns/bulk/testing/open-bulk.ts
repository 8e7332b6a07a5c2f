import { randomBytes } from "node:crypto";
import { after } from "node:test";
import { setImmediate } from "node:timers/promises";
import { testDatabaseUrl } from "@tallystick/kit/testing";
import type { SinglePayment } from "@tallystick/xs2a";
import pg from "pg";
import { BankError, type BankErrorDetails } from "../../../client/bank-error.ts";
import { createBulkPayments, type BulkPayments } from "../bulk-payments.ts";
import type { BulkPaymentsOptions } from "../options.ts";
import type { BulkOrder, InitiateOrder } from "../batch.ts";

/** A schema of its own, on which any number of "processes" open the same queue; all goes when the tests are over. */
export function openBulkWorld() {
  const schema = `bulk_${randomBytes(6).toString("hex")}`;
  const connection = testDatabaseUrl();
  const open: BulkPayments[] = [];
  const clients: pg.Client[] = [];
  after(async () => {
    for (const one of open) await one.close();
    for (const client of clients) await client.end();
    await query(`drop schema if exists ${schema} cascade`);
  });
  const query = async (text: string, values: unknown[] = []): Promise<any[]> => {
    const client = new pg.Client({ connectionString: connection });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  /** A connection of its own, for statements that meet inside transactions. */
  const connect = async () => {
    const client = new pg.Client({ connectionString: connection });
    await client.connect();
    clients.push(client);
    return { executeSql: async (text: string, values: unknown[] = []) => client.query(text, values) };
  };
  return {
    schema,
    query,
    connect,
    create: async (options: Partial<BulkPaymentsOptions> & { readonly initiate: InitiateOrder }) => {
      const bulk = await createBulkPayments({ connection, schema, ...options });
      open.push(bulk);
      return bulk;
    },
  };
}

/** A bank that keeps its word: the same X-Request-ID is the same payment. `before` may fail a call, or hold it. */
export function createFakeBank(before: (order: BulkOrder, call: number) => Promise<void> | void = () => {}) {
  const payments = new Map<string, string>();
  const calls: string[] = [];
  let under = 0;
  let mostUnder = 0;
  const initiate: InitiateOrder = async (order) => {
    calls.push(order.requestId);
    under += 1;
    mostUnder = Math.max(mostUnder, under);
    try {
      await before(order, calls.filter((id) => id === order.requestId).length);
      const paymentId = payments.get(order.requestId) ?? `payment-${payments.size + 1}`;
      payments.set(order.requestId, paymentId);
      const scaRedirect = `https://bank.example/sca/${paymentId}`;
      return { paymentId, transactionStatus: "RCVD", scaRedirect, scaOAuth: undefined };
    } finally {
      under -= 1;
    }
  };
  return { initiate, payments, calls, mostUnder: () => mostUnder };
}

export function bankError(details: Partial<BankErrorDetails>): BankError {
  return new BankError("initiatePayment", { code: "unknown", requestId: "-", outcome: "refused", ...details });
}

export function paymentOf(index: number, more: Partial<SinglePayment> = {}): SinglePayment {
  return {
    endToEndIdentification: `BULK-${index}`,
    instructedAmount: { currency: "EUR", amount: `${index + 1}.50` },
    debtorAccount: { iban: "LT121000011101001000" },
    creditorAccount: { iban: "DE89370400440532013000" },
    creditorName: `Payee ${index}`,
    remittanceInformationUnstructured: `Invoice ${index}`,
    ...more,
  };
}

export function paymentsOf(count: number): SinglePayment[] {
  return Array.from({ length: count }, (_, index) => paymentOf(index));
}

/** Looks until it is there. */
export async function until<Value>(what: string, look: () => Promise<Value | undefined | false>): Promise<Value> {
  const end = performance.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await setImmediate();
  }
}
