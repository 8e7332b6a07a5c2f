import { createSafeRequest, OutboundFailed, type Log, type SafeRequest } from "@tallystick/kit";
import { forgetListener, listenersOf } from "./registered.ts";

interface CopyOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** How webhooks reach their receivers. */
  readonly deliver: SafeRequest;
}

const copyWithinMs = 2_000;

/**
 * Sends webhooks and, byte for byte and with the same signatures, a copy to every registered listener. A copy is made once
 * per attempt and decides nothing: what a listener answers is not told to the hub.
 */
export function copyWebhooks({ dataDir, log, deliver }: CopyOptions): SafeRequest & { close(): Promise<void> } {
  const ways = new Map<number, ReturnType<typeof createSafeRequest>>();

  /** Each may call one port and nothing else. */
  function wayTo(port: number): SafeRequest {
    const way = ways.get(port) ?? createSafeRequest({ allow: [`127.0.0.1:${port}`] });
    ways.set(port, way);
    return way;
  }

  async function copyTo(port: number, webhook: Parameters<SafeRequest>[0]): Promise<void> {
    try {
      await wayTo(port)({ ...webhook, url: `http://127.0.0.1:${port}/`, timeoutMs: copyWithinMs });
    } catch (error) {
      if (!(error instanceof OutboundFailed)) throw error;
      // Nobody is there: a listener that was killed could not sign off.
      if (error.code === "connect" && error.sent === false) await forgetListener(dataDir, port);
    }
  }

  async function copy(webhook: Parameters<SafeRequest>[0]): Promise<void> {
    await Promise.all((await listenersOf(dataDir)).map((port) => copyTo(port, webhook)));
  }

  const request: SafeRequest = async (webhook) => {
    const copied = copy(webhook).catch((error: unknown) => log.error("listener.copy_failed", { error }));
    try {
      return await deliver(webhook);
    } finally {
      // Or the copy of the object's next event could come before it.
      await copied;
    }
  };
  return Object.assign(request, {
    close: async () => void (await Promise.all([...ways.values()].map((way) => way.close()))),
  });
}
