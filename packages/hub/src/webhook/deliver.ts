import {
  after,
  OutboundFailed,
  OutboundRefused,
  type Checkpoint,
  type Clock,
  type Db,
  type DbOrTx,
  type Fence,
  type Log,
  type Outcome,
  type OutboxHandler,
  type Random,
  type SafeRequest,
} from "@tallystick/kit";
import { createBreaker, type Health } from "./breaker.ts";
import type { KeyRing } from "./keys.ts";
import { Lanes } from "./lanes.ts";
import { concludeAttempt, countAttempt, parkUnsent, putOff, type Delivery } from "./record.ts";
import { nextAttemptAt } from "./schedule.ts";
import { signatureHeaders } from "./sign.ts";
import type { WebhookTables } from "./tables.ts";

const answerWithinMs = 15_000;
/** An answer is judged by its status; its body is only read so far that the connection can be used again. */
const answerBytes = 65_536;
const busyRetryMs = 1_000;

interface DeliveryDeps {
  readonly db: Db<WebhookTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbound: SafeRequest;
  readonly keys: KeyRing;
  readonly checkpoint: Checkpoint;
  readonly secretsOf: (clientId: string) => Promise<readonly string[]>;
}

type Writer = DbOrTx<WebhookTables>;

/** What came of one attempt: `result` is a status code or a word for the log and the operator. */
type Attempt =
  | { readonly kind: "accepted"; readonly result: string }
  | { readonly kind: "gone" | "refused"; readonly result: string }
  | { readonly kind: "failed"; readonly result: string; readonly retryAfter?: string | undefined };

export interface DeliveryHandler {
  readonly deliver: OutboxHandler;
  enableEndpoint(clientId: string, url: string): Promise<boolean>;
}

export function createDelivery(deps: DeliveryDeps): DeliveryHandler {
  const lanes = new Lanes();
  const breaker = createBreaker(deps);

  async function deliver(row: { payload: unknown }, fence: Fence): Promise<Outcome> {
    const delivery = readPayload(row.payload);
    // A payload that cannot be read will not become readable; only its own event is given up (row W12).
    if (delivery === undefined) return { kind: "parked", reason: "unreadable_payload" };
    if (await isDisabled(deps.db, delivery)) {
      await fence.write((tx) => parkUnsent(tx, delivery, { at: deps.clock.now(), reason: "endpoint_disabled" }));
      return parked(deps, delivery, "endpoint_disabled");
    }
    const entry = breaker.enter(delivery.clientId, delivery.url);
    // Nothing was sent: this does not count as an attempt.
    if (entry.kind === "wait") return { kind: "retry", at: entry.at };
    const release = lanes.take(delivery.url);
    if (release === undefined) {
      entry.leave("unknown");
      return { kind: "retry", at: after(deps.clock.now(), busyRetryMs) };
    }
    let hung = false;
    let health: Health = "unknown";
    try {
      const attempts = await countAttempt(deps.db, delivery, deps.clock.now());
      deps.checkpoint("before_webhook");
      const attempt = await send(deps, delivery, fence.signal);
      deps.checkpoint("after_webhook_sent");
      hung = attempt.result === "timeout";
      health = healthOf(attempt);
      return await fence.write((tx) => conclude(deps, tx, delivery, attempts, attempt));
    } finally {
      release(hung ? "hung" : "answered");
      entry.leave(health);
    }
  }

  return { deliver, enableEndpoint: (clientId, url) => enableEndpoint(deps.db, clientId, url) };
}

function readPayload(payload: unknown): Delivery | undefined {
  const { clientId, url, body } = (payload ?? {}) as Record<string, unknown>;
  if (typeof clientId !== "string" || typeof url !== "string" || typeof body !== "object" || body === null) {
    return undefined;
  }
  const eventId = (body as Record<string, unknown>)["event_id"];
  if (typeof eventId !== "string" || !/^[A-Za-z0-9._-]{1,128}$/.test(eventId)) return undefined;
  return { clientId, url, eventId, body: Buffer.from(JSON.stringify(body)) };
}

async function send(deps: DeliveryDeps, delivery: Delivery, signal: AbortSignal): Promise<Attempt> {
  const [key, secrets] = await Promise.all([deps.keys.signer(), deps.secretsOf(delivery.clientId)]);
  const at = deps.clock.now();
  const signatures = signatureHeaders({ body: delivery.body, eventId: delivery.eventId, at, key, secrets });
  try {
    const answer = await deps.outbound({
      method: "POST",
      url: delivery.url,
      headers: { "content-type": "application/json", "user-agent": "Tallystick-Webhooks/1", ...signatures },
      body: delivery.body,
      timeoutMs: answerWithinMs,
      maxBytes: answerBytes,
      signal,
    });
    return judge(answer.status, answer.headers["retry-after"]);
  } catch (error) {
    if (error instanceof OutboundRefused) return { kind: "refused", result: `refused_${error.code}` };
    if (!(error instanceof OutboundFailed)) throw error;
    // The status had arrived before the body grew too long, and only the status counts.
    if (error.code === "too_large" && error.status !== undefined) return judge(error.status);
    return { kind: "failed", result: error.code };
  }
}

function judge(status: number, retryAfter?: string): Attempt {
  const result = String(status);
  if (status >= 200 && status < 300) return { kind: "accepted", result };
  if (status === 410) return { kind: "gone", result };
  return { kind: "failed", result, retryAfter };
}

async function conclude(
  deps: DeliveryDeps,
  tx: Writer,
  delivery: Delivery,
  attempts: number,
  attempt: Attempt,
): Promise<Outcome> {
  const now = deps.clock.now();
  deps.log.info("webhook_attempt", {
    eventId: delivery.eventId,
    clientId: delivery.clientId,
    attempt: attempts,
    code: attempt.result,
  });
  const { result } = attempt;
  if (attempt.kind === "accepted") {
    await concludeAttempt(tx, delivery, { result, at: now, end: "delivered" });
    return { kind: "done" };
  }
  // The process is being stopped: whoever comes next goes on at once.
  if (result === "aborted") {
    const soon = after(now, busyRetryMs);
    await putOff(tx, delivery, soon);
    return { kind: "retry", at: soon };
  }
  if (attempt.kind === "gone") await disable(tx, delivery, now);
  const at = attempt.kind === "failed" ? nextAttemptAt(attempts, now, deps.random, attempt.retryAfter) : undefined;
  await concludeAttempt(tx, delivery, { result, at: now, end: at ?? "parked" });
  if (at !== undefined) return { kind: "retry", at };
  return parked(deps, delivery, attempt.kind === "gone" ? "gone" : result);
}

function parked(deps: DeliveryDeps, delivery: Delivery, reason: string): Outcome {
  deps.log.warn("webhook_parked", { eventId: delivery.eventId, clientId: delivery.clientId, reason });
  return { kind: "parked", reason };
}

/** What an attempt says of its receiver; an address that is refused or gone says nothing of whether it answers. */
function healthOf(attempt: Attempt): Health {
  if (attempt.kind === "accepted") return "well";
  return attempt.kind === "failed" && attempt.result !== "aborted" ? "failing" : "unknown";
}

async function isDisabled(db: Db<WebhookTables>, { clientId, url }: Delivery): Promise<boolean> {
  const row = await db
    .selectFrom("webhook_endpoint")
    .select("disabled_at")
    .where("client_id", "=", clientId)
    .where("url", "=", url)
    .executeTakeFirst();
  return row !== undefined;
}

async function disable(db: Writer, { clientId, url }: Delivery, now: Date): Promise<void> {
  await db
    .insertInto("webhook_endpoint")
    .values({ client_id: clientId, url, disabled_at: now })
    .onConflict((conflict) => conflict.columns(["client_id", "url"]).doNothing())
    .execute();
}

async function enableEndpoint(db: Db<WebhookTables>, clientId: string, url: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("webhook_endpoint")
    .where("client_id", "=", clientId)
    .where("url", "=", url)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
