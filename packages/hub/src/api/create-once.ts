import { createHash } from "node:crypto";
import { runOnce, type Tx } from "@tallystick/kit";
import type { HubDeps } from "../deps.ts";
import { HubError, invalidBody } from "../errors.ts";
import { canonical } from "../cursor.ts";
import type { HubSchema } from "../migrations/schema.ts";
import type { Answer } from "./operation.ts";

const keepForMs = 72 * 3_600_000;

export interface Creation {
  readonly clientId: string;
  /** Operation and version: a key is used up for each by itself. */
  readonly route: string;
  /** Header `Idempotency-Key`. */
  readonly key: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly work: (tx: Tx<HubSchema>) => Promise<Answer>;
}

/**
 * Runs a creation in one transaction, under an `Idempotency-Key` at most once: the same key and body replay the stored
 * answer for 72 h, another body is refused, a call that still runs answers 409 (hub-api section 1, row P1).
 */
export async function createOnce(
  deps: HubDeps,
  creation: Creation,
): Promise<{ readonly answer: Answer; readonly replayed: boolean }> {
  if (creation.key === undefined) {
    return { answer: await deps.db.transaction().execute(creation.work), replayed: false };
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(creation.key)) {
    throw invalidBody([
      { path: "Idempotency-Key", code: "format", message: "must have 1 to 255 visible ASCII characters" },
    ]);
  }
  const request = {
    owner: creation.clientId,
    route: creation.route,
    key: creation.key,
    bodyDigest: digestOf(creation.body),
    now: deps.clock.now(),
    keepForMs,
  };
  const once = await runOnce(deps.db, request, async (tx) => ({
    status: 200,
    headers: {},
    body: await creation.work(tx),
  }));
  if (once.kind === "running") {
    throw new HubError("request_in_progress", "The first request with this Idempotency-Key is still running.", {
      retryAfter: 1,
    });
  }
  if (once.kind === "mismatch") {
    throw new HubError("unprocessable_entity", "This Idempotency-Key was used with another body.");
  }
  return { answer: once.answer.body as Answer, replayed: once.kind === "replayed" };
}

/** Credentials are left out: a client that has changed its secret may still repeat a request. */
function digestOf(body: Readonly<Record<string, unknown>>): string {
  const { client_id: _id, client_secret: _secret, ...content } = body;
  return createHash("sha256").update(canonical(content)).digest("base64url");
}
