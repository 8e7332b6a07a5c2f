/** Proves, over real mutual TLS: no body that is not exactly a payment is taken for one, and none is a 500. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, test, type TestContext } from "node:test";
import { codeOf, openHttpBank, productPath, type HttpBank } from "../testing/http-bank.ts";
import { samplePayment } from "../testing/test-bank.ts";

let bank: HttpBank;
let stored = 0;
before(async () => {
  bank = await openHttpBank();
});
after(async () => {
  const found = await bank.countPayments();
  // First, since an open listener would keep a failing run from ending.
  await bank.close();
  assert.equal(found, stored, "nothing else was stored");
});

test("I6, I8: duplicate, polluting, deep and huge bodies are refused", async () => {
  const text = JSON.stringify(samplePayment).slice(1);
  const bodies: [number, string | Uint8Array][] = [
    [400, `{"creditorName":"A","creditorName":"B",${text}`],
    [400, `{"__proto__":{"creditorName":"x"},${text}`],
    [400, `{"constructor":{"prototype":{"x":1}},${text}`],
    [400, `\ufeff{${text}`],
    [400, `{${text} trailing`],
    [400, "[".repeat(33) + "]".repeat(33)],
    [400, `{"x":[${"0,".repeat(6_000)}0]}`],
    [400, Uint8Array.from([0x22, 0xff, 0x22])],
    [400, ""],
    [400, "null"],
    [400, "[]"],
    [400, '"x"'],
    [413, `"${"x".repeat(65_536)}"`],
  ];
  for (const [status, body] of bodies) {
    const reply = await bank.call({ method: "POST", path: productPath, body });
    assert.equal(reply.status, status, String(body).slice(0, 60));
    if (status === 400) assert.equal(codeOf(reply), "FORMAT_ERROR");
  }
  assert.equal(({} as { creditorName?: string }).creditorName, undefined);
});

test("I6: no file of JSONTestSuite is taken for a payment, and none is a 500", async (t) => {
  const folder = sharedFolder(t, "vectors/json/");
  if (folder === undefined) return;
  const names = readdirSync(folder);
  await inTurns(names, async (name) => {
    const body = readFileSync(new URL(encodeURIComponent(name), folder));
    const reply = await bank.call({ method: "POST", path: productPath, body });
    const expected = body.length > 65_536 ? 413 : 400;
    assert.equal(reply.status, expected, name);
  });
  assert.ok(names.length > 300);
});

test("I3: the naughty strings are stored as they are or refused, in every text, and never a 500", async (t) => {
  const folder = sharedFolder(t, "vectors/text/");
  if (folder === undefined) return;
  const strings = JSON.parse(readFileSync(new URL("blns.json", folder), "utf8")) as string[];
  await inTurns(strings, async (string) => {
    const reply = await bank.initiate({ creditorName: string, remittanceInformationUnstructured: string });
    assert.ok(reply.status === 201 || reply.status === 400, `${reply.status} ${string}`);
    if (reply.status === 400) return;
    stored++;
    const read = await bank.call({ path: `${productPath}/${reply.body.paymentId}` });
    assert.equal(read.body.creditorName.normalize("NFC"), string.normalize("NFC"));
  });
});

function sharedFolder(t: TestContext, path: string): URL | undefined {
  const folder = new URL(`../../../../../shared/${path}`, import.meta.url);
  if (existsSync(folder)) return folder;
  assert.ok(!process.env["CI"], `../shared/${path} is missing`);
  t.skip(`../shared/${path} is not here`);
  return undefined;
}

/** A few at a time: the bank's pool is small, and a refused connection would prove nothing. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}
