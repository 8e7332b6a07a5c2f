import type { ConsentContext } from "./context.ts";

/**
 * What `work` comes to, for no longer than a lease lasts: afterwards it is given up, its signal is aborted, and this rejects
 * with a DOMException `TimeoutError` that says what did not come. So nobody who never answers stops the rest.
 */
export async function within<Value>(
  { leaseMs, sleep }: Pick<ConsentContext, "leaseMs" | "sleep">,
  what: string,
  work: (signal: AbortSignal) => Promise<Value> | Value,
): Promise<Value> {
  const [done, late] = [new AbortController(), new AbortController()];
  const deadline = sleep(leaseMs, done.signal).then(() => {
    const error = new DOMException(`no ${what} within ${leaseMs} ms`, "TimeoutError");
    late.abort(error);
    throw error;
  });
  deadline.catch(() => {});
  try {
    return await Promise.race([work(late.signal), deadline]);
  } finally {
    done.abort();
  }
}
