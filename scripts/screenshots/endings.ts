import { openDb } from "@tallystick/kit";
import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import { until } from "../../packages/sandbox/journeys/harness/until.ts";
import type { JourneyLink, World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";
import { keepStill, showAt } from "./pause.ts";

const minutes = 60_000;
const login = "9999999998";

/** How a payment can end, and the stops on the way; the clock is moved at the end of each. */
export async function endings(world: World, album: Album): Promise<void> {
  const scenes = [paid, elsewhere, onTheirWay, notFinished, refused, codeLocked, cancelled, tooLate, notices];
  for (const scene of scenes) await scene(world, album);
}

async function paid(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "rzb_ro", login);
  await album.take(payer.page, "paid", { dark: true });
  world.clock.advance(11 * minutes);
  const later = await Payer.arrive(world);
  await later.open(link);
  await later.sees("already_paid");
  await album.take(later.page, "already-paid");
}

/** Two windows, and two browsers. */
async function elsewhere(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  const second = await payer.newTab();
  await keepStill(second);
  await second.open(link);
  await second.chooseBank("rzb_ro");
  await payer.goToCode(link, "rzb_ro", login);
  const other = await Payer.arrive(world);
  await other.open(link);
  await other.sees("other_device");
  await album.take(other.page, "other-device");
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await second.payButton.click();
  await second.sees("paid_elsewhere");
  await album.take(second.page, "paid-elsewhere");
}

async function onTheirWay(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const second = await payer.newTab();
  await keepStill(second);
  await second.open(link);
  await second.sees("not_finished");
  await showAt(world, payer, link, "submitted");
  await payer.sees("on_their_way");
  await album.take(payer.page, "on-their-way");
  await second.cancel();
  await second.sees("cannot_cancel");
  await album.take(second.page, "cannot-cancel");
}

async function notFinished(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const back = await payer.newTab();
  await back.page.goto(await returnAddress(world, link));
  await back.sees("asking_bank");
  await album.take(back.page, "asking");
  world.clock.advance(11_000);
  await back.page.reload();
  await back.sees("not_finished");
  await album.take(back.page, "not-finished");
}

async function refused(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  await payer.open(await world.createLink());
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.refuse();
  await payer.sees("refused_by_you");
  await album.take(payer.page, "refused-by-you", { dark: true });
  await payer.goToCode(await world.createLink(), "rzb_ro", "radu.stan");
  await payer.confirm(world.codeFor("radu.stan"));
  await payer.sees("refused_by_bank");
  await album.take(payer.page, "refused-by-bank");
}

async function codeLocked(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  await payer.goToCode(await world.createLink(), "libra_ro", "cristina.voicu");
  const wrong = world.codeFor("cristina.voicu") === "1111111" ? "2222222" : "1111111";
  for (let tries = 0; tries < 5; tries += 1) await payer.confirm(wrong);
  await payer.submitLink(/^Back to /);
  await payer.sees("code_locked");
  await album.take(payer.page, "code-locked");
}

async function cancelled(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  await payer.open(await world.createLink());
  await payer.cancel();
  await payer.sees("cancelled_by_you");
  await album.take(payer.page, "cancelled-by-you");
  const link = await world.createLink();
  await world.merchant.links.cancel(link.link_id);
  await payer.open(link);
  await payer.sees("cancelled_by_merchant");
  await album.take(payer.page, "cancelled-by-merchant");
}

async function tooLate(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const code = world.codeFor(login);
  world.clock.advance(16 * minutes);
  await payer.confirm(code);
  await payer.seesAtBank(/Already finished|Time is up/);
  await album.take(payer.page, "bank-too-late");
  await payer.submitLink(/^Back to /);
  await payer.sees("bank_timeout");
  await album.take(payer.page, "bank-timeout");
  const short = await world.createLink({}, { options: { expires_in: 60 } });
  world.clock.advance(2 * minutes);
  await payer.open(short);
  await payer.sees("link_expired");
  await album.take(payer.page, "link-expired");
}

/** Pages about a request and not about a payment. */
async function notices(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  const { page } = payer;
  const { hub, banksPages } = world.system.addresses;
  await payer.open(await world.createLink());
  await payer.chooseBank("rzb_ro");
  await page.evaluate(`document.querySelector('form[data-once] input[name="token"]').value = "old"`);
  await payer.payButton.click();
  await payer.sees("form_refused");
  await album.take(page, "form-refused");
  await page.goto(`${banksPages}/rzb_ro/sca/00000000-0000-4000-8000-000000000000`);
  await album.take(page, "bank-unknown");
  await page.goto(`${hub}/pay/${"A".repeat(24)}`);
  await payer.sees("unknown_link");
  await album.take(page, "unknown-link");
  // The browser itself guesses, since the hub counts by address and localhost has two.
  for (let guess = 0; guess < 60; guess += 1) await page.goto(`${hub}/pay/${"B".repeat(24)}`);
  await payer.sees("too_many");
  await album.take(page, "too-many");
}

async function returnAddress(world: World, link: JourneyLink): Promise<string> {
  const url = world.system.databaseUrl;
  const db = openDb<{ attempt: { link_id: string; return_state: string } }>({ url, schema: "hub_test", max: 1 });
  try {
    const row = await until("an attempt", () =>
      db.selectFrom("attempt").select("return_state").where("link_id", "=", link.link_id).executeTakeFirst(),
    );
    return `${link.web_url}/return/${row.return_state}`;
  } finally {
    await db.destroy();
  }
}
