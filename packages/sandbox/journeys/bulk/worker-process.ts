// The TPP's worker as a process of its own: sends what is queued, and says so line by line.
import { killAt } from "@tallystick/kit";
import { createBulkPayments, initiateAt, type InitiateOrder } from "@tallystick/tpp/bulk";
import { openClient } from "./client.ts";
import { product } from "./plan.ts";

const [databaseUrl = "", dataDir = "", xs2aPort = ""] = process.argv.slice(2);
const checkpoint = killAt(process.env["TALLYSTICK_KILL_AT"]);
const { client } = await openClient(dataDir, xs2aPort);
const send = initiateAt(client, { psuIpAddress: "192.0.2.7", redirectUri: "https://tpp.example/back" });
const initiate: InitiateOrder = async (order) => {
  const answer = await send(order);
  checkpoint("bulk.after_bank_answer");
  return answer;
};
const bulk = await createBulkPayments({
  connection: databaseUrl,
  initiate,
  product,
  onProgress: ({ progress }) => process.stdout.write(`${JSON.stringify(progress.counts)}\n`),
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write("ready\n");
await bulk.work();
