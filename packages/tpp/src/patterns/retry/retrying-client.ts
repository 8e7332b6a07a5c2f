import { BankError } from "../../client/bank-error.ts";
import { abortCode } from "../../client/failure.ts";
import type { CallOptions } from "../../client/bank-client.ts";
import { retry, type IntentOptions } from "./retry.ts";
import type { RetryOptions } from "./schedule.ts";

/**
 * The same client, each of whose calls is repeated as `retry` says, under one X-Request-ID per intent. Rejects with
 * BankError and nothing else, as the client does: when aborted while waiting with `aborted`, the last try's as its cause. What answers with an
 * iterator (transactions) is handed through: a page that fails is repeated by `retryingRequest` below the client.
 */
export function retryingClient<Client extends object>(client: Client, options: RetryOptions = {}): Client {
  const members = Object.entries(client).map(([name, member]) => [
    name,
    typeof member === "function" ? repeated(client, member as Operation, options) : (member as unknown),
  ]);
  return Object.fromEntries(members) as Client;
}

type Operation = (input?: CallOptions, ...rest: unknown[]) => unknown;

function repeated(client: object, operation: Operation, options: RetryOptions): Operation {
  return (input = {}, ...rest) => {
    const { requestId = globalThis.crypto.randomUUID(), signal } = input;
    const call = (): unknown => operation.call(client, { ...input, requestId }, ...rest);
    const first = call();
    if (!(first instanceof Promise) || signal?.aborted) return first;
    const intent = { ...options, requestId, ...(signal === undefined ? {} : { signal }) };
    return repeat(first, call, intent);
  };
}

/** `retry`, with a BankError in place of the signal's reason. */
async function repeat(first: Promise<unknown>, call: () => unknown, intent: IntentOptions): Promise<unknown> {
  let last: unknown;
  try {
    return await retry(async ({ attempt }) => {
      try {
        return await (attempt === 1 ? first : call());
      } catch (error) {
        last = error;
        throw error;
      }
    }, intent);
  } catch (error) {
    throw last instanceof BankError && error !== last ? abortedWhileWaiting(last, intent.signal) : error;
  }
}

/** What the bank may have done is what it may have done at the last try. */
function abortedWhileWaiting(last: BankError, signal: AbortSignal | undefined): BankError {
  const { operation, requestId, outcome } = last;
  const code = signal === undefined ? "aborted" : abortCode(signal);
  return new BankError(operation, { code, requestId, outcome, cause: last });
}
