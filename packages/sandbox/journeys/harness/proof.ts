import assert from "node:assert/strict";
import { parseAmount } from "@tallystick/xs2a";
import { checkBooks, readTransfers, type BookedTransfer } from "../../src/index.ts";
import { until } from "./until.ts";
import type { JourneyLink, World } from "./world.ts";

/** What a payment by a link looks like in the merchant's webhooks until the payer is at the bank. */
export const toBank = ["started", "requested", "intent_accepted", "awaiting_authz"] as const;
/** The poller or the payer's return may see the end first, and a bank may be met while it executes. */
export const paid = ["created", ...toBank, "received?", "submitted?", "completed"] as const;
export const failed = ["created", ...toBank, "received?", "failed"] as const;

export interface Expected {
  /** All statuses in their order; one with a question mark may be missing. */
  readonly statuses: readonly string[];
  readonly executions: number;
  /** Transfers that the ledger refused after they had been authorised; default none. */
  readonly refusals?: number;
  readonly debtorIban?: string;
}

/** The end of every journey: the ledger has the payment as often as it should, and the merchant heard the whole story. */
export async function assertEnded(world: World, link: JourneyLink, expected: Expected): Promise<void> {
  const told = await storyTold(world, link, expected.statuses);
  // Nothing may be left that could still pay, or tell.
  for (const bank of Object.values(world.system.banks)) await bank.drainDue();
  await world.system.hub.drainDue();
  assert.deepEqual(storyOf(world, link), told, "the story went on after its end");

  const now = await world.merchant.links.get(link.link_id);
  assert.equal(now.status, told.at(-1));
  assert.deepEqual(
    now.history?.map(({ status }) => status),
    told,
  );
  await assertExecutions(world, link, expected);
}

async function assertExecutions(world: World, { intent }: JourneyLink, expected: Expected): Promise<void> {
  const { ledger } = world.system;
  const { creditor, currency, end_to_end_id: endToEndId } = intent;
  const transfers = (await readTransfers(ledger, creditor.iban)).filter((one) => one.endToEndId === endToEndId);
  const executed = transfers.filter(({ status }) => status === "ACSC");
  assert.equal(executed.length, expected.executions, `executions: ${executed.length}`);
  assert.equal(transfers.length - executed.length, expected.refusals ?? 0, "transfers refused by the ledger");
  for (const transfer of executed) {
    const amount = parseAmount(intent.amount, currency);
    const facts: Partial<BookedTransfer> = { amount: amount as bigint, currency, creditorIban: creditor.iban };
    assert.deepEqual({ ...transfer, ...facts }, transfer);
    if (expected.debtorIban !== undefined) assert.equal(transfer.debtorIban, expected.debtorIban);
  }
  assert.deepEqual(await checkBooks(ledger), { unbalanced: [], wrong: [] });
}

/** Waits for the verified webhooks of the link and checks that they are whole: numbered from 1, none missing, none twice. */
async function storyTold(world: World, link: JourneyLink, expected: readonly string[]): Promise<readonly string[]> {
  const shape = new RegExp(`^${expected.map((status) => status.replace(/^(\w+)(\??)$/, "(?:$1 )$2")).join("")}$`);
  const seen = (): string => storyOf(world, link).join(" ");
  await until(`webhooks ${expected.join(" ")};`, () => (shape.test(`${seen()} `) ? true : undefined), {
    seen: () => `got ${seen()}`,
  });
  const events = eventsOf(world, link);
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
    "a gap",
  );
  assert.equal(new Set(events.map(({ event_id: id }) => id)).size, events.length, "an event came under two numbers");
  for (const event of events) assert.deepEqual([event.type, event.web_id], ["link_status_update", link.web_id]);
  return events.map(({ status }) => status);
}

function storyOf(world: World, link: JourneyLink): readonly string[] {
  return eventsOf(world, link).map(({ status }) => status);
}

/** What the shop received and verified, by sequence. */
function eventsOf(world: World, { link_id: linkId }: Pick<JourneyLink, "link_id">) {
  return world.system.shop
    .received()
    .map(({ event }) => event)
    .filter((event) => event.link_id === linkId)
    .toSorted((a, b) => a.sequence - b.sequence);
}
