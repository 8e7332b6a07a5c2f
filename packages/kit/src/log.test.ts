// Proves that a log line carries named fields only, redacted, on one line (rows L1, L2).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { createLog, silentLog, type LogFields } from "./log.ts";

function capture(write: (log: ReturnType<typeof createLog>) => void): { lines: Record<string, any>[]; text: string } {
  let text = "";
  const clock = { now: () => new Date("2026-11-21T10:00:00Z") };
  write(createLog({ destination: { write: (line) => void (text += line) }, clock }));
  const lines = text.split("\n").filter(Boolean);
  return { lines: lines.map((line) => JSON.parse(line)), text };
}

test("a line is one JSON object with time, level, event and the named fields", () => {
  const { lines, text } = capture((log) =>
    log.info("payment.initiated", { bank: "rzb_ro", status: 201, durationMs: 3.5 }),
  );
  assert.deepEqual(lines, [
    {
      level: "info",
      time: "2026-11-21T10:00:00.000Z",
      bank: "rzb_ro",
      status: 201,
      durationMs: 3.5,
      event: "payment.initiated",
    },
  ]);
  assert.ok(text.endsWith("}\n"));
});

test("L1: unknown names do not compile and are dropped at run time, wrong types are dropped too", () => {
  const { lines, text } = capture((log) => {
    // @ts-expect-error -- the list of fields is closed
    log.info("x", { password: "canary-1", bank: "bt_ro" });
    const smuggled = { authorization: "canary-2", bank: { iban: "canary-3" }, status: "canary-4", reused: "canary-5" };
    log.warn("x", smuggled as unknown as LogFields);
    log.child(smuggled as unknown as LogFields).error("x", { error: undefined, count: Number.NaN });
  });
  assert.ok(!text.includes("canary"));
  assert.deepEqual(Object.keys(lines[0] ?? {}), ["level", "time", "bank", "event"]);
  assert.deepEqual(Object.keys(lines[1] ?? {}), ["level", "time", "event"]);
  assert.deepEqual(Object.keys(lines[2] ?? {}), ["level", "time", "event"]);
});

test("L1: IBANs, tokens, query strings and user info are redacted wherever they stand", () => {
  const iban = "RO49AAAA1B31007593840001";
  const spaced = "RO49 AAAA 1B31 0075 9384 0000";
  const jws = "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl";
  const { lines, text } = capture((log) => {
    log.info(`account ${iban}`, { reason: `from ${spaced}, ${iban.toLowerCase()}`, key: iban });
    log.info("call", {
      url: `https://user:pw@bank.example/v1/x?code=c4n4ry#frag`,
      path: "/cb?state=c4n4ry",
      code: jws,
    });
    log.info("x", { reason: `Authorization: Bearer c4n4ry-token and see /a?x=c4n4ry`, route: "/pay/:webId" });
  });
  assert.ok(!text.includes("c4n4ry") && !text.includes("AAAA") && !text.includes("aaaa") && !text.includes("eyJ"));
  assert.equal(lines[0]?.["event"], "account RO49…0001");
  assert.equal(lines[0]?.["reason"], "from RO49…0000, ro49…0001");
  assert.equal(lines[0]?.["key"], "RO49…0001");
  assert.equal(lines[1]?.["url"], "https://bank.example/v1/x");
  assert.equal(lines[1]?.["path"], "/cb");
  assert.equal(lines[2]?.["route"], "/pay/:webId");
});

test("L1: what opens a page by itself is cut, ids are not", () => {
  const webId = "Zx81Kq20PmLr47TtVb93aa";
  const id = "0b0c7f5e-9f0a-4a6e-8a3b-0d9b5c3f1a2e";
  const { lines } = capture((log) =>
    log.info("x", { webId, linkId: id, path: `/pay/${webId}/return/${webId}`, url: `https://h/a/${id}` }),
  );
  assert.deepEqual(lines[0], {
    level: "info",
    time: "2026-11-21T10:00:00.000Z",
    webId: "Zx81Kq…",
    linkId: id,
    event: "x",
    path: "/pay/Zx81Kq…/return/Zx81Kq…",
    url: `https://h/a/${id}`,
  });
});

test("names of routes and products are not taken for secrets", () => {
  const route = "/.well-known/oauth-authorization-server/:some-long-parameter-name0";
  const url = "https://h/v1/payments/instant-sepa-credit-transfers";
  const { lines } = capture((log) => log.info("x", { route, url }));
  assert.deepEqual([lines[0]?.["route"], lines[0]?.["url"]], [route, url]);
});

test("L1: an error shows its type, codes and frames; its message loses what stands in quotes, its details do not appear", () => {
  const cause = Object.assign(new Error('invalid input syntax for type uuid: "canary-1"'), {
    code: "22P02",
    table: "payment",
    constraint: "payment_pkey",
    detail: "Key (iban)=(canary-2) exists",
    where: "canary-3",
  });
  const error = new TypeError("cannot read 'canary-4' of RO49AAAA1B31007593840001", { cause });
  const { lines, text } = capture((log) => {
    log.error("failed", { bank: "cec_ro", error });
    log.error("failed", { error: "canary-5" });
    log.error("failed", { error: { message: "canary-6" } });
  });
  assert.ok(!text.includes("canary") && !text.includes("AAAA"));
  const shown = lines[0]?.["error"];
  assert.equal(shown.type, "TypeError");
  assert.equal(shown.message, "cannot read '…' of RO49…0001");
  assert.match(shown.stack[0], /^at .*log\.test\.ts/);
  assert.equal(shown.cause.message, 'invalid input syntax for type uuid: "…"');
  assert.deepEqual([shown.cause.code, shown.cause.table, shown.cause.constraint], ["22P02", "payment", "payment_pkey"]);
  assert.deepEqual(lines[1]?.["error"], { type: "string" });
});

test("L2: line breaks, escape sequences and direction marks cannot forge a line", () => {
  const evil = 'a\r\n{"level":"info","event":"forged"}\u001b[2J\u0000\u009b31m\u202e\u2066\u2028';
  const { lines, text } = capture((log) => log.info(evil, { reason: evil, bank: evil }));
  assert.equal(lines.length, 1);
  // oxlint-disable-next-line no-control-regex
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text));
  assert.equal(text.split("\n").length, 2);
});

test("children add fields, levels are kept, the silent log is silent", () => {
  const { lines } = capture((log) => log.child({ bank: "rzb_ro" }).child({ attempt: 2 }).warn("x", { attempt: 3 }));
  assert.deepEqual([lines[0]?.["bank"], lines[0]?.["attempt"], lines[0]?.["level"]], ["rzb_ro", 3, "warn"]);
  let written = 0;
  const quiet = createLog({ level: "error", destination: { write: () => void written++ } });
  quiet.info("x");
  quiet.warn("x");
  silentLog.child({}).error("x");
  assert.equal(written, 0);
});

test("R2: lines go to standard error, and a closed one does not end the process", () => {
  const program = `import { createLog } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
    const log = createLog();
    log.info("first");
    (await import("node:fs")).closeSync(2);
    for (let i = 0; i < 10; i++) log.info("lost");
    await new Promise((resolve) => setImmediate(resolve));
    console.log("alive");`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  assert.deepEqual([stdout, status], ["alive\n", 0]);
  assert.match(stderr, /"event":"first"/);
});
