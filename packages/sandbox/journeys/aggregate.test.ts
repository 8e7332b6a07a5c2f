// Proves what docs/toolkit/aggregation.md promises: its program, as it stands there, aggregates what one user has at five
// sandbox banks, one of them down, one slow and one of another dialect. The rest comes in one order; each failure is named.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pkiOf, startExample, visitBank } from "./harness/example.ts";
import { deadPort, openSlowRoad, type SlowRoad } from "./harness/poor-network.ts";
import { openSystem, type OwnSystem } from "./harness/system.ts";

const template = join(import.meta.dirname, "../../tpp/examples/banks.json");
const user = {
  paysera_ge: "nino.beridze",
  rzb_ro: "9999999998",
  libra_ro: "cristina.voicu",
  paysera_lt: "jonas.kazlauskas",
  bt_ro: "testbt",
};
/** Of the file only what is changed here. */
interface ListedBank {
  readonly bankId: string;
  readonly baseUrl: string;
}

describe("one user at five banks", () => {
  let own: OwnSystem;
  let folder: string;
  let road: SlowRoad;
  let banks: ListedBank[];
  /** What the program says on a good day. Nobody is present when it runs, so each bank lets it run four times a day. */
  let good: Awaited<ReturnType<typeof run>>;
  before(async () => {
    [own, folder] = await Promise.all([openSystem(), mkdtemp(join(tmpdir(), "tallystick-aggregate-"))]);
    road = await openSlowRoad(own.system.addresses.ports.banksXs2a, 60_000);
    await writeFile(
      file(),
      (await readFile(template, "utf8")).replaceAll("https://localhost:4443", own.system.addresses.banksXs2a),
    );
    for (const [bankId, login] of Object.entries(user)) await connect(bankId, login);
    banks = JSON.parse(await readFile(file(), "utf8"));
    good = await run(banks);
  });
  after(async () => {
    road.close();
    await own.end();
    await rm(folder, { recursive: true, force: true });
  });

  const file = (): string => join(folder, "banks.json");

  async function connect(bankId: string, login: string): Promise<void> {
    const back = `${own.system.addresses.shop}/orders`;
    const example = startExample("connect-bank.ts", [bankId, file(), pkiOf(own), back]);
    const cameBack = await visitBank(own, { url: await example.opened(), bankId, login, back });
    example.child.stdin.end(`${cameBack.href}\n`);
    const { code, lines, err } = await example.end();
    assert.deepEqual([code, err], [0, ""]);
    assert.ok(lines.join("\n").endsWith(`The consent at ${bankId} is valid.`), lines.join("\n"));
  }

  async function run(listed: readonly ListedBank[]) {
    await writeFile(file(), JSON.stringify(listed));
    return startExample("aggregate.ts", [file(), pkiOf(own)]).end();
  }
  const through = (bank: ListedBank, port: number): ListedBank => {
    const url = new URL(bank.baseUrl);
    url.port = String(port);
    return { ...bank, baseUrl: url.href };
  };

  test("on a good day all of it comes, the same whichever bank is asked first", async () => {
    assert.deepEqual([good.code, good.err], [0, ""], good.lines.join("\n"));
    const kinds = Map.groupBy(good.lines, (line) => line.split(" ")[0]!);
    assert.deepEqual([...kinds.keys()].toSorted(), ["account", "balance", "booked", "pending"].toSorted());
    for (const kind of ["account", "balance", "booked"])
      for (const { bankId } of banks)
        assert.ok(
          kinds.get(kind)?.some((line) => line.includes(` ${bankId} `)),
          `${kind} ${bankId}`,
        );
    const other = await run(banks.toReversed());
    assert.deepEqual(other.lines, good.lines);
  });

  test("a bank that is down and one that is slow are named, and the other three come as they always do", async () => {
    const dead = await deadPort();
    const listed = banks.map((bank) => {
      if (bank.bankId === "libra_ro") return through(bank, dead);
      return bank.bankId === "bt_ro" ? through(bank, road.port) : bank;
    });
    const { code, lines, err } = await run(listed);
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("failed")),
      ["failed bt_ro all listAccounts timeout", "failed libra_ro all listAccounts network"],
    );
    assert.ok(road.taken() > 0);
    const rest = lines.filter((line) => !line.startsWith("failed"));
    assert.deepEqual(
      rest,
      good.lines.filter((line) => !/ (bt_ro|libra_ro) /.test(line)),
    );
    const dates = rest.flatMap((line) => /^booked (\S+)/.exec(line)?.[1] ?? []);
    assert.ok(dates.length > 50, `${dates.length} bookings`);
    assert.deepEqual(dates, dates.toSorted().toReversed());
    for (const iban of ["GE94PS0010000012345601", "RO03RZBR0000069999999999", "LT803500010001234567"])
      assert.ok(
        rest.some((line) => line.startsWith("account") && line.includes(iban)),
        iban,
      );
  });
});
