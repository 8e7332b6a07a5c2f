import { access } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { createSafeRequest, listen, OutboundFailed, silentLog, type SafeRequest } from "@tallystick/kit";
import { registerListener } from "@tallystick/sandbox";
import { UsageError } from "../usage-error.ts";
import { listenUsage, readListenOptions } from "./options.ts";

const mostBytes = 65_536;
/** What a webhook says of itself; all else is between two hops. */
const sentOn = /^(content-type|user-agent|x-signature|x-signature-kid|webhook-(id|timestamp|signature))$/;

interface Webhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * `tallystick listen`: shows every webhook that a running sandbox sends, and sends it on to a port of this machine with the
 * bytes and signatures that it has, until a signal asks it to stop. It takes them on a port of its own, which it registers
 * with the sandbox (decision 8).
 */
export async function listenToWebhooks(args: readonly string[], home: string): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (args.includes("--help")) return say(listenUsage);
  const { dataDir, to } = readListenOptions(args, home);
  await access(join(dataDir, "secrets.json")).catch(() => {
    throw new UsageError(`${dataDir} holds no sandbox: run npm start first, or name its folder with --data`);
  });
  const stopping = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const onward = to && { url: to.href, send: createSafeRequest({ allow: [`${to.hostname}:${to.port || "80"}`] }) };
  let last: Promise<unknown> = Promise.resolve();
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    handler: (request, reply) => {
      // One after the other, in the order in which they come.
      last = last.then(() => take(request, reply)).then((webhook) => webhook && show(webhook));
    },
  });
  const show = async (webhook: Webhook): Promise<void> => {
    const result = onward && (await sendOn(onward.send, onward.url, webhook));
    say(describe(webhook.body) + (result === undefined ? "" : ` -> ${result}`));
  };
  const signOff = await registerListener(dataDir, listener.port);
  say(`Listening to the webhooks of ${dataDir}${to ? `, which go on to ${to.href}` : ""}; stop with Ctrl-C.`);
  await stopping;
  await signOff();
  await listener.close();
  await last;
  await onward?.send.close();
}

async function take(request: IncomingMessage, reply: ServerResponse): Promise<Webhook | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += (chunk as Buffer).length;
      if (length > mostBytes) return void reply.writeHead(413).end();
      chunks.push(chunk as Buffer);
    }
  } catch {
    // Cut off: the hub sends it again.
    return undefined;
  }
  reply.writeHead(204).end();
  const headers = Object.entries(request.headers).filter(([name]) => sentOn.test(name));
  return { headers: Object.fromEntries(headers) as Record<string, string>, body: Buffer.concat(chunks) };
}

async function sendOn(send: SafeRequest, url: string, { headers, body }: Webhook): Promise<string> {
  try {
    return String((await send({ method: "POST", url, headers, body, timeoutMs: 15_000 })).status);
  } catch (error) {
    if (error instanceof OutboundFailed) return error.code;
    throw error;
  }
}

/** One line; control characters of a stranger's text never reach the terminal. */
function describe(body: Buffer): string {
  let event: Record<string, unknown> = {};
  try {
    event = Object(JSON.parse(body.toString())) as Record<string, unknown>;
  } catch {
    return "what came is no JSON";
  }
  const object = event["link_id"] ?? event["job_id"] ?? event["consent_id"];
  const words = [event["occurred_at"], event["type"], event["status"], object, `sequence ${String(event["sequence"])}`];
  return words
    .filter((word) => typeof word === "string")
    .join("  ")
    .replaceAll(/[^\x20-\x7e]/g, "?");
}
