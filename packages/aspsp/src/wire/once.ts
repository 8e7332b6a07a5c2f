import { createHash } from "node:crypto";
import { runOnce, type Clock, type Db, type StoredAnswer, type Tx } from "@tallystick/kit";
import { Xs2aError, type OperationId } from "@tallystick/xs2a";
import type { BankSchema } from "../migrations/schema.ts";
import { requireRoom } from "../tpp/open-objects.ts";
import type { Call } from "./call.ts";

/** For how long the answer to a creating POST is repeated (C17). */
const keepAnswerMs = 72 * 3_600_000;

/** Whose resources fill a TPP's room until a PSU has decided on them. */
const waitsForPsu: ReadonlySet<OperationId> = new Set<OperationId>([
  "initiatePayment",
  "createConsent",
  "createConsentConfirmationOfFunds",
]);

/** How a resource is created: first all that may be refused, outside any transaction, then what is stored. */
export interface Creation<Draft> {
  draft(): Promise<Draft>;
  store(tx: Tx<BankSchema>, draft: Draft): Promise<StoredAnswer>;
}

export interface Created<Draft> {
  readonly answer: StoredAnswer;
  /** Of the resource that this very call has created; absent when an earlier call's answer is repeated. */
  readonly fresh?: Draft;
}

interface OnceDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly profile: { readonly maximumOpen?: number };
}

/** What makes a POST the one that it is. */
export type OnceCall = Pick<Call, "tpp" | "operation" | "params" | "requestId" | "rawBody">;

/**
 * A creating POST, at most once: the X-Request-ID makes it idempotent, so that same TPP, id and content give the stored
 * answer for 72 hours (decision 25). Without an id of the TPP's every call creates.
 */
export async function createOnce<Draft>(
  deps: OnceDeps,
  call: OnceCall,
  creation: Creation<Draft>,
): Promise<Created<Draft>> {
  // Kept and not thrown yet: a repetition gets the stored answer even if it would be refused today.
  const draft = await settled(creation.draft());
  const work = async (tx: Tx<BankSchema>): Promise<StoredAnswer> => {
    if (draft.kind === "failed") throw draft.error;
    if (waitsForPsu.has(call.operation)) {
      await requireRoom(tx, call.tpp.tppId, { now: deps.clock.now(), maximum: deps.profile.maximumOpen });
    }
    return creation.store(tx, draft.value);
  };
  if (!call.requestId.sent) return created(await deps.db.transaction().execute(work), draft);
  const result = await runOnce(
    deps.db,
    {
      owner: call.tpp.tppId,
      // One id is one request, whatever it asks for (C17): another operation with it is another content.
      route: "POST",
      key: call.requestId.value.toLowerCase(),
      bodyDigest: digestOf(call),
      now: deps.clock.now(),
      keepForMs: keepAnswerMs,
    },
    work,
  );
  if (result.kind === "replayed") return { answer: result.answer };
  if (result.kind === "fresh") return created(result.answer, draft);
  const path = "X-Request-ID";
  if (result.kind === "running") {
    throw new Xs2aError({ code: "STATUS_INVALID", path, text: "belongs to a request that is still being answered" });
  }
  throw new Xs2aError({ code: "PARAMETER_NOT_CONSISTENT", path, text: "was used for a request with another body" });
}

function created<Draft>(answer: StoredAnswer, draft: Settled<Draft>): Created<Draft> {
  return draft.kind === "made" ? { answer, fresh: draft.value } : { answer };
}

type Settled<T> = { readonly kind: "made"; readonly value: T } | { readonly kind: "failed"; readonly error: unknown };

async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { kind: "made", value: await work };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/** Of the whole request: the same body for another operation or at another path, of another product, is another one. */
function digestOf({ operation, params, rawBody }: OnceCall): string {
  const path = `${operation} ${Object.values(params).join("/")}\n`;
  return createHash("sha256").update(path).update(rawBody).digest("base64url");
}
