// Proves that the keyboard alone is enough to pay, to cancel and to refuse, and that one always sees where one is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { Payer } from "./harness/payer.ts";
import { assertEnded, failed, paid } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "9999999998";

test("paid with Tab, Space and Enter", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  const { page } = payer;
  await payer.open(link);
  await tabTo(page, page.getByRole("link", { name: "Skip to the payment" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("searchbox"));
  await page.keyboard.type("raiff");
  await page.getByText("Banks found: 1").waitFor();
  await tabTo(page, page.locator('#results a[href*="rzb_ro"]'));
  await page.keyboard.press("Enter");
  await payer.sees("confirm");
  await tabTo(page, payer.payButton);
  await page.keyboard.press("Enter");
  await payer.atBank();

  await tabTo(page, page.getByLabel("User name"));
  await page.keyboard.type(login);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(login);
  await page.keyboard.press("Enter");
  await payer.seesAtBank("Choose your account");
  await tabTo(page, page.getByRole("radio"));
  await page.keyboard.press("Space");
  await pressed(payer, "Continue");
  await payer.seesAtBank("Check the payment");
  await pressed(payer, "Send me a code");
  await payer.seesAtBank("Enter the code");
  await tabTo(page, page.getByLabel("Code"));
  await page.keyboard.type(world.codeFor(login));
  await page.keyboard.press("Enter");
  await payer.sees("paid");
  await tabTo(page, page.getByRole("link", { name: "Back to " }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Paid. Thank you!" }).waitFor();
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("refused at the bank, then cancelled, with Tab and Enter", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  const { page } = payer;
  await payer.open(link);
  await tabTo(page, page.locator('a[data-bank="rzb_ro"]'));
  await page.keyboard.press("Enter");
  await payer.sees("confirm");
  await tabTo(page, payer.payButton);
  await page.keyboard.press("Enter");
  await payer.atBank();
  await pressed(payer, "Do not pay");
  await payer.sees("refused_by_you");
  await tabTo(page, page.getByText("Cancel this payment"));
  await page.keyboard.press("Enter");
  await pressed(payer, "Yes, cancel the payment");
  await payer.sees("cancelled_by_you");
  await assertEnded(world, link, { statuses: [...failed, "started", "revoked"], executions: 0 });
});

async function pressed({ page }: Payer, button: string): Promise<void> {
  await tabTo(page, page.locator("main").getByRole("button", { name: button }));
  await page.keyboard.press("Enter");
}

const mostStops = 40;

/** Presses Tab until that element has the focus, which has to show. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press("Tab");
    const { here, shown } = await target.evaluate((element: { matches(selector: string): boolean }) => {
      if (!element.matches(":focus")) return { here: false, shown: false };
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return { here: true, shown: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" };
    });
    if (!here) continue;
    assert.ok(shown, `the focus cannot be seen at ${target}`);
    return;
  }
  assert.fail(`${target} is not reached by Tab`);
}

/** The browser's own; the types of this project know no document. */
declare function getComputedStyle(element: unknown): Record<"outlineStyle" | "outlineWidth" | "boxShadow", string>;
