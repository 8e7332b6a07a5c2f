import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { OutboundFailed, OutboundRefused, type OutboundFailure, type OutboundRefusal } from "../safe-fetch/outbound.ts";
import { createSafeRequest, type OutboundRequest, type SafeRequestOptions } from "../safe-fetch.ts";

const closers: (() => unknown)[] = [];
after(async () => {
  for (const close of closers.toReversed()) await close();
});

/** Runs when the tests of the file are over, the latest first. */
export function onceDone(close: () => unknown): void {
  closers.push(close);
}

export function client(options: SafeRequestOptions = {}): ReturnType<typeof createSafeRequest> {
  const request = createSafeRequest(options);
  onceDone(() => request.close());
  return request;
}

export interface Trap {
  readonly port: number;
  /** `host:port`, as allow-lists write it. */
  readonly pair: string;
  hits(): number;
  connections(): number;
}

/** A server on loopback that counts whoever reaches it. */
export async function trap(
  answer: (res: ServerResponse, url: string) => void = (res) => void res.end("trapped"),
): Promise<Trap> {
  let hits = 0;
  let connections = 0;
  const server = createServer((req, res) => {
    hits++;
    req.resume();
    answer(res, req.url ?? "");
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onceDone(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, pair: `127.0.0.1:${port}`, hits: () => hits, connections: () => connections };
}

export function get(url: string): OutboundRequest {
  return { method: "GET", url };
}

export function refusedWith(code: OutboundRefusal): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof OutboundRefused, String(error));
    assert.equal(error.code, code);
    return true;
  };
}

export function failedWith(code: OutboundFailure, sent: boolean | "unknown"): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof OutboundFailed, String(error));
    assert.deepEqual([error.code, error.sent], [code, sent]);
    return true;
  };
}
