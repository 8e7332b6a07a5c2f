/** Proves: of a bulk each order is booked once whatever is cut short, and the end says whether all, some or none were. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { finishAuthorisation } from "../authorisation/finish.ts";
import { findChallenge } from "../authorisation/store.ts";
import { cancel, initiateAs, sampleBulk } from "../testing/payments.ts";
import { authorise, reachChallenge } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";

const service = "bulk-payments";
let bank: TestBank;
let stopAt: { name: string; after: number } | undefined;
before(async () => {
  bank = await openTestBank({
    connections: 12,
    checkpoint: (name) => {
      if (name === stopAt?.name && stopAt.after-- === 0) throw new Error(`stopped at ${name}`);
    },
  });
});
after(() => bank.close());

const booked = (paymentId: string) => bank.spi.executions.filter((order) => order.paymentId === paymentId);
const drain = async () => {
  while ((await bank.outbox.drainDue()) > 0);
};

async function events(paymentId: string): Promise<string> {
  const rows = await bank.database.db
    .selectFrom("payment_event")
    .select("to_status")
    .where("payment_id", "=", paymentId)
    .orderBy("sequence")
    .execute();
  return rows.map((row) => row.to_status).join(" ");
}

async function authorised(count: number, change: object = {}): Promise<string> {
  const { paymentId, authorisationId } = await initiateAs(bank, { service, body: sampleBulk(count, change) });
  await authorise(bank, authorisationId);
  return paymentId;
}

test("every order reaches core banking under an id of its own, with what the TPP said of it", async () => {
  const body = sampleBulk(3, { batchBookingPreferred: true });
  Object.assign(body.payments[1]!, {
    chargeBearer: "SHAR",
    purposeCode: "SALA",
    ultimateDebtor: "Group",
    ultimateCreditor: "Child",
    remittanceInformationUnstructured: undefined,
    remittanceInformationStructured: { reference: "RF18539007547034" },
  });
  const { paymentId, authorisationId } = await initiateAs(bank, { service, body });
  await authorise(bank, authorisationId);
  await drain();
  assert.equal(await events(paymentId), "RCVD ACTC ACSP ACSC");
  const orders = booked(paymentId);
  assert.deepEqual(
    orders.map((order) => [order.amount, order.creditor.name, order.endToEndId, order.batchBooking]),
    [
      [1_250n, "Payee 1", "E2E-1", true],
      [1_251n, "Payee 2", "E2E-2", true],
      [1_252n, "Payee 3", "E2E-3", true],
    ],
  );
  assert.equal(new Set(orders.map((order) => order.executionId)).size, 3);
  const { chargeBearer, purposeCode, ultimateDebtor, ultimateCreditor, creditorReference, remittance } = orders[1]!;
  assert.deepEqual(
    { chargeBearer, purposeCode, ultimateDebtor, ultimateCreditor, creditorReference, remittance },
    {
      chargeBearer: "SHAR",
      purposeCode: "SALA",
      ultimateDebtor: "Group",
      ultimateCreditor: "Child",
      creditorReference: "RF18539007547034",
      remittance: undefined,
    },
  );
});

test("all booked is ACSC, some PART, none RJCT", async () => {
  const refuse = (...payees: string[]) => {
    bank.spi.outcomeOf = ({ creditor }) => (payees.includes(creditor.name) ? { status: "RJCT" } : undefined);
  };
  for (const [payees, status] of [
    [[], "ACSC"],
    [["Payee 2"], "PART"],
    [["Payee 1", "Payee 2", "Payee 3"], "RJCT"],
  ] as const) {
    refuse(...payees);
    const paymentId = await authorised(3);
    await drain();
    assert.equal(await bank.statusOf(paymentId), status);
    assert.equal(booked(paymentId).length, 3);
  }
  bank.spi.outcomeOf = () => undefined;
});

test("P15: cut short at any point of any order, the rest goes on and each order is booked under one id", async () => {
  for (const name of ["before_execute", "after_execute", "after_status_commit"]) {
    for (const after of [0, 3, 6]) {
      const paymentId = await authorised(7);
      stopAt = { name, after };
      await drain();
      stopAt = undefined;
      assert.equal(await bank.statusOf(paymentId), "ACSP", name);
      bank.clock.advance(60_000);
      await drain();
      assert.equal(await bank.statusOf(paymentId), "ACSC", name);
      const ids = new Map(booked(paymentId).map((order) => [order.endToEndId, order.executionId]));
      assert.equal(new Set(booked(paymentId).map((order) => order.executionId)).size, 7, name);
      assert.equal(ids.size, 7, name);
      assert.equal(await events(paymentId), "RCVD ACTC ACSP ACSC");
    }
  }
});

test("an order in process is asked again under the same id until it ends", async () => {
  bank.spi.outcomeOf = ({ creditor }) => (creditor.name === "Payee 2" ? { status: "ACSP" } : undefined);
  const paymentId = await authorised(3);
  for (let round = 0; round < 3; round++) {
    await drain();
    assert.equal(await bank.statusOf(paymentId), "ACSP");
    bank.clock.advance(60_000);
  }
  bank.spi.outcomeOf = () => undefined;
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  const orders = booked(paymentId);
  assert.equal(orders.length, 6, "the orders that had ended are not asked about again");
  assert.equal(new Set(orders.map((order) => order.executionId)).size, 3);
});

test("P8: of 100 finalisations of one bulk one counts, and each order is booked once", async () => {
  const { paymentId, authorisationId } = await initiateAs(bank, { service, body: sampleBulk(20) });
  const challengeId = await reachChallenge(bank, authorisationId);
  const challenge = await findChallenge(bank.database.db, challengeId);
  assert.ok(challenge);
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, () => finishAuthorisation(bank.authorisation, challenge)),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === "finalised").length, 1);
  assert.equal(outcomes.filter(({ kind }) => kind === "stale").length, 99);
  await Promise.all(Array.from({ length: 10 }, drain));
  assert.equal(booked(paymentId).length, 20);
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("a dated bulk waits for its day, one with an instant for that instant, and may be cancelled until then", async () => {
  const day = new Date(bank.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  const waiting = await authorised(2, { requestedExecutionDate: day });
  const instant = new Date(bank.clock.now().getTime() + 2 * 3_600_000).toISOString();
  const timed = await authorised(2, { requestedExecutionTime: instant });
  const left = await authorised(2, { requestedExecutionDate: day });
  await drain();
  assert.deepEqual([await bank.statusOf(waiting), await bank.statusOf(timed)], ["ACTC", "ACTC"]);
  bank.clock.advance(2 * 3_600_000);
  await drain();
  assert.equal(await bank.statusOf(timed), "ACSC");
  assert.equal(await cancel(bank, { paymentId: timed, service }), 405);
  assert.equal(await cancel(bank, { paymentId: left, service }), 204);
  bank.clock.advance(3 * 86_400_000);
  await drain();
  assert.deepEqual([await bank.statusOf(waiting), await bank.statusOf(left)], ["ACSC", "CANC"]);
  assert.equal(booked(waiting)[0]?.requestedExecutionDate, day);
  assert.deepEqual(booked(left), []);
});

test("P6: whatever is changed of any order after the authorisation, nothing is booked", async () => {
  const columns = [
    "amount",
    "currency",
    "creditor_iban",
    "creditor_name",
    "creditor_bic",
    "creditor_reference",
    "remittance",
    "end_to_end_id",
    "charge_bearer",
    "purpose_code",
    "ultimate_debtor",
    "ultimate_creditor",
  ];
  const changes = columns.map((column) => sql`items = jsonb_set(items, ${["1", column]}::text[], '"1"')`);
  changes.push(
    sql`items = items - 1`,
    sql`items = items || items`,
    sql`items = jsonb_build_array(items -> 1, items -> 0)`,
    sql`items = null`,
    sql`amount = amount + 1`,
    sql`batch_booking = true`,
    sql`requested_execution_time = now()`,
  );
  for (const [index, change] of changes.entries()) {
    const paymentId = await authorised(2);
    await sql`update payment set ${change} where payment_id = ${paymentId}`.execute(bank.database.db);
    await drain();
    assert.equal(await bank.statusOf(paymentId), "RJCT", String(index));
    assert.deepEqual(booked(paymentId), [], String(index));
  }
});

test("P6: changed while it is being executed, the rest of a bulk is not booked", async () => {
  const paymentId = await authorised(5);
  stopAt = { name: "before_execute", after: 2 };
  await drain();
  stopAt = undefined;
  await sql`update payment set items = jsonb_set(items, '{4,amount}', '"9"') where payment_id = ${paymentId}`.execute(
    bank.database.db,
  );
  bank.clock.advance(60_000);
  await drain();
  assert.equal(await bank.statusOf(paymentId), "PART");
  assert.equal(booked(paymentId).length, 2);
});

test("a thousand orders are one payment", async () => {
  const paymentId = await authorised(1_000);
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(new Set(booked(paymentId).map((order) => order.executionId)).size, 1_000);
});
