/** Proves: the dates of a periodic payment make sense together, or each that does not is named. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readPeriodicPayment } from "./periodic-payment.ts";

const rules = { product: "sepa-credit-transfers", today: "2026-03-01", lastExecutionDate: "2027-03-01" };
const payment = {
  instructedAmount: { currency: "EUR", amount: "123.50" },
  debtorAccount: { iban: "RO49AAAA1B31007593840000" },
  creditorAccount: { iban: "DE89370400440532013000" },
  creditorName: "Merchant123",
  startDate: "2026-03-01",
  frequency: "Monthly",
};

function found(change: object): string[] {
  const result = readPeriodicPayment(JSON.parse(JSON.stringify({ ...payment, ...change })), rules);
  return result.ok ? [] : result.violations.map(({ code, path }) => `${code} ${path}`);
}

test("sound schedules are taken", () => {
  const sound: readonly object[] = [
    {},
    { endDate: "2026-03-01" },
    { dayOfExecution: "31", executionRule: "preceding", endDate: "2030-01-01" },
    { frequency: "Weekly" },
    { frequency: "MonthlyVariable", monthsOfExecution: ["1", "12"] },
    { debtorAccount: undefined },
  ];
  for (const change of sound) assert.deepEqual(found(change), [], JSON.stringify(change));
});

test("each schedule that makes no sense is refused by its member", () => {
  const eleven = Array.from({ length: 11 }, (_, at) => String(at + 1));
  const table: readonly (readonly [object, string])[] = [
    [{ startDate: undefined }, "FORMAT_ERROR startDate"],
    [{ startDate: "2026-02-28" }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: "2027-03-02" }, "EXECUTION_DATE_INVALID startDate"],
    [{ startDate: "2026-02-30" }, "FORMAT_ERROR startDate"],
    [{ endDate: "2026-02-28" }, "PERIOD_INVALID endDate"],
    [{ endDate: "2027-02-29" }, "FORMAT_ERROR endDate"],
    [{ dayOfExecution: "5", endDate: "2026-03-04" }, "PERIOD_INVALID endDate"],
    [{ frequency: "Sometimes" }, "FORMAT_ERROR frequency"],
    [{ frequency: undefined }, "FORMAT_ERROR frequency"],
    [{ dayOfExecution: "32" }, "FORMAT_ERROR dayOfExecution"],
    [{ dayOfExecution: "01" }, "FORMAT_ERROR dayOfExecution"],
    [{ frequency: "Weekly", dayOfExecution: "5" }, "FORMAT_ERROR dayOfExecution"],
    [{ monthsOfExecution: ["1"] }, "FORMAT_ERROR monthsOfExecution"],
    [{ frequency: "MonthlyVariable" }, "FORMAT_ERROR monthsOfExecution"],
    [{ frequency: "MonthlyVariable", monthsOfExecution: [...eleven, "12"] }, "FORMAT_ERROR monthsOfExecution"],
    [{ frequency: "MonthlyVariable", monthsOfExecution: ["1", "1"] }, "FORMAT_ERROR monthsOfExecution"],
    [{ frequency: "MonthlyVariable", monthsOfExecution: ["13"] }, "FORMAT_ERROR monthsOfExecution.0"],
    [{ executionRule: "nearest" }, "FORMAT_ERROR executionRule"],
    [{ requestedExecutionDate: "2026-03-02" }, "FORMAT_ERROR requestedExecutionDate"],
    [{ chargeBearer: "SHAR" }, "FORMAT_ERROR chargeBearer"],
    [{ creditorName: " " }, "FORMAT_ERROR creditorName"],
    [{ instructedAmount: { currency: "EUR", amount: "0" } }, "FORMAT_ERROR instructedAmount.amount"],
  ];
  for (const [change, expected] of table) assert.deepEqual(found(change), [expected], JSON.stringify(change));
});
