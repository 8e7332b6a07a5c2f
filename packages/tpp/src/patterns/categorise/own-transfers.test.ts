import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkLines, type StatementLine } from "./line.ts";
import { pairOwnTransfers, type OwnTransfer } from "./own-transfers.ts";

const giro = "DE89370400440532013000";
const savings = "DE02120300000000202051";
const vilnius = "LT121000011101001000";
const stranger = "RO49AAAA1B31007593840000";

function half(
  id: string,
  accountId: string,
  amount: string,
  date: string,
  more: Partial<StatementLine> = {},
): StatementLine {
  return { id, accountId, amount, currency: "EUR", date, text: "", ...more };
}

function pair(lines: readonly StatementLine[], ownerNames: readonly string[] = []): OwnTransfer[] {
  return pairOwnTransfers(lines, checkLines(lines), { ibans: new Set([giro, savings, vilnius]), ownerNames });
}

test("opposite amounts on two accounts whose IBANs name each other are a pair", () => {
  const lines = [
    half("out", giro, "-250.00", "2025-03-03", { counterpartyIban: savings }),
    half("in", savings, "250.00", "2025-03-04", { counterpartyIban: giro }),
  ];
  assert.deepEqual(pair(lines), [{ debitId: "out", creditId: "in", by: "iban", isAmbiguous: false }]);
});

const noPairs: Readonly<Record<string, Partial<StatementLine>>> = {
  "another amount": { amount: "250.01" },
  "another currency": { currency: "RON" },
  "four days later": { date: "2025-03-07" },
  "the same account": { accountId: giro },
  "the same sign": { amount: "-250.00" },
  "an account of somebody else": { counterpartyIban: stranger },
  "another account of the user": { counterpartyIban: vilnius },
  "a shop": { merchantCategoryCode: "5411" },
};
for (const [what, change] of Object.entries(noPairs)) {
  test(`no pair: ${what}`, () => {
    const lines = [
      half("out", giro, "-250.00", "2025-03-03", { counterpartyIban: savings }),
      { ...half("in", savings, "250.00", "2025-03-03", { counterpartyIban: giro }), ...change },
    ];
    assert.deepEqual(pair(lines), []);
  });
}

test("three days between the halves are a pair still, before and after", () => {
  for (const date of ["2025-02-28", "2025-03-06"]) {
    const out = half("out", giro, "-250.00", "2025-03-03", { counterpartyIban: savings });
    assert.equal(pair([out, half("in", savings, "250.00", date)]).length, 1, date);
  }
});

test("without IBANs the user's name pairs, in whatever order and script it is written, and nobody else's does", () => {
  const out = half("out", giro, "-80.00", "2025-03-03", { counterpartyName: "ŽILINSKAS MINDAUGAS" });
  const into = half("in", vilnius, "80.00", "2025-03-03", { counterpartyName: "Mindaugas Zilinskas" });
  assert.equal(pair([out, into], ["Mindaugas Žilinskas"])[0]?.by, "name");
  assert.deepEqual(pair([out, into]), []);
  assert.deepEqual(pair([out, { ...into, counterpartyName: "Greta Stonytė" }], ["Mindaugas Žilinskas"]), []);
});

test("a pair that IBANs prove goes before one that is only nearer", () => {
  const lines = [
    half("out", giro, "-50.00", "2025-03-03", { counterpartyIban: savings }),
    half("near", savings, "50.00", "2025-03-03"),
    half("proven", savings, "50.00", "2025-03-05", { counterpartyIban: giro }),
  ];
  assert.equal(pair(lines)[0]?.creditId, "proven");
});

test("of two that fit the nearer one is the partner, and nothing is in doubt", () => {
  const lines = [
    half("out", giro, "-50.00", "2025-03-05", { counterpartyIban: savings }),
    half("a", savings, "50.00", "2025-03-03", { counterpartyIban: giro }),
    half("b", savings, "50.00", "2025-03-06", { counterpartyIban: giro }),
  ];
  assert.deepEqual(pair(lines), [{ debitId: "out", creditId: "b", by: "iban", isAmbiguous: false }]);
});

test("two halves that would do as well leave the pair marked", () => {
  const lines = [
    half("out", giro, "-50.00", "2025-03-03", { counterpartyIban: savings }),
    half("a", savings, "50.00", "2025-03-03", { counterpartyIban: giro }),
    half("b", savings, "50.00", "2025-03-03", { counterpartyIban: giro }),
  ];
  assert.deepEqual(pair(lines), [{ debitId: "out", creditId: "a", by: "iban", isAmbiguous: true }]);
});

test("as many pairs as fit: the nearest partner is given up when another half has no other", () => {
  const lines = [
    half("d1", giro, "-50.00", "2025-03-01", { counterpartyIban: savings }),
    half("d2", giro, "-50.00", "2025-03-04", { counterpartyIban: savings }),
    half("c1", savings, "50.00", "2025-03-03", { counterpartyIban: giro }),
    half("c2", savings, "50.00", "2025-03-06", { counterpartyIban: giro }),
  ];
  const found = pair(lines).map(({ debitId, creditId }) => `${debitId}-${creditId}`);
  assert.deepEqual(found, ["d1-c1", "d2-c2"]);
});

test("three hundred equal transfers of one day are all paired, and all marked", () => {
  const lines = Array.from({ length: 300 }, (_, at) => [
    half(`d${at}`, giro, "-5.00", "2025-03-03", { counterpartyIban: savings }),
    half(`c${at}`, savings, "5.00", "2025-03-03", { counterpartyIban: giro }),
  ]).flat();
  const pairs = pair(lines);
  assert.equal(pairs.length, 300);
  assert.ok(pairs.every(({ isAmbiguous }) => isAmbiguous));
});

test("ten thousand equal transfers of one day fit into memory and are all paired, those over the number stay alone", () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => [
    half(`d${at}`, giro, "-5.00", "2025-03-03", { counterpartyIban: savings }),
    half(`c${at}`, savings, "5.00", "2025-03-03", { counterpartyIban: giro }),
  ]).flat();
  assert.equal(pair(lines).length, 10_000);
  assert.equal(pair(lines.filter(({ id }) => !id.startsWith("c1"))).length, 8_889);
});

test("four thousand accounts without IBANs are paired one to one, and all marked", () => {
  const own = { counterpartyName: "Greta Stonytė" };
  const lines = Array.from({ length: 4_000 }, (_, at) => [
    half(`d${at}`, `from ${at}`, "-5.00", `2025-03-0${(at % 5) + 1}`, own),
    half(`c${at}`, `to ${at}`, "5.00", `2025-03-0${(at % 4) + 2}`, own),
  ]).flat();
  const pairs = pair(lines, ["Greta Stonytė"]);
  assert.ok(pairs.length > 3_960, `${pairs.length} pairs`);
  assert.equal(new Set(pairs.flatMap(({ debitId, creditId }) => [debitId, creditId])).size, pairs.length * 2);
  assert.ok(pairs.every(({ isAmbiguous }) => isAmbiguous));
  assert.deepEqual(pair(lines.toReversed(), ["Greta Stonytė"]), pairs);
});

test("as many pairs as fit when most lines are of one day: each of the rest goes to the day with room", () => {
  const many = (count: number, make: (at: number) => StatementLine): StatementLine[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const pairs = pair([
    ...many(500, (at) => half(`d${at}`, giro, "-5.00", "2025-03-03", { counterpartyIban: savings })),
    ...many(400, (at) => half(`c${at}`, savings, "5.00", "2025-03-03", { counterpartyIban: giro })),
    ...many(100, (at) => half(`e${at}`, savings, "5.00", "2025-03-06", { counterpartyIban: giro })),
  ]);
  assert.equal(pairs.length, 500);
});

test("whatever the lines: one to one, opposite, near, and the same in any order", () => {
  const line = fc.record({
    account: fc.constantFrom(giro, savings, vilnius),
    amount: fc.constantFrom("-10.00", "10.00", "-20.00", "20.00"),
    day: fc.integer({ min: 1, max: 9 }),
    other: fc.constantFrom(undefined, giro, savings, vilnius, stranger),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), fc.infiniteStream(fc.nat()), (drawn, order) => {
      const lines = drawn.map(({ account, amount, day, other }, index) =>
        half(`l${index}`, account, amount, `2025-03-0${day}`, other === undefined ? {} : { counterpartyIban: other }),
      );
      const pairs = pair(lines);
      const used = pairs.flatMap(({ debitId, creditId }) => [debitId, creditId]);
      assert.equal(new Set(used).size, used.length);
      for (const { debitId, creditId } of pairs) {
        const [debit, credit] = [debitId, creditId].map((id) => lines.find((candidate) => candidate.id === id));
        assert.equal(`-${credit?.amount}`, debit?.amount);
        assert.notEqual(credit?.accountId, debit?.accountId);
        assert.ok(Math.abs(Date.parse(credit?.date ?? "") - Date.parse(debit?.date ?? "")) <= 3 * 86_400_000);
      }
      const shuffled = lines
        .map((entry) => ({ entry, at: order.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ entry }) => entry);
      assert.deepEqual(pair(shuffled), pairs);
    }),
  );
});
