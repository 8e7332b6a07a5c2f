import assert from "node:assert/strict";
import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import { openTpp } from "../../packages/sandbox/journeys/harness/tpp.ts";
import type { World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";

const ron = (amount: string) => ({ amount, currency: "RON" });
const shop = {
  creditorName: "Raboj Tally Sticks SRL",
  creditorAccount: { iban: "RO10RZBR0000069999999970" },
};

/** What the account holder sees of everything but a single payment: consents, bulks, standing orders, their end, signatures. */
export async function servicePages(world: World, album: Album): Promise<void> {
  await consent(world, album);
  await bulk(world, album);
  await standingOrder(world, album);
  await signature(world, album);
}

/** Posts at a bank and leads the account holder to where the answer says; `before` is what is done before the login. */
async function arriveAt(
  world: World,
  { bank, login, before }: { bank: string; login: string; before?: (page: Payer["page"]) => Promise<void> },
  path: string,
  body: object,
) {
  const tpp = await openTpp(world, bank);
  const answer = await tpp.call("POST", path, { body });
  await tpp.close();
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const holder = await Payer.arrive(world);
  await holder.page.goto(answer.body._links.scaRedirect.href);
  await before?.(holder.page);
  await holder.logIn(bank, login);
  return { holder, answer: answer.body };
}

async function consent(world: World, album: Album): Promise<void> {
  const { holder } = await arriveAt(world, { bank: "bt_ro", login: "vlad.cozma" }, "/consents", {
    access: { accounts: [], balances: [], transactions: [] },
    recurringIndicator: true,
    validUntil: "9999-12-31",
    frequencyPerDay: 4,
    combinedServiceIndicator: false,
  });
  await holder.seesAtBank("Choose your accounts");
  await album.take(holder.page, "bank-consent-accounts", { dark: true });
  await holder.page.getByRole("checkbox").first().check();
  await holder.submit("Continue");
  await holder.seesAtBank("Allow access?");
  await album.take(holder.page, "bank-consent");
}

async function bulk(world: World, album: Album): Promise<void> {
  const at = { bank: "rzb_ro", login: "9999999998" };
  const { holder } = await arriveAt(world, at, "/bulk-payments/domestic-ron-transfers", {
    debtorAccount: { iban: "RO03RZBR0000069999999999" },
    payments: ["12.50", "7.25", "101.00"].map((amount) => ({ ...shop, instructedAmount: ron(amount) })),
  });
  await holder.seesAtBank("Check the 3 payments");
  await album.take(holder.page, "bank-bulk", { dark: true });
}

async function standingOrder(world: World, album: Album): Promise<void> {
  const at = { bank: "bt_ro", login: "testbt" };
  const path = "/periodic-payments/domestic-ron-transfers";
  const startDate = new Date(world.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
  const { holder, answer } = await arriveAt(world, at, path, {
    ...shop,
    instructedAmount: ron("12.50"),
    debtorAccount: { iban: "RO62BTRLRONCRT0V23456701" },
    startDate,
    frequency: "Monthly",
  });
  await holder.seesAtBank("Check the standing order");
  await album.take(holder.page, "bank-standing-order");
  await holder.submit("Confirm with my pin");
  await holder.page.getByLabel("Pin").fill("1234567");
  await Promise.all([holder.page.waitForURL(/\/orders/), holder.page.keyboard.press("Enter")]);
  const before = (page: Payer["page"]) => album.take(page, "bank-cancel-login");
  const end = await arriveAt(world, { ...at, before }, `${path}/${answer.paymentId}/cancellation-authorisations`, {});
  await end.holder.seesAtBank("Cancel this standing order?");
  await album.take(end.holder.page, "bank-cancel");
}

/** The company's account needs two; this is the first of them. */
async function signature(world: World, album: Album): Promise<void> {
  const tpp = await openTpp(world, "libra_ro");
  const path = "/payments/domestic-ron-transfers";
  const { body } = await tpp.call("POST", path, {
    body: { ...shop, instructedAmount: ron("12.50"), debtorAccount: { iban: "RO23BREL0002345678900001" } },
  });
  await tpp.close();
  const at = { bank: "libra_ro", login: "atelier.lemn" };
  const { holder } = await arriveAt(world, at, `${path}/${body.paymentId}/authorisations`, {});
  await holder.seesAtBank("Check the payment");
  await album.take(holder.page, "bank-signature");
}
