// Proves in a real browser that other sites and hostile texts get nowhere: forged forms, frames, markup in names.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { TallystickError } from "@tallystick/sdk";
import { createBankClient } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { isPolicyViolation } from "./harness/troubles.ts";
import { Payer } from "./harness/payer.ts";
import { assertEnded, paid } from "./harness/proof.ts";
import { autoSubmitting, openStranger, type Stranger } from "./harness/stranger.ts";
import { World, type Intent, type JourneyLink } from "./harness/world.ts";

let world: World;
/** Same site as the hub, and same site as the bank's pages: there a SameSite cookie alone would not help. */
let strangers: readonly Stranger[];
before(async () => {
  world = await World.open();
  strangers = await Promise.all([openStranger("localhost"), openStranger("127.0.0.1")]);
});
after(async () => {
  await Promise.all(strangers.map((stranger) => stranger.close()));
  await world.close();
});

const login = "9999999998";

test("S4: a form that another site sends to the bank's confirmation is refused, right code and token included", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const form = payer.page.locator('form[action$="/answer"]');
  const fields = await fieldsOf(payer, 'form[action$="/answer"]');
  const action = (await form.getAttribute("action"))!;
  for (const stranger of strangers) {
    const tab = await payer.newTab();
    const [answer] = await Promise.all([
      tab.page.waitForResponse((response) => response.url() === action),
      tab.page.goto(stranger.page(autoSubmitting(action, { ...fields, code: world.codeFor(login) }))),
    ]);
    assert.equal(answer.status(), 403);
    await tab.seesAtBank("Not accepted");
  }
  await assertEnded(world, link, { statuses: paid.slice(0, 5), executions: 0 });
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("S4: forms that another site sends to the hub pay, leave and cancel nothing", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  const fields = await fieldsOf(payer, "form[data-once]");
  for (const stranger of strangers) {
    for (const path of ["", "/leave", "/cancel"]) {
      const action = `${link.web_url}${path}`;
      const tab = await payer.newTab();
      const [answer] = await Promise.all([
        tab.page.waitForResponse((response) => response.url() === action),
        tab.page.goto(stranger.page(autoSubmitting(action, fields))),
      ]);
      assert.equal(answer.status(), 403);
      await tab.sees("form_refused");
    }
  }
  await assertEnded(world, link, { statuses: ["created", "started"], executions: 0 });
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", login);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("S5: no page of hub, bank, phone or shop can be framed", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const { banksPages, shop } = world.system.addresses;
  const pages = [link.web_url, payer.page.url(), `${banksPages}/rzb_ro/phone/${login}`, shop];
  // A browser of its own, since a blocked frame is a violation that this browser reports.
  const context = await payer.context.browser()!.newContext();
  for (const stranger of strangers) {
    const own = stranger.page("<p>mine</p>");
    const tab = await context.newPage();
    const violations: string[] = [];
    tab.on("console", (message) => {
      if (isPolicyViolation(message.text()) || message.text().includes("in a frame")) violations.push(message.text());
    });
    await tab.goto(stranger.page([own, ...pages].map((url) => `<iframe src="${url}"></iframe>`).join("")));
    const [mine, ...framed] = tab.mainFrame().childFrames();
    assert.equal(await mine!.locator("p").innerText(), "mine");
    assert.deepEqual(
      framed.map((frame) => frame.url()),
      pages.map(() => "chrome-error://chromewebdata/"),
    );
    assert.ok(violations.length >= pages.length, violations.join("\n"));
  }
  await context.close();
  await payer.refuse();
  await payer.sees("refused_by_you");
});

const markup = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(2)>`,
  `<b>Bold</b> & 'quoted' \${7*7} {{7*7}}`,
  `</title><svg onload=alert(3)>`,
  `javascript:alert(4)//<a href="javascript:alert(4)">`,
];

for (const text of markup) {
  test(`S6: ${text} is text at the hub, and the payment is made`, async () => {
    const link = await world.createLink({
      creditor: { name: text.slice(0, 70), iban: "RO10RZBR0000069999999970" },
      description: text,
    });
    const payer = await Payer.arrive(world);
    await payer.page.goto(`${link.web_url}?q=${encodeURIComponent(text)}`);
    await payer.page.locator("body[data-code]").waitFor();
    assert.ok((await payer.page.locator("body").innerText()).includes(text.slice(0, 70)));
    assert.equal(await payer.page.getByRole("searchbox").inputValue(), text.slice(0, 70));
    assert.equal(await payer.page.locator("img[src=x], svg[onload], b, a[href^='javascript:']").count(), 0);
    await payer.page.goto(`${link.web_url}?bank=${encodeURIComponent(text)}&lang=${encodeURIComponent(text)}`);
    await payer.payWithCode(link, "rzb_ro", login);
    assert.ok((await payer.page.locator("body").innerText()).includes(text.slice(0, 70)));
    await assertEnded(world, link, { statuses: paid, executions: 1 });
  });
}

test("S6: markup is text at the bank too, on its pages and on the phone", async () => {
  const { addresses, files } = world.system;
  const [cert, key, ca] = await Promise.all(
    [files.tppCert, files.tppKey, files.ca].map((file) => readFile(file, "utf8")),
  );
  const request = createMutualTlsRequest({ cert: cert!, key: key!, ca: ca! });
  const bank = createBankClient({ baseUrl: `${addresses.banksXs2a}/rzb_ro/xs2a/berlin/1.3`, request });
  for (const text of markup) {
    const { scaRedirect } = await bank.initiatePayment({
      product: "domestic-ron-transfers",
      payment: {
        instructedAmount: { amount: "12.50", currency: "RON" },
        creditorName: text.slice(0, 70),
        creditorAccount: { iban: "RO10RZBR0000069999999970" },
        remittanceInformationUnstructured: text,
      },
      psuIpAddress: "192.0.2.7",
      redirectUri: `${addresses.shop}/orders`,
    });
    const payer = await Payer.arrive(world);
    await payer.page.goto(scaRedirect!);
    await assertIsText(payer, text);
    await payer.logIn("rzb_ro", login);
    await payer.chooseAccount("RO03RZBR0000069999999999");
    await assertIsText(payer, text);
    await payer.askForCode();
    await assertIsText(payer, text);
    const tab = await payer.newTab();
    await tab.page.goto(`${addresses.banksPages}/rzb_ro/phone/${login}`);
    await assertIsText(tab, text);
  }
  await request.close();
});

const naughtyFile = new URL("../../../../shared/vectors/text/blns.json", import.meta.url);
const skip = existsSync(naughtyFile) || process.env["CI"] ? false : "the vectors are not beside this repository";

test("S6: the big list of naughty strings is text on the hub's page", { skip }, async () => {
  const strings = JSON.parse(await readFile(naughtyFile, "utf8")) as string[];
  const payer = await Payer.arrive(world);
  let shown = 0;
  for (let first = 0; first < strings.length; first += 100) {
    const { link, names } = await sellItems(strings.slice(first, first + 100));
    await payer.open(link);
    const texts = await payer.page.locator(".items bdi").allTextContents();
    assert.deepEqual(
      texts,
      names.map((name) => name.trim().normalize("NFC")),
    );
    shown += texts.length;
  }
  assert.ok(shown > 400, `only ${shown} strings were accepted by the API`);
});

/** A link with an item per name; names that the API refuses are left out. */
async function sellItems(names: readonly string[]): Promise<{ link: JourneyLink; names: readonly string[] }> {
  const items = names.map((name) => ({ name, quantity: 1, unit_price: "0.01" }));
  const amount = `${Math.trunc(names.length / 100)}.${String(names.length % 100).padStart(2, "0")}`;
  try {
    return { link: await world.createLink({ amount, items } as Partial<Intent>), names };
  } catch (error) {
    if (!(error instanceof TallystickError) || error.status !== 400) throw error;
    const refused = error.errors.flatMap(({ path }) => /items\.(\d+)\.name$/.exec(path)?.[1] ?? []).map(Number);
    assert.ok(refused.length > 0, error.message);
    return sellItems(names.filter((_, index) => !refused.includes(index)));
  }
}

async function assertIsText({ page }: Payer, text: string): Promise<void> {
  assert.ok((await page.locator("body").innerText()).includes(text.slice(0, 70)));
  assert.equal(await page.locator("img[src=x], svg[onload], main a[href^='javascript:']").count(), 0);
}

/** The hidden fields of a form, its secrets included: the worst that another site could know. */
async function fieldsOf({ page }: Payer, selector: string): Promise<Record<string, string>> {
  const inputs = await page.locator(`${selector} input[type="hidden"]`).all();
  const pairs = inputs.map(async (input) => [await input.getAttribute("name"), await input.getAttribute("value")]);
  return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
}
