// Proves that the shop stays a working client of the hub when the sandbox is started on other ports.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { createConnectors, createHub, hubMigrations, type Hub, type HubSchema } from "@tallystick/hub";
import { silentLog, systemClock, systemRandom } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { registerShop } from "./register-shop.ts";

let database: TestDatabase<HubSchema>;
let hub: Hub;
const noRequest = async (): Promise<never> => {
  throw new Error("nothing is called here");
};

before(async () => {
  database = await openTestDatabase<HubSchema>(hubMigrations);
  hub = await createHub({
    environment: "test",
    url: "http://localhost:4000",
    db: database.db,
    connectors: createConnectors({ providers: {}, request: noRequest }),
    outbound: noRequest,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    sealKey: randomBytes(32),
    secureCookies: false,
  });
});
after(async () => {
  await hub.stop();
  await database.close();
});

const secrets = { testClient: { clientId: "demo-shop", clientSecret: "s".repeat(43) } };
const rowOf = () => database.db.selectFrom("client").selectAll().executeTakeFirstOrThrow();

test("a start on other ports moves the shop's addresses and keeps its secrets", async () => {
  await registerShop(hub.clients, { shop: "http://localhost:4001" }, secrets);
  const first = await rowOf();
  const [webhookSecret] = await hub.clients.webhookSecretsOf("demo-shop");
  await registerShop(hub.clients, { shop: "http://localhost:14001" }, secrets);
  const moved = await hub.clients.find("demo-shop");
  assert.deepEqual(
    [moved?.redirectUrls, moved?.webhookUrls],
    [["http://localhost:14001/orders"], ["http://localhost:14001/webhooks"]],
  );
  assert.deepEqual(await hub.clients.webhookSecretsOf("demo-shop"), [webhookSecret]);
  assert.equal((await rowOf()).secret_hash, first.secret_hash);
});

test("a start on the same ports changes nothing", async () => {
  await registerShop(hub.clients, { shop: "http://localhost:4001" }, secrets);
  const before = await rowOf();
  await registerShop(hub.clients, { shop: "http://localhost:4001" }, secrets);
  assert.deepEqual(await rowOf(), before);
});
