// Proves when rates are read, how long they hold over weekends and holidays, and what happens when they cannot be read.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { convertMoney, ecbRates, jsonRates, textFromAddress } from "../../index.ts";
import { textFromFile } from "../../node.ts";
import { createManualTime } from "../../testing/manual-time.ts";
import { ecbFile, georgianFile } from "../../testing/reference-rates.ts";

const minute = 60_000;
const usd = { amount: "10843.00", currency: "USD" };

/** A central bank whose file can be taken away or replaced. */
function setUp(start = "2026-11-24T16:30:00Z") {
  const time = createManualTime(new Date(start));
  const bank = { file: ecbFile() as string | Error, reads: 0 };
  const rates = ecbRates({
    clock: time.clock,
    readText: async () => {
      bank.reads += 1;
      if (bank.file instanceof Error) throw bank.file;
      return bank.file;
    },
  });
  const convert = () => convertMoney(usd, "EUR", { rates, clock: time.clock });
  return { time, bank, rates, convert };
}

describe("the file", () => {
  test("is read once an hour, by one reader for 100 callers", async () => {
    const { time, bank, convert } = setUp();
    await Promise.all(Array.from({ length: 100 }, convert));
    await time.advance(59 * minute);
    await convert();
    assert.equal(bank.reads, 1);
    await time.advance(minute);
    await Promise.all(Array.from({ length: 100 }, convert));
    assert.equal(bank.reads, 2);
  });

  test("that cannot be read leaves the one before it, is told, and is tried again after a minute", async () => {
    const { time, bank, rates, convert } = setUp();
    await convert();
    await time.advance(60 * minute);
    bank.file = new Error("connection refused");
    assert.equal((await convert()).outcome, "converted");
    const { tables, failures } = await rates.read();
    assert.deepEqual([tables[0]?.date, failures[0]?.code, bank.reads], ["2026-11-24", "unreachable", 2]);
    assert.match(failures[0]?.message ?? "", /European Central Bank/);
    await time.advance(minute);
    bank.file = "<html/>";
    await rates.read();
    assert.equal((await rates.read()).failures[0]?.code, "not_understood");
    await time.advance(minute);
    bank.file = Buffer.from(ecbFile()) as never;
    const [failure] = (await rates.read()).failures;
    assert.deepEqual([failure?.name, failure?.code], ["RateError", "not_understood"]);
    await time.advance(minute);
    bank.file = ecbFile();
    assert.deepEqual((await rates.read()).failures, []);
  });

  test("that was never read is no rate, with the reason, and no zero", async () => {
    const { bank, convert } = setUp();
    bank.file = new Error("connection refused");
    const conversion = await convert();
    assert.equal(conversion.outcome, "no_rate");
    assert.ok(conversion.outcome === "no_rate" && conversion.failures[0]?.code === "unreachable");
  });

  test("of the future is refused: it would be current for ever", async () => {
    const { bank, rates } = setUp();
    bank.file = ecbFile({ USD: "1.1" }, "2026-11-26");
    assert.match((await rates.read()).failures[0]?.message ?? "", /future/);
  });
});

describe("the day of a rate", () => {
  const rows: readonly (readonly [what: string, date: string, now: string, outcome: string])[] = [
    ["the day itself", "2026-11-24", "2026-11-24T16:30:00Z", "today"],
    ["the next morning, before publication", "2026-11-24", "2026-11-25T08:00:00Z", "carried"],
    ["the end of the next day", "2026-11-24", "2026-11-25T22:59:59Z", "carried"],
    ["two days later", "2026-11-24", "2026-11-25T23:00:00Z", "stale_rate"],
    ["Saturday after Friday", "2026-11-27", "2026-11-28T12:00:00Z", "carried"],
    ["Sunday after Friday", "2026-11-27", "2026-11-29T12:00:00Z", "carried"],
    ["Monday after Friday", "2026-11-27", "2026-11-30T12:00:00Z", "carried"],
    ["Tuesday after Friday", "2026-11-27", "2026-12-01T12:00:00Z", "stale_rate"],
    ["Saturday after Thursday", "2026-11-26", "2026-11-28T12:00:00Z", "stale_rate"],
    ["Easter Monday after Thursday", "2026-04-02", "2026-04-06T12:00:00Z", "carried"],
    ["Tuesday after Easter, after Thursday", "2026-04-02", "2026-04-07T12:00:00Z", "carried"],
    ["Wednesday after Easter, after Thursday", "2026-04-02", "2026-04-08T12:00:00Z", "stale_rate"],
    ["the 28th after Christmas Eve", "2026-12-24", "2026-12-28T12:00:00Z", "carried"],
  ];
  for (const [what, date, now, outcome] of rows) {
    test(`${what}: ${outcome}`, async () => {
      const { bank, convert } = setUp(now);
      bank.file = ecbFile(undefined, date);
      const conversion = await convert();
      assert.equal(conversion.outcome === "converted" ? conversion.freshness : conversion.outcome, outcome);
      assert.ok("legs" in conversion);
      assert.deepEqual(conversion.legs, [
        { from: "USD", to: "EUR", rate: "1.0843", by: "divided", date, source: "European Central Bank" },
      ]);
    });
  }
});

describe("another central bank's file", () => {
  const read = (file: unknown, maxAgeDays?: number, now = "2026-11-24T16:30:00Z") => {
    const { clock } = createManualTime(new Date(now));
    const readText = async () => (typeof file === "string" ? file : JSON.stringify(file));
    const options = {
      source: georgianFile.source,
      readText,
      clock,
      ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    };
    return { rates: jsonRates(options), clock };
  };

  test("is current for four days, or as many as it is said", async () => {
    const from = { amount: "31.51", currency: "GEL" };
    for (const [now, maxAgeDays, outcome] of [
      ["2026-11-28T12:00:00Z", undefined, "converted"],
      ["2026-11-29T12:00:00Z", undefined, "stale_rate"],
      ["2026-11-25T12:00:00Z", 0, "stale_rate"],
    ] as const) {
      assert.equal((await convertMoney(from, "EUR", read(georgianFile, maxAgeDays, now))).outcome, outcome);
    }
  });

  test("is refused with the member that is wrong", async () => {
    for (const [file, says] of [
      ["{", /no JSON/],
      ["[]", /object/],
      [{ ...georgianFile, source: "Somebody" }, /source/],
      [{ ...georgianFile, base: "gel" }, /base/],
      [{ ...georgianFile, direction: "both" }, /direction/],
      [{ ...georgianFile, date: "24.11.2026" }, /date/],
      [{ ...georgianFile, rates: [] }, /rates/],
      [{ ...georgianFile, rates: {} }, /rates/],
      [{ ...georgianFile, rates: { EUR: 3.1512 } }, /EUR/],
      [{ ...georgianFile, rates: { EURO: "3.1512" } }, /EURO/],
    ] as const) {
      const { failures, tables } = await read(file).rates.read();
      assert.match(failures[0]?.message ?? "", says);
      assert.deepEqual([failures[0]?.code, tables], ["not_understood", []]);
    }
    assert.throws(() => read(georgianFile, -1), /maxAgeDays/);
  });
});

describe("where a file is read", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("an https address, whole and as UTF-8, by a transport of one's own or fetch", async (t) => {
    const request = async () => ({ status: 200, headers: {}, body: bytes("ä") });
    assert.equal(await textFromAddress("https://rates.example/file", { request })(), "ä");
    assert.throws(() => textFromAddress("http://rates.example/file"), /https/);
    for (const [answer, says] of [
      [{ status: 404, headers: {}, body: bytes("x") }, /404/],
      [{ status: 200, headers: {}, body: new Uint8Array(1_000_001) }, /bytes/],
      [{ status: 200, headers: {}, body: Uint8Array.of(0xff) }, /not valid/],
    ] as const) {
      await assert.rejects(textFromAddress("https://rates.example/", { request: async () => answer })(), says);
    }
    const addresses: unknown[] = [];
    const asked = t.mock.method(globalThis, "fetch", async (address: unknown) => {
      addresses.push(address);
      return new Response("rates");
    });
    assert.equal(await textFromAddress("https://rates.example/file")(), "rates");
    assert.deepEqual(addresses, ["https://rates.example/file"]);
    asked.mock.mockImplementation(async () => new Response(new Uint8Array(2_000_000)));
    await assert.rejects(textFromAddress("https://rates.example/file")(), /bytes/);
  });

  test("a file", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "tpp-rates-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, "eurofxref-daily.xml");
    await assert.rejects(textFromFile(path)(), { code: "ENOENT" });
    await writeFile(path, ecbFile());
    assert.equal(await textFromFile(path)(), ecbFile());
    await writeFile(path, "x".repeat(1_000_001));
    await assert.rejects(textFromFile(path)(), /bytes/);
    await assert.rejects(textFromFile("/dev/zero")(), /bytes/);
  });
});
