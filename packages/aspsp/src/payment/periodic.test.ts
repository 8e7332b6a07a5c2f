/** Proves: a periodic payment is executed on each of its days once, at the bank's midnight, until it ends or is cancelled. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf, startOfDay } from "@tallystick/xs2a";
import { sql } from "kysely";
import { cancel, initiateAs, samplePeriodic } from "../testing/payments.ts";
import { authorise } from "../testing/psu.ts";
import { openTestBank, testProfile, type TestBank } from "../testing/test-bank.ts";
import { loadPayment } from "./record/store.ts";
import { reasonText } from "./rules.ts";

const service = "periodic-payments";
const timeZone = "Europe/Bucharest";
let bank: TestBank;
let stopAt: string | undefined;
before(async () => {
  bank = await openTestBank({
    profile: { ...testProfile, timeZone },
    checkpoint: (name) => {
      if (name === stopAt) throw new Error(`stopped at ${name}`);
    },
  });
});
after(() => bank.close());

const today = () => dateOf(bank.clock.now(), timeZone);
const inDays = (days: number) => addDays(today(), days)!;
const booked = (paymentId: string) => bank.spi.executions.filter((order) => order.paymentId === paymentId);
const bookedOn = (paymentId: string) => booked(paymentId).map((order) => order.requestedExecutionDate);
const drain = async () => {
  while ((await bank.outbox.drainDue()) > 0);
};

/** The first instant of a day at the bank, plus so many milliseconds. */
function moveTo(day: string, plusMs = 0): void {
  bank.clock.advance(startOfDay(day, timeZone).getTime() + plusMs - bank.clock.now().getTime());
}

async function authorised(change: object): Promise<string> {
  const { paymentId, authorisationId } = await initiateAs(bank, { service, body: samplePeriodic(change) });
  await authorise(bank, authorisationId);
  return paymentId;
}

async function executions(paymentId: string) {
  return bank.database.db
    .selectFrom("payment_execution")
    .select(["item", "outcome", "reason"])
    .where("payment_id", "=", paymentId)
    .orderBy("item")
    .execute();
}

test("each day is executed when it begins at the bank, and the order ends after the last", async () => {
  const days = [inDays(1), inDays(2), inDays(3)];
  const paymentId = await authorised({ frequency: "Daily", startDate: days[0], endDate: days[2] });
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  for (const [index, day] of days.entries()) {
    moveTo(day, -1_000);
    await drain();
    assert.equal(booked(paymentId).length, index, `${day} has not begun`);
    moveTo(day);
    await drain();
    assert.equal(booked(paymentId).length, index + 1, day);
    assert.equal(await bank.statusOf(paymentId), index === 2 ? "ACSC" : "ACSP");
  }
  assert.deepEqual(bookedOn(paymentId), days);
  moveTo(inDays(5));
  await drain();
  assert.equal(booked(paymentId).length, 3);
});

test("one day is one execution, and an order that begins today is executed at once", async () => {
  const paymentId = await authorised({ frequency: "Monthly", startDate: today(), endDate: today() });
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.deepEqual(bookedOn(paymentId), [today()]);
});

test("a bank that was away for days catches up with each of them, one after the other", async () => {
  const startDate = inDays(1);
  const paymentId = await authorised({ frequency: "Daily", startDate, endDate: inDays(4) });
  moveTo(inDays(6));
  await drain();
  assert.deepEqual(
    bookedOn(paymentId),
    [0, 1, 2, 3].map((days) => addDays(startDate, days)),
  );
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("the execution rule decides on which day core banking is asked", async () => {
  let saturday = inDays(2);
  while (new Date(saturday).getUTCDay() !== 6) saturday = addDays(saturday, 1)!;
  const change = { frequency: "Weekly", startDate: saturday, endDate: saturday, executionRule: "following" };
  const paymentId = await authorised(change);
  moveTo(addDays(saturday, 1)!, 3_600_000);
  await drain();
  assert.deepEqual(bookedOn(paymentId), []);
  moveTo(addDays(saturday, 6)!);
  await drain();
  assert.equal(booked(paymentId).length, 1);
  assert.ok(booked(paymentId)[0]!.requestedExecutionDate! >= addDays(saturday, 2)!);
});

test("an execution that fails is recorded, and the order goes on to its end", async () => {
  const paymentId = await authorised({ frequency: "Daily", startDate: inDays(1), endDate: inDays(3) });
  bank.spi.outcome = { status: "RJCT", reason: "No funds", fundsAvailable: false };
  moveTo(inDays(1));
  await drain();
  bank.spi.outcome = { status: "ACSC" };
  assert.equal(await bank.statusOf(paymentId), "ACSP");
  moveTo(inDays(2));
  await drain();
  assert.deepEqual(
    (await executions(paymentId)).map(({ item, outcome, reason }) => [item, outcome, reason]),
    [
      [1, "RJCT", "No funds"],
      [2, "ACSC", null],
      [3, "ACSC", null],
    ],
  );
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("an order of which no day was booked ends rejected, with the reason in words, and never as paid", async () => {
  bank.spi.outcome = { status: "RJCT", reason: "No funds", fundsAvailable: false };
  const single = await authorised({ frequency: "Daily", startDate: today(), endDate: today() });
  const several = await authorised({ frequency: "Daily", startDate: today(), endDate: inDays(1) });
  await drain();
  assert.deepEqual([await bank.statusOf(single), await bank.statusOf(several)], ["RJCT", "ACSP"]);
  moveTo(inDays(1));
  await drain();
  bank.spi.outcome = { status: "ACSC" };
  for (const paymentId of [single, several]) {
    const row = await loadPayment(bank.database.db, paymentId);
    assert.equal(row?.status, "RJCT");
    assert.equal(reasonText(row?.status_reason ?? ""), "None of the payments of this order was made.");
  }
});

test("an order whose last day alone failed has ended as one that was executed", async () => {
  const paymentId = await authorised({ frequency: "Daily", startDate: today(), endDate: inDays(1) });
  await drain();
  bank.spi.outcome = { status: "RJCT", reason: "No funds" };
  moveTo(inDays(1));
  await drain();
  bank.spi.outcome = { status: "ACSC" };
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("P15: cut short before or after the booking, a day is booked under one id and the next one is scheduled once", async () => {
  for (const name of [
    "before_execute",
    "after_execute",
    "after_status_commit",
    "outbox_after_handler:payment.execute",
  ]) {
    const startDate = inDays(1);
    const paymentId = await authorised({ frequency: "Daily", startDate, endDate: inDays(2) });
    moveTo(startDate);
    stopAt = name;
    await drain();
    stopAt = undefined;
    bank.clock.advance(60_000);
    await drain();
    moveTo(inDays(1));
    await drain();
    assert.equal(await bank.statusOf(paymentId), "ACSC", name);
    assert.equal(new Set(booked(paymentId).map((order) => order.executionId)).size, 2, name);
    assert.equal((await executions(paymentId)).length, 2, name);
  }
});

test("P15: of many workers at once one executes the day, and one next day is scheduled", async () => {
  const paymentIds: string[] = [];
  const order = { frequency: "Daily", startDate: inDays(1), endDate: inDays(2) };
  while (paymentIds.length < 50) paymentIds.push(await authorised(order));
  moveTo(inDays(1));
  await Promise.all(Array.from({ length: 6 }, drain));
  for (const paymentId of paymentIds) {
    assert.equal(booked(paymentId).length, 1);
    assert.equal((await executions(paymentId)).length, 2);
  }
});

test("P6: a schedule or an order that was changed after the authorisation is not executed any more", async () => {
  const changes = [
    sql`standing = jsonb_set(standing, '{startDate}', '"2020-01-01"')`,
    sql`standing = jsonb_set(standing, '{endDate}', '"2999-01-01"')`,
    sql`standing = standing - 'endDate'`,
    sql`standing = jsonb_set(standing, '{frequency}', '"Weekly"')`,
    sql`standing = jsonb_set(standing, '{executionRule}', '"preceding"')`,
    sql`standing = jsonb_set(standing, '{dayOfExecution}', '"1"')`,
    sql`standing = jsonb_set(standing, '{monthsOfExecution}', '["1"]')`,
    sql`amount = amount + 1`,
    sql`creditor_iban = 'RO49AAAA1B31007593840000'`,
    sql`purpose_code = 'SALA'`,
    sql`charge_bearer = 'DEBT'`,
    sql`ultimate_debtor = 'X'`,
    sql`ultimate_creditor = 'X'`,
  ];
  for (const [index, change] of changes.entries()) {
    const paymentId = await authorised({ frequency: "Daily", startDate: today(), endDate: inDays(2) });
    await drain();
    assert.equal(booked(paymentId).length, 1);
    await sql`update payment set ${change} where payment_id = ${paymentId}`.execute(bank.database.db);
    moveTo(inDays(1));
    await drain();
    assert.equal(await bank.statusOf(paymentId), "RJCT", String(index));
    assert.equal(booked(paymentId).length, 1, String(index));
    moveTo(inDays(1));
    await drain();
    assert.equal(booked(paymentId).length, 1, String(index));
  }
});

test("cancelled before its first day it never pays; between two days the rest is cancelled; at its end it is too late", async () => {
  const order = { frequency: "Daily", startDate: inDays(1), endDate: inDays(3) };
  const [never, rest, whole] = [await authorised(order), await authorised(order), await authorised(order)];
  assert.equal(await cancel(bank, { paymentId: never, service }), 204);
  moveTo(inDays(1));
  await drain();
  assert.equal(await cancel(bank, { paymentId: rest, service }), 204);
  assert.equal(await cancel(bank, { paymentId: rest, service }), 405);
  moveTo(inDays(4));
  await drain();
  assert.deepEqual([booked(never).length, booked(rest).length, booked(whole).length], [0, 1, 3]);
  assert.deepEqual(await Promise.all([never, rest, whole].map((paymentId) => bank.statusOf(paymentId))), [
    "CANC",
    "CANC",
    "ACSC",
  ]);
  assert.equal(await cancel(bank, { paymentId: whole, service }), 405);
  assert.deepEqual(
    (await executions(rest)).map(({ outcome }) => outcome),
    ["ACSC", "CANC"],
  );
});

test("an execution in process is asked to its end, also when the rest is cancelled meanwhile", async () => {
  bank.spi.outcome = { status: "ACSP" };
  const order = { frequency: "Daily", startDate: today(), endDate: inDays(1) };
  const [kept, left] = [await authorised(order), await authorised(order)];
  await drain();
  assert.equal(await cancel(bank, { paymentId: left, service }), 204);
  bank.spi.outcome = { status: "ACSC" };
  bank.clock.advance(60_000);
  await drain();
  moveTo(inDays(1));
  await drain();
  assert.deepEqual([await bank.statusOf(kept), await bank.statusOf(left)], ["ACSC", "CANC"]);
  const outcomes = async (paymentId: string) => (await executions(paymentId)).map(({ outcome }) => outcome);
  assert.deepEqual([await outcomes(kept), await outcomes(left)], [["ACSC", "ACSC"], ["ACSC"]]);
});
