import { randomUUID } from "node:crypto";
import { addDays, dateOf } from "@tallystick/xs2a";
import { sql } from "kysely";
import { productPath, type HttpBank, type Reply } from "../http-bank.ts";
import type { Asking, Cause } from "./cause.ts";

/** What a payment may be refused for. */
export const paymentCauses: readonly Cause[] = [
  {
    code: "FORMAT_ERROR",
    status: { standard: 400, flat: 400 },
    when: "a member is not what it must be",
    provoke: (bank, headers) => bank.initiate({ creditorName: 7 }, { headers }),
  },
  {
    code: "PARAMETER_NOT_CONSISTENT",
    status: { standard: 400, flat: 400 },
    when: "an X-Request-ID comes again with another body",
    provoke: async (bank, asking) => {
      const headers = { ...asking, "X-Request-ID": randomUUID() };
      await bank.initiate({}, { headers });
      return bank.initiate({ creditorName: "Other" }, { headers });
    },
  },
  {
    code: "STATUS_INVALID",
    status: { standard: 409, flat: 409 },
    when: "an X-Request-ID comes again while the first call is being answered",
    provoke: repeatedWhileRunning,
  },
  {
    code: "CONSENT_UNKNOWN",
    status: { standard: 400, flat: 400 },
    when: "Consent-ID names no consent",
    provoke: (bank, asking) => bank.initiate({}, { headers: { ...asking, "Consent-ID": randomUUID() } }),
  },
  {
    code: "PAYMENT_FAILED",
    status: { standard: 400, flat: 400 },
    when: "core banking does not take the creditor's account",
    provoke: (bank, headers) => whileRefused(bank, "CREDITOR_UNKNOWN", () => bank.initiate({}, { headers })),
  },
  {
    code: "EXECUTION_DATE_INVALID",
    status: { standard: 400, flat: 400 },
    when: "the day of execution has passed",
    provoke: (bank, headers) => bank.initiate({ requestedExecutionDate: "1999-01-01" }, { headers }),
  },
  {
    code: "PERIOD_INVALID",
    status: { standard: 400, flat: 400 },
    when: "a periodic payment ends before it begins",
    provoke: (bank, headers) => {
      const startDate = dateOf(bank.clock.now());
      const change = { startDate, endDate: addDays(startDate, -1), frequency: "Monthly" };
      return bank.initiate(change, { path: "/v1/periodic-payments/domestic-ron-transfers", headers });
    },
  },
  {
    code: "PRODUCT_INVALID",
    status: { standard: 403, flat: 403 },
    when: "core banking does not offer the product to the account",
    provoke: (bank, headers) => whileRefused(bank, "PRODUCT_NOT_SUPPORTED", () => bank.initiate({}, { headers })),
  },
  {
    code: "PRODUCT_UNKNOWN",
    status: { standard: 404, flat: 404 },
    when: "the bank does not have the product",
    provoke: (bank, headers) => bank.initiate({}, { path: "/v1/payments/target-3-payments", headers }),
  },
  {
    code: "RESOURCE_UNKNOWN",
    status: { standard: 404, flat: 404 },
    when: "the path names no payment of this TPP",
    provoke: (bank, headers) => bank.call({ path: `${productPath}/${randomUUID()}`, headers }),
  },
  {
    code: "CANCELLATION_INVALID",
    status: { standard: 405 },
    when: "the payment can no longer be cancelled",
    provoke: cancelTwice,
  },
  {
    code: "SERVICE_INVALID",
    status: { flat: 405 },
    when: "the payment can no longer be cancelled, at a bank whose table has no code of its own for it",
    provoke: cancelTwice,
  },
];

async function cancelTwice(bank: HttpBank, headers: Asking): Promise<Reply> {
  const path = `${productPath}/${(await bank.initiate()).body.paymentId}`;
  await bank.call({ method: "DELETE", path });
  return bank.call({ method: "DELETE", path, headers });
}

async function whileRefused(
  bank: HttpBank,
  code: Extract<HttpBank["spi"]["refused"], { ok: false }>["code"],
  call: () => Promise<Reply>,
): Promise<Reply> {
  bank.spi.refused = { ok: false, code };
  try {
    return await call();
  } finally {
    bank.spi.refused = { ok: true };
  }
}

/** The first call waits for a lock on the table that it writes to; the second meets it there. */
async function repeatedWhileRunning(bank: HttpBank, asking: Asking): Promise<Reply> {
  const headers = { ...asking, "X-Request-ID": randomUUID() };
  const both = await bank.database.db.transaction().execute(async (tx) => {
    await sql`lock table payment in access exclusive mode`.execute(tx);
    const calls = [bank.initiate({}, { headers }), bank.initiate({}, { headers })];
    // Whichever came second is answered at once.
    return { refused: await Promise.race(calls), calls };
  });
  await Promise.all(both.calls);
  return both.refused;
}
