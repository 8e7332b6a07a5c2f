// The hosted pages in a real browser: accessible, without violations of the policy, alive with scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeFindings } from "@tallystick/kit/testing/axe";
import { launchBrowser } from "@tallystick/kit/testing/browser";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { newLink } from "./testing/payer.ts";
import { hardPage, samplePage, sampleSteps } from "./testing/samples.ts";
import { renderPage } from "./views/page.ts";

let fixture: Fixture;
let browser: Browser;
before(async () => {
  fixture = await startFixture();
  // The pages know the hub as localhost:4000; the browser finds it where this test listens.
  browser = await launchBrowser([`--host-resolver-rules=MAP localhost:4000 127.0.0.1:${new URL(fixture.url).port}`]);
});
after(async () => {
  await browser.close();
  await fixture.close();
});

const hub = "http://localhost:4000";

async function withPage(
  options: Parameters<Browser["newContext"]>[0],
  work: (page: Page, complaints: string[], context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(hub)) complaints.push(`request to ${request.url()}`);
  });
  await work(page, complaints, context);
  await context.close();
}

/** Shows a sample in place of the hub's answer, with the hub's style, script and headers. */
async function showSample(page: Page, name: string, hard = false): Promise<void> {
  const text = renderPage(samplePage(name, { page: hard ? hardPage : {} }));
  await page.unroute(`${hub}/sample`);
  await page.route(`${hub}/sample`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: text }));
  await page.goto(`${hub}/sample`);
}

/** Endings are one view; those that differ in what they offer stand for the others. */
const endings = new Set([
  "paid",
  "refused_by_bank",
  "not_finished",
  "other_device",
  "link_expired",
  "unknown_link",
  "our_fault",
]);
const samples = Object.entries(sampleSteps).flatMap(([name, { step }]) =>
  step !== "ending" || endings.has(name) ? [name] : [],
);

test("axe finds nothing on any page", async () => {
  await withPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    const findings: string[] = [];
    for (const name of samples) {
      await showSample(page, name);
      for (const finding of await axeFindings(page)) findings.push(`${name}: ${finding}`);
    }
    assert.deepEqual(findings, []);
  });
});

test("axe finds nothing in the dark, where only colours differ", async () => {
  await withPage({ colorScheme: "dark", viewport: { width: 390, height: 844 } }, async (page) => {
    const findings: string[] = [];
    for (const name of [
      "choose_trouble",
      "confirm_error",
      "confirm_methods",
      "wait_long",
      "paid",
      "refused_by_bank",
      "not_finished",
    ]) {
      await showSample(page, name);
      for (const finding of await axeFindings(page)) findings.push(`${name}: ${finding}`);
    }
    assert.deepEqual(findings, []);
  });
});

test("nothing scrolls sideways at 320, 390 and 1280 px, with the hardest names", async () => {
  await withPage({}, async (page) => {
    for (const name of samples.filter((sample) => !/^wait$|wait_s|choose_trouble|confirm_given/.test(sample))) {
      await showSample(page, name, samplePage(name).summary !== undefined);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate(() => {
          const view = (globalThis as any).document.documentElement;
          return view.scrollWidth - view.clientWidth;
        });
        assert.ok(wide <= 0, `${name} is ${wide} px too wide at ${width}`);
      }
    }
  });
});

test("every control can be hit: 44 px high, links inside sentences and the copy word apart", async () => {
  await withPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    for (const name of ["choose", "confirm", "confirm_methods", "not_finished", "paid", "choose_none"]) {
      await showSample(page, name);
      const low = await page.evaluate(() =>
        [
          ...(globalThis as any).document.querySelectorAll(
            "main a, main button, main input:not([type=hidden]):not([type=radio]), main summary, main label.option",
          ),
        ]
          .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 44)
          .map((control) => control.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(low, [], name);
    }
  });
});

test("S6: a payment with scripts runs without a word from the policy, without a request to anybody else", async () => {
  await withPage({ viewport: { width: 1280, height: 800 } }, async (page, complaints) => {
    const { webId } = await newLink(fixture, goodLink());
    await page.goto(`${hub}/pay/${webId}`);
    await page.getByRole("searchbox").pressSequentially("transylv");
    await page.getByText("Banks found: 1").waitFor();
    await page.getByRole("link", { name: "Banca Transilvania" }).click();
    await page.getByRole("button", { name: "Pay 12.50" }).waitFor();
    assert.match(await page.title(), /^Check and pay · 12\.50\sRON to Tally Shop$/);
    assert.equal(
      await page
        .getByRole("img", { name: "QR code" })
        .evaluate((img: any) => img.decode().then(() => img.naturalWidth > 0)),
      true,
    );
    assert.deepEqual(complaints, []);
    await page.route("https://bank.test/**", (route) => route.fulfill({ body: "at the bank" }));
    await page.getByRole("button", { name: "Pay 12.50" }).click();
    await page.waitForURL("https://bank.test/sca/**");
    assert.equal(fixture.otherBank.payments.size, 1);
  });
});

test("a page that follows shows by itself what happened on another device", async () => {
  await withPage({ viewport: { width: 1280, height: 800 } }, async (page, complaints) => {
    const { linkId, webId } = await newLink(fixture, goodLink());
    await page.goto(`${hub}/pay/${webId}`);
    await fixture.post("/test/links/cancel", { link_id: linkId });
    await page.getByRole("heading", { name: "This payment was cancelled" }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

test("S5: no other site can show the page in a frame", async () => {
  await withPage({}, async (page) => {
    const { webId } = await newLink(fixture, goodLink());
    await page.route("http://evil.test/**", (route) =>
      route.fulfill({ contentType: "text/html", body: `<iframe src="${hub}/pay/${webId}"></iframe>` }),
    );
    await page.goto("http://evil.test/");
    const [, frame] = page.frames();
    assert.equal(await frame?.getByRole("searchbox").count(), 0);
  });
});

test("S4: a form that another site sends by itself is refused", async () => {
  await withPage({}, async (page) => {
    const { webId } = await newLink(fixture, goodLink());
    await page.goto(`${hub}/pay/${webId}?bank=rzb_ro`);
    const token = await page.locator("input[name=token]").first().getAttribute("value");
    const form = `<form method="post" action="${hub}/pay/${webId}"><input name="token" value="${token}"><input name="bank" value="rzb_ro"><button>x</button></form>`;
    await page.route("http://evil.test/**", (route) => route.fulfill({ contentType: "text/html", body: form }));
    await page.goto("http://evil.test/");
    await page.getByRole("button").click();
    await page.getByRole("heading", { name: "Please open the payment again" }).waitFor();
  });
});

test("without scripts the whole way works by keyboard", async () => {
  await withPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, async (page) => {
    const { webId } = await newLink(fixture, goodLink());
    await page.goto(`${hub}/pay/${webId}`);
    await page.getByRole("searchbox").fill("raiff");
    await page.keyboard.press("Enter");
    await page.getByText("Banks found: 1").waitFor();
    await page.getByRole("link", { name: "Raiffeisen" }).press("Enter");
    await page.route("https://bank.test/**", (route) => route.fulfill({ body: "at the bank" }));
    await page.getByRole("button", { name: "Pay 12.50" }).press("Enter");
    await page.waitForURL("https://bank.test/sca/**");
  });
});
